package dev.voicecall;

import java.text.Normalizer;
import java.util.Arrays;
import java.util.List;
import java.util.Locale;
import java.util.Set;
import java.util.regex.Pattern;

/** What somebody said, as plain words: in lower case, without punctuation and apostrophes. */
final class Words {
    private static final Pattern APOSTROPHE = Pattern.compile("['’`]");
    private static final Pattern THOUSANDS_COMMA = Pattern.compile("(?<=[0-9]),(?=[0-9]{3}(?![0-9]))");
    private static final Pattern DECIMAL_POINT = Pattern.compile("(?<=[0-9])\\.(?=[0-9])");
    private static final Pattern MINUS_SIGN = Pattern.compile("(?<![\\p{L}\\p{N}])[-−](?=[0-9])");
    private static final Pattern BETWEEN_WORDS = Pattern.compile("[^\\p{L}\\p{M}\\p{N}]+");
    private static final Set<String> FILLERS =
            Set.of("um", "uh", "er", "erm", "hm", "well", "please", "thanks", "its", "is", "the", "and");

    private Words() {}

    /** The words of a text; numerals stay as they are: "It's 1,250, um, -3.5!" is its, 1250, um, minus, 3, point, 5. */
    static List<String> of(String text) {
        String plain = Normalizer.normalize(text, Normalizer.Form.NFC).toLowerCase(Locale.ROOT);
        plain = APOSTROPHE.matcher(plain).replaceAll("");
        plain = THOUSANDS_COMMA.matcher(plain).replaceAll("");
        plain = DECIMAL_POINT.matcher(plain).replaceAll(" point ");
        plain = MINUS_SIGN.matcher(plain).replaceAll(" minus ");
        return Arrays.stream(BETWEEN_WORDS.split(plain))
                .filter(word -> !word.isEmpty())
                .toList();
    }

    /** The words without those that people put in while they think, or to be polite. */
    static List<String> withoutFillers(List<String> words) {
        return words.stream().filter(word -> !FILLERS.contains(word)).toList();
    }

    /** A list as it is said: "red, green or blue". */
    static String or(List<String> names) {
        int last = names.size() - 1;
        return last < 1 ? String.join("", names) : String.join(", ", names.subList(0, last)) + " or " + names.get(last);
    }
}
