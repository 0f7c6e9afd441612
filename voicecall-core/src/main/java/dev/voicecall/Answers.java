package dev.voicecall;

import java.time.Clock;
import java.time.LocalDate;
import java.time.ZoneId;
import java.util.Map;
import java.util.Set;

/**
 * The usual formats of answers, for English as telephone recognizers write it ("Um, four please.", "It's 12."), and for
 * the keypad. All are immutable and may serve many calls at once.
 *
 * <p>They would rather ask again than guess: a reply that names two different values is not understood. What a format does
 * not understand it answers with a {@link NotUnderstoodException} that says, in English, what is expected.
 */
public final class Answers {
    private Answers() {}

    /** Any words, without white space around them, or any keys; only a blank reply is not understood. */
    public static AnswerFormat<String> text() {
        return reply -> {
            if (reply.text().isBlank()) {
                throw new NotUnderstoodException("Please say it again.");
            }
            return reply.text().strip();
        };
    }

    /**
     * A yes or a no: true for "yes", "yeah", "that's right", "of course" and the like, and for key 1; false for "no",
     * "nope", "not really", "wrong" and the like, and for key 2. What has something of both ("not correct", "yes and no")
     * is not understood.
     */
    public static AnswerFormat<Boolean> yesNo() {
        return YesNoFormat.english();
    }

    /**
     * A yes or a no in any language: true if the reply has one of the first words or phrases in it and none of the second,
     * or is key 1; false likewise, or for key 2. Of overlapping phrases the longest counts.
     *
     * @param yes for example {@code "ja", "genau"}; regardless of case
     * @param no for example {@code "nein", "nicht"}
     * @throws IllegalArgumentException if either has no phrase, or both have the same, or one has no letter or digit, or
     *     they are more or longer than {@link Expected} takes
     */
    public static AnswerFormat<Boolean> yesNo(Set<String> yes, Set<String> no) {
        return YesNoFormat.of(yes, no);
    }

    /**
     * A whole number: in numerals or words, cardinal or ordinal, among other words ("I'd say twenty-five"), or keyed in.
     * "Minus" makes it negative, in speech only. The homophones "for", "to", "won" and "ate" count if they are all that
     * was said. Not understood are several different numbers, fractions, "not five", "one moment", and numbers out of
     * the range.
     *
     * @param min the least, inclusive
     * @param max the greatest, inclusive
     * @throws IllegalArgumentException if {@code min} is above {@code max}
     */
    public static AnswerFormat<Integer> integer(int min, int max) {
        return new IntegerFormat(min, max);
    }

    /** As {@link #digits(int, int)}, with exactly so many digits, 1 to 32. */
    public static AnswerFormat<String> digits(int count) {
        return new DigitsFormat(count, count);
    }

    /**
     * A string of digits, such as a code, with its leading zeros: keyed in, or spoken one by one or in groups ("one two
     * three", "double five", "oh seven", "twenty-three"). Other words are passed over.
     *
     * @param min the least count of digits, 1 to 32
     * @param max the greatest, {@code min} to 32
     * @throws IllegalArgumentException if the bounds are not within 1 to 32, or crossed
     */
    public static AnswerFormat<String> digits(int min, int max) {
        return new DigitsFormat(min, max);
    }

    /**
     * One of some options, as {@link #choice(Map)}; the answer is the option as it is written here.
     *
     * @throws IllegalArgumentException as there
     */
    public static AnswerFormat<String> choice(String... options) {
        return ChoiceFormat.ofNames(options);
    }

    /**
     * One of the constants of an enum, as {@link #choice(Map)}; {@code DARK_RED} is called "dark red".
     *
     * @throws IllegalArgumentException as there
     */
    public static <E extends Enum<E>> AnswerFormat<E> choice(Class<E> type) {
        return ChoiceFormat.ofConstants(type);
    }

    /**
     * One of some options: the one whose name is among the words of the reply, regardless of case and punctuation. Of
     * overlapping names the longest counts: "dark red" is not "red". On the keypad, its position in the map, from 1.
     *
     * @param options what the names stand for, in the order of their keys (so use a map that has one, such as
     *     {@link java.util.LinkedHashMap}). Several names may stand for the same.
     * @throws IllegalArgumentException if there is no option, a name has no letter or digit, or two names sound the same, or
     *     they are more or longer than {@link Expected} takes
     */
    public static <T> AnswerFormat<T> choice(Map<String, T> options) {
        return new ChoiceFormat<>(options);
    }

    /** As {@link #date(Clock)}, by the clock and in the time zone of this machine. */
    public static AnswerFormat<LocalDate> date() {
        return date(Clock.system(ZoneId.systemDefault()));
    }

    /**
     * A date. What is understood:
     *
     * <ul>
     *   <li>a month by its name with a day, and perhaps a year of four digits: "March third", "the 3rd of March 2027". Without
     *       a year it is the next such day, which may be today. A weekday beside them is passed over.
     *   <li>"today", "tomorrow", "the day after tomorrow"
     *   <li>a weekday, with or without "next" or "this": the first such day after today
     *   <li>"2027-03-03", and eight keys: {@code 20270303}
     * </ul>
     *
     * <p>Dates that are all numerals, "3/4/2027", are not understood, because countries differ about them.
     *
     * @param clock says which day is today, and in which time zone
     */
    public static AnswerFormat<LocalDate> date(Clock clock) {
        return new DateFormat(clock);
    }
}
