package dev.voicecall.conversation;

import java.util.Locale;
import java.util.Set;
import java.util.regex.Pattern;

/**
 * Words whose period is not the end of a sentence: "Dr. Smith", "J. R. R. Tolkien", "No. 5", "1. First", "am 3. Mai". Those
 * that may well be last, like "etc." and "p.m.", are not among them. They are English, German, French and Spanish.
 */
final class Abbreviations {
    private static final String OPENERS = "([{\"'‘«‹*_`~¿¡「『（《【“";

    /** With these no sentence ends. */
    private static final Set<String> NEVER_LAST = Set.of(
            ("mr mrs ms messrs dr prof st mt ft rev hon gen sen rep gov pres lt col capt cmdr sgt sr sra srta dra dña mme "
                            + "mlle hr fr frl e.g i.e z.b d.h u.a p.ej vs cf ca approx bzw evtl ggf inkl sog vgl डॉ")
                    .split(" "));

    private static final Set<String> BEFORE_NUMBERS =
            Set.of(("no nr nos num núm nº tel ext fig vol ch sec art pp pág rm apt ste "
                            + "mon tue tues wed thu thur thurs fri sat sun "
                            + "jan feb mar apr jun jul aug sep sept oct nov dec")
                    .split(" "));

    /** After these German words a number with a point is an ordinal: "am 3. Mai". */
    private static final Set<String> BEFORE_ORDINALS =
            Set.of("am", "vom", "zum", "beim", "im", "der", "den", "dem", "des", "bis");

    private static final Pattern INITIALS = Pattern.compile("(?:\\p{Lu}\\.)*\\p{Lu}|\\p{L}");
    private static final Pattern SHORT_NUMBER = Pattern.compile("\\p{Nd}{1,3}");
    private static final Pattern LETTER_OR_DIGIT = Pattern.compile("[\\p{L}\\p{N}]");

    private Abbreviations() {}

    /**
     * Whether the period belongs to the last word.
     *
     * @param text what stands before the period
     * @param next the first character of the next word
     */
    static boolean endsWithOne(String text, char next) {
        int start = text.lastIndexOf(' ') + 1;
        while (start < text.length() && OPENERS.indexOf(text.charAt(start)) >= 0) {
            start++;
        }
        String word = text.substring(start).toLowerCase(Locale.ROOT);
        return INITIALS.matcher(text.substring(start)).matches()
                || NEVER_LAST.contains(word)
                || (BEFORE_NUMBERS.contains(word) && Character.isDigit(next))
                || (SHORT_NUMBER.matcher(word).matches() && isListNumberOrOrdinal(text.substring(0, start)));
    }

    /** @param before what stands before the number */
    private static boolean isListNumberOrOrdinal(String before) {
        String text = before.strip();
        String word = text.substring(text.lastIndexOf(' ') + 1).toLowerCase(Locale.ROOT);
        return text.endsWith(":")
                || BEFORE_ORDINALS.contains(word)
                || !LETTER_OR_DIGIT.matcher(text).find();
    }
}
