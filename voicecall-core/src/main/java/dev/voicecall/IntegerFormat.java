package dev.voicecall;

import dev.voicecall.Reply.Source;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.stream.IntStream;

/** See {@link Answers#integer}. Immutable. */
final class IntegerFormat implements AnswerFormat<Integer> {
    private static final int MOST_HINTS = 100;
    private static final Map<String, Integer> HOMOPHONES =
            Map.of("won", 1, "to", 2, "too", 2, "for", 4, "fore", 4, "ate", 8);

    /** With one of these in it, a reply does not name the number that it has in it: "three and a half", "one moment". */
    private static final Phrases<Boolean> NOT_A_NUMBER = phrases(
            "half",
            "quarter",
            "point",
            "not",
            "isnt",
            "no one",
            "a second",
            "one second",
            "1 second",
            "one sec",
            "one moment",
            "1 moment",
            "one minute",
            "1 minute",
            "at least",
            "at most",
            "more than",
            "less than");

    private final int min;
    private final int max;

    IntegerFormat(int min, int max) {
        if (min > max) {
            throw new IllegalArgumentException("The least number is " + min + ", above the greatest, " + max + ".");
        }
        this.min = min;
        this.max = max;
    }

    @Override
    public Integer parse(Reply reply) {
        List<Long> numbers = reply.source() == Source.KEYS ? keyed(reply.text()) : spoken(Words.of(reply.text()));
        if (numbers.size() != 1 || numbers.get(0) < min || numbers.get(0) > max) {
            throw new NotUnderstoodException("Please say a number from " + min + " to " + max + ".");
        }
        return numbers.get(0).intValue();
    }

    @Override
    public Expected expected() {
        List<String> hints = (long) max - min >= MOST_HINTS
                ? List.of()
                : IntStream.rangeClosed(0, max - min)
                        .mapToObj(i -> EnglishNumbers.name((long) min + i))
                        .toList();
        return new Expected(hints, max < 0 ? 0 : Integer.toString(max).length());
    }

    private static List<Long> keyed(String keys) {
        return keys.matches("[0-9]{1,18}") ? List.of(Long.parseLong(keys)) : List.of();
    }

    private static List<Long> spoken(List<String> words) {
        if (!NOT_A_NUMBER.in(words).isEmpty()) {
            return List.of();
        }
        List<Long> numbers = EnglishNumbers.in(words).stream().distinct().toList();
        List<String> essence = Words.withoutFillers(words);
        return numbers.isEmpty() && essence.size() == 1 && HOMOPHONES.containsKey(essence.get(0))
                ? List.of((long) HOMOPHONES.get(essence.get(0)))
                : numbers;
    }

    private static Phrases<Boolean> phrases(String... phrases) {
        Map<String, Boolean> meanings = new LinkedHashMap<>();
        for (String phrase : phrases) {
            meanings.put(phrase, true);
        }
        return new Phrases<>(meanings);
    }
}
