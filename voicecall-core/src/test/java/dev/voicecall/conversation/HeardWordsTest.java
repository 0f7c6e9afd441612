package dev.voicecall.conversation;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.SplittableRandom;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

class HeardWordsTest {
    private static final long SEED = Long.getLong("voicecall.seed", System.nanoTime());

    @ParameterizedTest
    @CsvSource(
            delimiter = '|',
            value = {
                "aaaa bbbb cccc|0|''",
                "aaaa bbbb cccc|2|''",
                "aaaa bbbb cccc|3|aaaa",
                "aaaa bbbb cccc|6|aaaa",
                "aaaa bbbb cccc|7|aaaa bbbb",
                "aaaa bbbb cccc|11|aaaa bbbb cccc",
                "aaaa bbbb cccc|12|aaaa bbbb cccc",
                "Your code is 4711, thanks.|3|Your code",
                "Your code is 4711, thanks.|6|Your code is",
                "Your code is 4711, thanks.|7|Your code is 4711,",
                "你好吗今天|5|你好",
                "你好，吗今天|6|你好，",
                "用iPhone打电话|6|用iPhone",
                "สวัสดี|6|สวั",
                "안녕하세요 저는|6|안녕하세요",
                "- one 😀 two|8|- one",
            })
    void aWordCountsOnceMoreThanHalfOfItWasPlayed(String text, long playedTwelfths, String heard) {
        assertThat(HeardWords.prefix(text, playedTwelfths, 12)).isEqualTo(heard);
    }

    @Test
    void aTextWithoutAudioWasHeardAsFarAsItWasPlayed() {
        assertThat(HeardWords.prefix("Hi", 0, 0)).isEmpty();
        assertThat(HeardWords.prefix("Hi", 1, 0)).isEqualTo("Hi");
        assertThat(HeardWords.prefix("", 1, 2)).isEmpty();
        assertThat(HeardWords.prefix("…", 1, 2)).isEmpty();
        assertThat(HeardWords.prefix(" Hi ", Long.MAX_VALUE, Long.MAX_VALUE)).isEqualTo(" Hi ");
    }

    @Test
    void whatWasHeardGrowsToTheWholeTextAndCutsNoCharacter() {
        SplittableRandom random = new SplittableRandom(SEED);
        for (int i = 0; i < 500; i++) {
            String text = text(random);
            long total = 1 + random.nextLong(200_000);
            String before = "";
            for (long played = 0; played < total; played += 1 + random.nextLong(total / 20 + 1)) {
                String heard = HeardWords.prefix(text, played, total);
                assertThat(text).as("seed %d", SEED).startsWith(heard);
                assertThat(heard).as("of %s, seed %d", text, SEED).startsWith(before);
                assertThat(cutsCharacter(text, heard.length()))
                        .as("%s after %s, seed %d", text, heard, SEED)
                        .isFalse();
                before = heard;
            }
            assertThat(HeardWords.prefix(text, 0, total)).isEmpty();
            assertThat(HeardWords.prefix(text, total, total)).isEqualTo(text);
        }
    }

    private static boolean cutsCharacter(String text, int end) {
        Matcher graphemes = Pattern.compile("\\X").matcher(text);
        while (graphemes.find()) {
            if (graphemes.start() < end && end < graphemes.end()) {
                return true;
            }
        }
        return false;
    }

    private static String text(SplittableRandom random) {
        String[] bits = {
            "word",
            " ",
            " ",
            ", ",
            "7",
            "中",
            "文",
            "。",
            "が",
            "か\u3099",
            "ｶﾞ",
            "กำ",
            "नमस्ते",
            "각",
            "e\u0301",
            "👨‍👩‍👧",
            "👍🏽",
            "🇩🇪",
            "1️⃣",
            "𠀀",
            "\uD83D",
            "\u200D",
            "\u0301",
            "\r\n",
            "—"
        };
        StringBuilder text = new StringBuilder();
        for (int n = random.nextInt(40); n > 0; n--) {
            text.append(bits[random.nextInt(bits.length)]);
        }
        return text.toString();
    }
}
