package dev.voicecall.conversation;

import static org.assertj.core.api.Assertions.assertThat;

import dev.voicecall.spi.Speech;
import java.util.Optional;
import java.util.SplittableRandom;
import java.util.stream.Collectors;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

class SpeakableTextTest {
    private static final long SEED = Long.getLong("voicecall.seed", System.nanoTime());

    @ParameterizedTest
    @ValueSource(
            strings = {
                "It's 3.5 for $4.50, i.e. 50% off — \"cheap\" (for us).",
                "C# and F# minor, C++ and #1.",
                "5 * 3 * 2 is 30, and 2*3*4 is 24, and 2**3**4 is big.",
                "snake_case_name and _private stay, x_1 too.",
                "Press *82, then press *1 or *2, or # and *.",
                "Dial *67* or **61*123# or *#06#.",
                "A 5* hotel and a 4* hotel.",
                "AT&T, R&D, a < b > c, a | b, ~5, 1/2, +49 and 20°.",
                "Mail a.b_c@example.com or see example.com/a.",
                "1. First",
                "[1] says so (see [2]).",
                "A → B, ♯ and ♭, ©, ® and ™.",
                "-5 degrees – that's cold…",
                "¿Qué? ¡Sí! Ça va ?",
                "你好，世界。今天3.5度。",
                "नमस्ते, क्‍या हाल है?",
                "Ⅷ and ½ and x²",
            })
    void ordinaryTextStaysAsItIs(String text) {
        assertSpeakable(text, text);
    }

    @ParameterizedTest
    @CsvSource(
            delimiter = '¦',
            value = {
                "**Bold** and *italic* and ***both***.¦Bold and italic and both.",
                "__Bold__ and _italic_, (_so_).¦Bold and italic, (so).",
                "**3 items** and **a*b**.¦3 items and a*b.",
                "这是**重点**内容和*斜体*。¦这是重点内容和斜体。",
                "~~Old~~ new¦Old new",
                "Use `snake_case` and ``x * y``.¦Use snake_case and x * y.",
                "# Header¦Header",
                "### Header ###¦Header",
                "- Item¦Item",
                "* Item *one*¦Item one",
                "• Item¦Item",
                "- [ ] Open¦Open",
                "- [x] Done¦Done",
                "2. **Two**: so¦2. Two: so",
                "> Quoted > not¦Quoted > not",
                "> > Deep¦Deep",
                "- **Bold item:** text¦Bold item: text",
                "\\*not\\* 1\\. \\#¦*not* 1. #",
                "a<br>b<br/>c¦a b c",
            })
    void markdownIsNotSpoken(String sentence, String spoken) {
        assertSpeakable(sentence, spoken);
    }

    @ParameterizedTest
    @CsvSource(
            delimiter = '¦',
            value = {
                "**Bold here.¦Bold here.",
                "And more.**¦And more.",
                "So **it begins.¦So it begins.",
                "so it** ends.¦so it ends.",
            })
    void anEmphasisMaySpanSentences(String sentence, String spoken) {
        assertSpeakable(sentence, spoken);
    }

    @ParameterizedTest
    @ValueSource(
            strings = {"---", "* * *", "___", "===", "|---|:-:|", "**", "-", "```", "...", "\"", " ", "", "👍", "😀 🎉!"
            })
    void whatHasNoWordsIsNotSpoken(String sentence) {
        assertSpeakable(sentence, "");
    }

    @ParameterizedTest
    @CsvSource(
            delimiter = '¦',
            value = {
                "| Name | Price |¦Name, Price",
                "| Tea | $4.50 | yes |¦Tea, $4.50, yes",
                "Tea | two |¦Tea, two",
            })
    void theCellsOfATableAreListed(String sentence, String spoken) {
        assertSpeakable(sentence, spoken);
    }

    @ParameterizedTest
    @CsvSource(
            delimiter = '¦',
            value = {
                "See [our site](https://example.com/a_(b)?c=d \"Title\").¦See our site.",
                "![A cat](cat.png) and [ref][1] and note[^2].¦A cat and ref and note.",
                "[1]: https://example.com¦''",
                "[https://www.example.com/a](https://www.example.com/a)¦example.com",
                "<https://example.com/a>¦example.com",
                "Visit https://www.example.com/a/b?c=d.¦Visit example.com.",
                "Visit https://example.com/a/b.html, or http://a.b.example.org:8080?x!¦Visit example.com, or a.b.example.org!",
                "(see https://en.wikipedia.org/wiki/A_(b))¦(see en.wikipedia.org)",
                "(see https://example.com/a)¦(see example.com)",
                "Go to www.example.com/shop now¦Go to example.com now",
                "**https://example.com/a**¦example.com",
                "访问https://example.com/a查看。¦访问example.com查看。",
                "https://user:secret@example.com/a¦example.com",
                "https://münchen.de/a¦münchen.de",
                "mailto:a.b@example.com¦a.b@example.com",
            })
    void linksAreSpokenInShort(String sentence, String spoken) {
        assertSpeakable(sentence, spoken);
    }

