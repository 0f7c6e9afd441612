package dev.voicecall.conversation;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatIllegalArgumentException;

import java.io.BufferedReader;
import java.io.IOException;
import java.io.InputStream;
import java.io.InputStreamReader;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import java.util.Objects;
import java.util.SplittableRandom;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

class TurnWordsTest {
    private static final long SEED = Long.getLong("voicecall.seed", System.nanoTime());
    private static final List<String> LANGUAGES = List.of("en", "es", "de", "fr", "hi");

    @ParameterizedTest
    @CsvSource(
            delimiter = '|',
            value = {
                "en-US|Mm-hm.",
                "en-US|Uh-huh!",
                "en-US|yeah",
                "en-US|Okay, I see.",
                "en-US|Right, right... got it",
                "en-US|OH WOW, REALLY?",
                "en-GB|That’s right.",
                "es-MX|Ajá, sí.",
                "es-ES|si, entiendo",
                "es|Claro, claro que sí",
                "de-DE|Ja, genau!",
                "de|Ach so, verstehe.",
                "de|in ordnung",
                "fr-FR|Oui, d'accord.",
                "fr|d’accord, tres bien",
                "fr|Ah bon ?",
                "hi-IN|हाँ जी, ठीक है।",
                "hi|हां",
                "hi|haan ji, accha",
            })
    void whoOnlyListensSaysSo(String language, String words) {
        assertThat(TurnWords.in(language).isBackChannel(words)).isTrue();
    }

    @ParameterizedTest
    @CsvSource(
            delimiter = '|',
            value = {
                "en|''",
                "en|...",
                "en|no",
                "en|wait",
                "en|stop",
                "en|okay but",
                "en|right now",
                "en|I see a problem",
                "en|yes I do want that",
                "en|um",
                "es|no, espere",
                "de|nein",
                "de|ja aber",
                "fr|non",
                "hi|नहीं",
                "hi|nahi",
            })
    void whoSaysMoreDoesNotOnlyListen(String language, String words) {
        assertThat(TurnWords.in(language).isBackChannel(words)).isFalse();
    }

    @ParameterizedTest
    @CsvSource(
            delimiter = '|',
            value = {
                "en|and",
                "en|My number is",
                "en|My number is.",
                "en|I'd like to book a table for,",
                "en|Um",
                "en|yes, but...",
                "en|let me check",
                "en|it's on the",
                "en|I",
                "en|my e-mail is",
                "en|I was wondering",
                "es|mi número es",
                "es|quiero una",
                "es|pues",
                "es|me llamo",
                "de|meine Nummer ist",
                "de|ich hätte gerne",
                "de|Äh",
                "de|ja, aber",
                "de|für",
                "fr|mon numero est",
                "fr|euh",
                "fr|je voudrais",
                "fr|parce qu'il y a",
                "fr|c'est la",
                "hi|मेरा नंबर है",
                "hi|लेकिन",
                "hi|mera naam",
                "hi|mujhe",
            })
    void aTurnIsNotOverAfterAHangingWord(String language, String words) {
        assertThat(TurnWords.in(language).isHanging(words)).isTrue();
        assertThat(TurnWords.in(language).isComplete(words)).isFalse();
    }

    @ParameterizedTest
    @CsvSource(
            delimiter = '|',
            value = {
                "en|''",
                "en|seven",
                "en|What is it for?",
                "en|Yes, it is",
                "en|I am",
                "en|I think so",
                "en|you too as well",
                "en|that's all I need",
                "en|the band",
                "es|Sí",
                "es|claro que sí",
                "es|así es",
                "es|¿Y usted por qué?",
                "es|aquí está",
                "de|Ah",
                "de|das weiß ich",
                "de|ich rufe später an",
                "de|kann sein",
                "de|so ist es",
                "fr|bien sûr",
                "fr|si",
                "fr|il n'y en a plus",
                "fr|moi non plus",
                "hi|ठीक है",
                "hi|घर में",
                "hi|theek hai",
            })
    void otherWordsMayBeTheLast(String language, String words) {
        assertThat(TurnWords.in(language).isHanging(words)).isFalse();
    }

    @ParameterizedTest
    @CsvSource(
            delimiter = '|',
            value = {
                "en|Goodbye!",
                "en|Bye",
                "en|okay, bye bye",
                "en|Thank you so much, have a nice day.",
                "en|See you",
                "en|No, that's all, thank you.",
                "en|Hang up.",
                "en|please hang up",
                "en|you can hang up now",
                "en|I have to go",
                "en|Bye, thank you",
                "en|Great, thank you, I'll see you tomorrow",
                "en|Have a good night",
                "es|Gracias, adiós",
                "es|adios",
                "es|Hasta luego.",
                "es|eso es todo, gracias",
                "de|Auf Wiederhören",
                "de|Okay, tschüss",
                "de|Danke, das war's.",
                "de|schönen Tag noch",
                "fr|Au revoir",
                "fr|merci, bonne journée",
                "fr|A bientot",
                "hi|अलविदा",
                "hi|ठीक है, फिर मिलते हैं।",
                "hi|theek hai bye",
                "hi|phir milenge",
                "xx|bye",
            })
    void whoSaysGoodbyeWantsToGo(String language, String words) {
        assertThat(TurnWords.in(language).isGoodbye(words)).isTrue();
    }

