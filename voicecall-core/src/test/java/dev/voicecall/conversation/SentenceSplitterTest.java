package dev.voicecall.conversation;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.SplittableRandom;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

class SentenceSplitterTest {
    private static final long SEED = Long.getLong("voicecall.seed", System.nanoTime());

    /** In the tables, | is where a sentence ends. */
    @ParameterizedTest
    @ValueSource(
            strings = {
                "Hello there. |How are you? |Fine!",
                "One. |Two",
                "Really?! |Yes... |I think so… |Good.",
                "Wait... what? |Oh.",
                "Well . . . |I think so. |Hm . . . no.",
                "no capitals. so it goes on",
                "Is it? |yes",
                "Thanks! |👍 Next",
                "Done. |😀 Next.",
                "안녕하세요. |저는 김입니다. |네.",
            })
    void sentencesEndWithTerminators(String marked) {
        assertSplit(marked);
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "Dr. Smith called Mr. Jones and Mrs. Miller vs. Prof. Plum.",
                "Bring fruit, e.g. Apples, i.e. Food.",
                "Apples, pears, etc. are fruit. |So are plums, etc. |Yes.",
                "The U.S. Army and the U.K. Navy.",
                "J. R. R. Tolkien and J.R.R. Tolkien wrote it.",
                "Open at 9 a.m. every day until 5 p.m. |Please ring.",
                "She has a Ph.D. |He has none.",
                "Acme Inc. is here. |So is Acme Ltd. |Yes.",
                "No. |I can't.",
                "See No. 5 and Fig. 3 on Jan. 4 or Mon. 3 p.m. |Fine.",
                "Mr. J. Smith of 5th St. Louis.",
                "Am 3. Mai, z. B. Dienstag, bzw. Mittwoch. |Gut.",
                "M. Dupont et Mme. Durand sont là. |Bien.",
                "El Sr. García y la Sra. López. |¿Sí? |¡Claro!",
                "डॉ. शर्मा आए।"
            })
    void abbreviationsDoNotEndThem(String marked) {
        assertSplit(marked);
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "Version 3.5 costs $4.50. |That's 1,000.00 less.",
                "1. First",
                "**2. Second** is it.",
                "The choices: 1. Apples and pears.",
                "It was 1990. |Then came 91. |Good.",
                "See https://example.com/a.b?c=d.e and mail a.b@example.com. |Good.",
                "Go to example.com. |Now.",
                "Use Node.js or .NET. |Fine."
            })
    void numbersAndAddressesStayWhole(String marked) {
        assertSplit(marked);
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "He said \"Stop!\" |She did. |\"Why?\" she asked.",
                "(It rains.) |Take \"this.\" |Or ‘that.’ |Or «that.» |Yes",
                "**Bold.** |Next *one!* |And `code.` |End",
                "“Hi.” |“Ho.” |Yes",
            })
    void closingQuotesAndParenthesesBelongToTheSentence(String marked) {
        assertSplit(marked);
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "你好。|今天好吗？|很好！|再见",
                "今日は。|「行く。」|「来る？」|と言った。|はい",
                "他说：“你好。”|然后走了。|（真的。）|完",
                "नमस्ते। |आप कैसे हैं? |मैं ठीक हूँ। |जी",
                "مرحبا. |كيف حالك؟ |بخير!",
                "آپ کیسے ہیں؟ |ٹھیک ہوں۔ |جی",
            })
    void everyScriptHasItsOwnTerminators(String marked) {
        assertSplit(marked);
    }

    @Test
    void lineBreaksEndSentences() {
        assertThat(split("Options:\n- Red\n- Green\r\n\r\n\n1. One\u20282. Two"))
                .containsExactly("Options:", "- Red", "- Green", "1. One", "2. Two");
    }

    @ParameterizedTest
    @CsvSource(
            delimiter = '|',
            value = {
                "'Hi! '|Hi!",
                "'How are you? '|How are you?",
                "'Hello. H'|Hello.",
                "'\"Hello.\" H'|\"Hello.\"",
                "你好。|你好。",
                "「你好。」|「你好。」",
                "'ठीक है। '|ठीक है।"
            })
    void aSentenceComesAsSoonAsItIsCertain(String text, String sentence) {
        SentenceSplitter splitter = new SentenceSplitter();
        assertThat(splitter.add(text.substring(0, text.length() - 1))).isEmpty();
        assertThat(splitter.add(text.substring(text.length() - 1))).containsExactly(sentence);
    }

    @Test
    void whatIsLeftIsFlushedOnce() {
        SentenceSplitter splitter = new SentenceSplitter();
        assertThat(splitter.flush()).isEmpty();
        assertThat(splitter.add(" Good")).isEmpty();
        assertThat(splitter.add(" bye. ")).isEmpty();
        assertThat(splitter.flush()).contains("Good bye.");
        assertThat(splitter.flush()).isEmpty();
    }

    @Test
    void aLongTextIsCutAfterItsLastClause() {
        String clause = "word ".repeat(30).strip() + ",";
        assertThat(split(clause + " " + "more ".repeat(60)).get(0)).isEqualTo(clause);
        String chinese = "中".repeat(200) + "，";
        assertThat(split(chinese + "文".repeat(200)).get(0)).isEqualTo(chinese);
    }

    @Test
    void aLongClauseIsCutBetweenWords() {
        assertThat(split("seven77 ".repeat(100)))
                .allSatisfy(cut -> assertThat(cut).matches("seven77( seven77)*"))
                .hasSize(3);
    }

    @Test
    void aLongWordIsCutBetweenCharacters() {
        assertThat(split("x".repeat(299) + "😀".repeat(10))).containsExactly("x".repeat(299), "😀".repeat(10));
        assertThat(split("e\u0301".repeat(1000)))
                .allSatisfy(cut -> assertThat(cut).startsWith("e"))
                .hasSize(7);
        assertThat(split("\u0301".repeat(1000))).hasSize(4);
    }

    /** A thousand texts, each cut in two ways. */
    @Test
    void aSentenceIsNotLongerForItsIdeographicFullStop() {
        assertThat(split("x".repeat(SentenceSplitter.MAX_LENGTH) + "。"))
                .containsExactly("x".repeat(SentenceSplitter.MAX_LENGTH), "。");
    }

    @Test
    void whereTheTextWasCutMakesNoDifferenceAndNothingIsLost() {
        SplittableRandom random = new SplittableRandom(SEED);
        for (int i = 0; i < 1_000; i++) {
            String text = text(random);
            List<String> whole = split(text);
            assertThat(split(text, random)).as("%s, seed %d", text, SEED).isEqualTo(whole);
            assertThat(String.join("", whole).replaceAll("[\\s\\h]", ""))
                    .as("seed %d", SEED)
                    .isEqualTo(text.replaceAll("[\\s\\h\\u0085\\u2028\\u2029]", ""));
            assertThat(whole).as("seed %d", SEED).allSatisfy(sentence -> {
                assertThat(sentence).isNotBlank().hasSizeLessThanOrEqualTo(SentenceSplitter.MAX_LENGTH);
                assertThat(sentence).isEqualTo(sentence.strip()).doesNotContain("\n", "  ");
            });
        }
    }

    private static String text(SplittableRandom random) {
        String[] bits = {
            "word",
            "Word",
            " ",
            " ",
            " ",
            ". ",
            ".",
            "?",
            "! ",
            "…",
            "\n",
            "\u00A0",
            "Dr. ",
            "1. ",
            "3.5",
            "U.S. ",
            "\"",
            ")",
            "「",
            "」",
            "。",
            "！",
            "中",
            "，",
            ", ",
            "😀",
            "\uD83D",
            "e\u0301",
            "।",
            "؟ ",
            "http://a.b/c",
            "**",
            "x".repeat(90)
        };
        StringBuilder text = new StringBuilder();
        for (int n = random.nextInt(200); n > 0; n--) {
            text.append(bits[random.nextInt(bits.length)]);
        }
        return text.toString();
    }

    private static void assertSplit(String marked) {
        List<String> sentences =
                Arrays.stream(marked.split("\\|")).map(String::strip).toList();
        assertThat(split(marked.replace("|", ""))).isEqualTo(sentences);
    }

    private static List<String> split(String text) {
        SentenceSplitter splitter = new SentenceSplitter();
        List<String> sentences = new ArrayList<>(splitter.add(text));
        splitter.flush().ifPresent(sentences::add);
        return sentences;
    }

    private static List<String> split(String text, SplittableRandom random) {
        SentenceSplitter splitter = new SentenceSplitter();
        List<String> sentences = new ArrayList<>();
        int at = 0;
        while (at < text.length()) {
            int end = Math.min(text.length(), at + random.nextInt(6));
            sentences.addAll(splitter.add(text.substring(at, end)));
            at = end;
        }
        splitter.flush().ifPresent(sentences::add);
        return sentences;
    }
}