    @ParameterizedTest
    @CsvSource(
            delimiter = '¦',
            value = {
                "Great 😀!¦Great!",
                "😀 Great 🎉🎉 day¦Great day",
                "A family 👨‍👩‍👧, a flag 🇩🇪, 🏴󠁧󠁢󠁥󠁮󠁧󠁿 and 👍🏽.¦A family, a flag, and.",
                "Love ❤️ and ✅ and ☎ and ⭐ and ℹ️ so¦Love and and and and so",
                "Press 1️⃣ or #️⃣ to go on¦Press 1 or # to go on",
                "Go ➡️ there ↗️ now¦Go there now",
                "Hello😀world¦Hello world",
                "Newer🫨ones🫠.¦Newer ones.",
                "© ©️ x¦© x",
            })
    void emojiAreNotSpoken(String sentence, String spoken) {
        assertSpeakable(sentence, spoken);
    }

    @Test
    void theInvisibleIsRemovedAndWhiteSpaceIsCollapsed() {
        assertSpeakable(" a\u0000b\u0007 \t\n c\u200B\uFEFFd\u00AD\uE000\uD800\uFFFE\u00A0 e ", "ab cd e");
        assertSpeakable("می\u200Cخواهم", "می\u200Cخواهم");
    }

    @Test
    void codeIsNotSpokenEvenIfItSpansSentences() {
        SpeakableText text = new SpeakableText();
        assertThat(text.speakable("Try this: ```java")).isEqualTo("Try this:");
        assertThat(text.speakable("int x = 1;")).isEmpty();
        assertThat(text.speakable("}")).isEmpty();
        assertThat(text.speakable("``` Then run it.")).isEqualTo("Then run it.");
        assertThat(text.speakable("A ```b``` c")).isEqualTo("A c");
    }

    @Test
    void ordinarySentencesOfAnyWordsStayAsTheyAre() {
        SplittableRandom random = new SplittableRandom(SEED);
        String[] words = {
            "the",
            "a",
            "3.5",
            "$4.50",
            "C#",
            "e.g.",
            "don't",
            "snake_case",
            "2*3",
            "50%",
            "\"so\"",
            "(yes)",
            "#1",
            "a.m.",
            "—",
            "Zürich",
            "हाँ",
            "中文",
            "and/or",
            "x=y",
            "@home",
            "A&B",
            "1,000",
            "well-known"
        };
        for (int i = 0; i < 1_000; i++) {
            String sentence = "It "
                    + random.ints(random.nextInt(1, 20), 0, words.length)
                            .mapToObj(word -> words[word])
                            .collect(Collectors.joining(" "))
                    + ".";
            assertThat(new SpeakableText().speakable(sentence))
                    .as("seed %d", SEED)
                    .isEqualTo(sentence);
        }
    }

    @Test
    void whateverComesOutCanBeSpoken() {
        SplittableRandom random = new SplittableRandom(SEED);
        String[] bits = {
            "a",
            "B",
            "1",
            " ",
            "*",
            "**",
            "_",
            "`",
            "```",
            "[",
            "](",
            ")",
            "(",
            "|",
            "-",
            "#",
            "~~",
            "\\",
            "<",
            ">",
            "\n",
            "https://",
            "www.",
            "x.y",
            "/",
            "?",
            "😀",
            "\u200D",
            "\uFE0F",
            "\u20E3",
            "🇩",
            "\uD83D",
            "\u0000",
            "中",
            "!"
        };
        for (int i = 0; i < 3_000; i++) {
            String sentence = random.ints(random.nextInt(60), 0, bits.length)
                    .mapToObj(bit -> bits[bit])
                    .collect(Collectors.joining());
            String spoken = new SpeakableText().speakable(sentence);
            assertThat(spoken)
                    .as("%s, seed %d", sentence, SEED)
                    .isEqualTo(spoken.strip())
                    .doesNotContain("😀", "\n", "  ");
            if (!spoken.isEmpty()) {
                assertThat(new Speech(spoken, "en", Optional.empty()).text()).isEqualTo(spoken);
            }
        }
    }

    /** Regular expressions are known to recurse, or to try every way there is. */
    @Test
    void longTextsOfNothingButMarkupAreNoTrouble() {
        Stream.of(
                        "*",
                        "**",
                        "_",
                        "[",
                        "[a](",
                        "](",
                        "()",
                        "`",
                        "|",
                        "- ",
                        "> ",
                        "~~",
                        "https://a.",
                        "https://a/()",
                        "😀",
                        "*a",
                        "_a ",
                        "[a](()",
                        "1️⃣")
                .forEach(bit -> assertThat(
                                new SpeakableText().speakable("Hi " + bit.repeat(Speech.MAX_LENGTH / bit.length())))
                        .startsWith("Hi"));
    }

    private static void assertSpeakable(String sentence, String spoken) {
        assertThat(new SpeakableText().speakable(sentence)).isEqualTo(spoken);
    }
}