    @ParameterizedTest
    @CsvSource(
            delimiter = '|',
            value = {
                "en|''",
                "en|hello",
                "en|goodbye yellow brick road is a nice song",
                "en|Don't say goodbye",
                "en|bye the way",
                "en|please don't hang up",
                "en|Did you hang up?",
                "en|Should I say bye",
                "en|I want to see you",
                "en|I can see you tomorrow",
                "en|that's all",
                "en|no thank you",
                "en|I would like to tell you a long story about how my uncle said bye",
                "en|one two three four five six seven eight nine ten eleven twelve bye",
                "en|goodbye?",
                "en|I had a good night",
                "es|buenas noches",
                "es|estoy fuera hasta mañana",
                "es|no cuelgue",
                "de|Servus",
                "de|ich habe Zeit bis morgen",
                "de|legen Sie nicht auf",
                "fr|salut",
                "fr|il n'y en a plus",
                "fr|ne raccrochez pas",
                "hi|नमस्ते",
                "hi|main kal aaunga",
            })
    void otherWordsAreNoFarewell(String language, String words) {
        assertThat(TurnWords.in(language).isGoodbye(words)).isFalse();
    }

    @ParameterizedTest
    @CsvSource(
            delimiter = '|',
            value = {
                "en|I'd like a table.",
                "en|Are you there?",
                "en|What is it for?",
                "en|He said \"no.\"",
                "en|Well... I see.",
                "hi|अच्छा… हाँ।",
                "en|yes",
                "en|No, thank you",
                "en|it is",
                "es|Sí",
                "de|ja, bitte",
                "de|doch",
                "fr|oui",
                "fr|Si",
                "hi|जी हाँ",
                "hi|मुझे पानी चाहिए।",
                "hi|nahi",
                "ja|はい。",
                "zh|你好吗？",
                "ar|كيف حالك؟",
            })
    void asPunctuatedOrPlainAnswersAreComplete(String language, String words) {
        assertThat(TurnWords.in(language).isComplete(words)).isTrue();
    }

    @ParameterizedTest
    @CsvSource(
            delimiter = '|',
            value = {
                "en|''",
                "en|I'd like a table",
                "en|I'd like a table,",
                "en|At 5 p.m. or 6",
                "en|well...",
                "en|Seven…",
                "en|My name is.",
                "en|yes I want that"
            })
    void otherWordsAreNotComplete(String language, String words) {
        assertThat(TurnWords.in(language).isComplete(words)).isFalse();
    }

    @Test
    void languagesWithoutWordsOfTheirOwnHaveTheEnglishOnes() {
        for (String language : List.of("xx", "", "../de", "not a tag", "ja-JP", "EN")) {
            assertThat(TurnWords.in(language).isBackChannel("uh-huh"))
                    .as(language)
                    .isTrue();
        }
        assertThat(TurnWords.in("DE-at").isBackChannel("genau")).isTrue();
    }

    @Test
    void thereAreNoOtherKindsOfWords() {
        assertThatIllegalArgumentException()
                .isThrownBy(() -> WordList.of("en", "swearwords"))
                .withMessageContaining("swearwords");
    }

    /** A line that is there twice, an exception to nothing, or one that follows from others is a mistake in the list. */
    @ParameterizedTest
    @ValueSource(strings = {"backchannels", "hanging", "goodbyes", "answers"})
    void everyLineMakesADifference(String kind) throws IOException {
        for (String language : LANGUAGES) {
            List<String> lines = lines(language, kind);
            assertThat(lines).as(language).hasSizeGreaterThan(15).allSatisfy(line -> {
                List<String> others = new ArrayList<>(lines);
                others.remove(line);
                assertThat(isListed(lines, kind, line)).isEqualTo(!line.startsWith("!"));
                assertThat(isListed(others, kind, line)).isEqualTo(line.startsWith("!"));
            });
        }
    }

    private static boolean isListed(List<String> lines, String kind, String phrase) {
        WordList list = new WordList(lines);
        List<String> words = WordList.words(phrase);
        boolean isWhole = kind.equals("backchannels") || kind.equals("answers");
        return isWhole ? list.consistsOf(words) : list.endsWith(words);
    }

    @Test
    void caseAndPunctuationMakeNoDifferenceAndBackChannelsMayFollowEachOther() throws IOException {
        SplittableRandom random = new SplittableRandom(SEED);
        for (String language : LANGUAGES) {
            TurnWords words = TurnWords.in(language);
            List<String> phrases = lines(language, "backchannels");
            for (int i = 0; i < 200; i++) {
                String some = "";
                for (int n = random.nextInt(1, 5); n > 0; n--) {
                    String phrase = phrases.get(random.nextInt(phrases.size()));
                    some += (random.nextBoolean() ? phrase.toUpperCase(Locale.ROOT) : phrase)
                            + List.of(", ", ". ", "! ", " ").get(random.nextInt(4));
                }
                assertThat(words.isBackChannel(some))
                        .as("%s, seed %d", some, SEED)
                        .isTrue();
                assertThat(words.isBackChannel(some + "xyz"))
                        .as("%s, seed %d", some, SEED)
                        .isFalse();
            }
        }
    }

    private static List<String> lines(String language, String kind) throws IOException {
        String path = "words/" + language + "/" + kind + ".txt";
        InputStream file = Objects.requireNonNull(WordList.class.getResourceAsStream(path), path);
        try (BufferedReader reader = new BufferedReader(new InputStreamReader(file, StandardCharsets.UTF_8))) {
            return reader.lines()
                    .filter(line -> !line.isBlank() && !line.startsWith("#"))
                    .toList();
        }
    }
}
