package dev.voicecall;

import dev.voicecall.Reply.Source;
import java.util.List;
import java.util.Map;
import java.util.OptionalLong;

/** See {@link Answers#digits(int, int)}. Immutable. */
final class DigitsFormat implements AnswerFormat<String> {
    private static final int MOST_DIGITS = 32;
    private static final Expected HINTS = Expected.phrases(List.of(
            "zero", "oh", "one", "two", "three", "four", "five", "six", "seven", "eight", "nine", "double", "triple"));
    private static final Map<String, Integer> REPETITIONS = Map.of("double", 2, "triple", 3, "treble", 3);

    private final int min;
    private final int max;

    DigitsFormat(int min, int max) {
        if (min < 1 || min > max || max > MOST_DIGITS) {
            throw new IllegalArgumentException(
                    "The count of digits is " + min + " to " + max + "; it must be within 1 to " + MOST_DIGITS + ".");
        }
        this.min = min;
        this.max = max;
    }

    @Override
    public String parse(Reply reply) {
        String digits = reply.source() == Source.KEYS ? reply.text() : spoken(Words.of(reply.text()));
        if (digits.length() < min || digits.length() > max || !digits.matches("[0-9]+")) {
            String count = min == max ? (min == 1 ? "one digit" : min + " digits") : min + " to " + max + " digits";
            throw new NotUnderstoodException("Please say or key in " + count + ".");
        }
        return digits;
    }

    @Override
    public Expected expected() {
        return new Expected(HINTS.phrases(), max);
    }

    private static String spoken(List<String> words) {
        EnglishNumbers cursor = new EnglishNumbers(words);
        StringBuilder digits = new StringBuilder();
        while (cursor.hasMore()) {
            int times = REPETITIONS.getOrDefault(cursor.word(), 1);
            if (times > 1) {
                cursor.skip();
            }
            digits.append(next(cursor).repeat(times));
        }
        return digits.toString();
    }

    /** The digits of the next numeral or number; none for any other word. */
    private static String next(EnglishNumbers cursor) {
        String word = cursor.word();
        if (word.matches("[0-9]+|oh|o")) {
            cursor.skip();
            return word.replaceAll("oh?", "0");
        }
        OptionalLong number = cursor.group();
        if (number.isEmpty()) {
            cursor.skip();
            return "";
        }
        return Long.toString(number.getAsLong());
    }
}
