package dev.voicecall;

import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.OptionalLong;
import java.util.regex.Pattern;

/**
 * Reads numbers in English, in words or numerals, cardinal or ordinal: "two hundred and five", "12 hundred", "the 3rd".
 *
 * <p>It is a cursor over words: each method reads from where the last one stopped. Numbers up to some billions are read
 * exactly; longer numerals count as {@link Long#MAX_VALUE}. Belongs to one thread.
 */
final class EnglishNumbers {
    private static final List<String> UP_TO_NINETEEN = listOf(
            "zero one two three four five six seven eight nine ten eleven twelve thirteen fourteen fifteen sixteen"
                    + " seventeen eighteen nineteen");
    private static final List<String> ORDINALS =
            listOf("zeroth first second third fourth fifth sixth seventh eighth ninth tenth eleventh twelfth thirteenth"
                    + " fourteenth fifteenth sixteenth seventeenth eighteenth nineteenth twentieth");
    private static final Map<String, Long> UNITS = numbered(0, 1, UP_TO_NINETEEN);
    private static final Map<String, Long> TENS =
            numbered(20, 10, listOf("twenty thirty forty fifty sixty seventy eighty ninety"));
    private static final Map<String, Long> SCALES =
            Map.of("thousand", 1_000L, "million", 1_000_000L, "billion", 1_000_000_000L);
    private static final Pattern NUMERAL = Pattern.compile("[0-9]+(?:st|nd|rd|th)?");
    private static final long MAX_GROUP = 999_999;

    static {
        UNITS.putAll(Map.of("nought", 0L, "nil", 0L, "none", 0L));
        UNITS.putAll(numbered(0, 1, ORDINALS));
        UNITS.putAll(numbered(30, 10, listOf("thirtieth fortieth fiftieth sixtieth seventieth eightieth ninetieth")));
    }

    private final List<String> words;
    private int at;

    EnglishNumbers(List<String> words) {
        this.words = words;
    }

    /** All numbers among some words, in order; none if there is a "thousand" that belongs to no number. */
    static List<Long> in(List<String> words) {
        EnglishNumbers cursor = new EnglishNumbers(words);
        List<Long> numbers = new ArrayList<>();
        while (cursor.hasMore()) {
            OptionalLong number = cursor.number();
            if (number.isPresent()) {
                numbers.add(number.getAsLong());
            } else if (SCALES.containsKey(cursor.word()) || cursor.word().equals("hundred")) {
                return List.of();
            } else {
                cursor.skip();
            }
        }
        return numbers;
    }

    /** How to write a number for a recognizer: small ones in words, others in numerals. */
    static String name(long number) {
        return number >= 0 && number < UP_TO_NINETEEN.size() ? UP_TO_NINETEEN.get((int) number) : Long.toString(number);
    }

    boolean hasMore() {
        return at < words.size();
    }

    /** The word at which the cursor is; empty at the end. */
    String word() {
        return hasMore() ? words.get(at) : "";
    }

    void skip() {
        at++;
    }

    /** Reads a whole number; stays where it is if none begins here. */
    OptionalLong number() {
        int begin = at;
        boolean negative = skipIf("minus") || skipIf("negative");
        OptionalLong number = sumOfGroups();
        if (number.isEmpty()) {
            at = begin;
        }
        return negative && number.isPresent() ? OptionalLong.of(-number.getAsLong()) : number;
    }

    /** "two million" + "three hundred thousand" + "and five": each group has to be smaller than the scale before it. */
    private OptionalLong sumOfGroups() {
        OptionalLong sum = OptionalLong.empty();
        long limit = Long.MAX_VALUE;
        while (true) {
            int begin = at;
            if (sum.isPresent()) {
                skipIf("and");
            }
            OptionalLong group = group();
            long scale = group.isPresent() ? scale() : 1;
            boolean fits = group.isPresent() && (scale == 1 || group.getAsLong() <= MAX_GROUP);
            if (!fits || (sum.isPresent() && group.getAsLong() * scale >= limit)) {
                at = begin;
                return sum;
            }
            sum = OptionalLong.of(sum.orElse(0) + group.getAsLong() * scale);
            if (scale == 1) {
                return sum;
            }
            limit = scale;
        }
    }

    /** Reads what can stand before a "thousand": a numeral, or words up to "ninety nine hundred and ninety nine". */
    OptionalLong group() {
        OptionalLong number = belowHundred();
        if (number.isEmpty() || !word().equals("hundred") || number.getAsLong() < 1 || number.getAsLong() > 99) {
            return number;
        }
        skip();
        int afterHundred = at;
        skipIf("and");
        OptionalLong rest = belowHundred();
        if (rest.isEmpty() || rest.getAsLong() < 1 || rest.getAsLong() > 99) {
            at = afterHundred;
            rest = OptionalLong.empty();
        }
        return OptionalLong.of(number.getAsLong() * 100 + rest.orElse(0));
    }

    private OptionalLong belowHundred() {
        String word = word();
        if (NUMERAL.matcher(word).matches()) {
            skip();
            String digits = word.replaceAll("[a-z]", "");
            return OptionalLong.of(digits.length() > 18 ? Long.MAX_VALUE : Long.parseLong(digits));
        }
        if (word.equals("a") && at + 1 < words.size() && isMultiplier(words.get(at + 1))) {
            skip();
            return OptionalLong.of(1);
        }
        if (TENS.containsKey(word)) {
            skip();
            return OptionalLong.of(TENS.get(word) + unitAfterTens());
        }
        if (UNITS.containsKey(word)) {
            skip();
            return OptionalLong.of(UNITS.get(word));
        }
        return OptionalLong.empty();
    }

    private long unitAfterTens() {
        long unit = word().matches("[1-9]") ? Long.parseLong(word()) : UNITS.getOrDefault(word(), 0L);
        boolean joined = unit >= 1 && unit <= 9;
        at += joined ? 1 : 0;
        return joined ? unit : 0;
    }

    private long scale() {
        long scale = SCALES.getOrDefault(word(), 1L);
        at += scale > 1 ? 1 : 0;
        return scale;
    }

    private boolean skipIf(String word) {
        boolean there = word().equals(word);
        at += there ? 1 : 0;
        return there;
    }

    private static boolean isMultiplier(String word) {
        return word.equals("hundred") || SCALES.containsKey(word);
    }

    private static List<String> listOf(String names) {
        return List.of(names.split(" "));
    }

    private static Map<String, Long> numbered(long first, long step, List<String> names) {
        Map<String, Long> numbers = new HashMap<>();
        for (int i = 0; i < names.size(); i++) {
            numbers.put(names.get(i), first + i * step);
        }
        return numbers;
    }
}
