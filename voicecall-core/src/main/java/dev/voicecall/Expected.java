package dev.voicecall;

import java.util.List;
import java.util.stream.Stream;

/**
 * What a question expects to hear: hints for the recognizer, and when enough keys have been pressed. Immutable.
 *
 * @param phrases words and phrases that are likely, at most 500 of at most 100 characters each (Twilio's bounds for
 *     {@code hints})
 * @param maxKeys after how many keys the answer is complete without {@code #}; 0 for any number, ended by {@code #} or a
 *     pause
 */
public record Expected(List<String> phrases, int maxKeys) {
    /** Nothing in particular. */
    public static final Expected ANYTHING = new Expected(List.of(), 0);

    private static final int MAX_PHRASES = 500;

    /** @throws IllegalArgumentException if there are too many phrases, one is too long, or {@code maxKeys} is negative */
    public Expected {
        phrases = List.copyOf(phrases);
        if (phrases.size() > MAX_PHRASES || phrases.stream().anyMatch(phrase -> phrase.length() > 100)) {
            throw new IllegalArgumentException(
                    "At most 500 phrases of at most 100 characters can be expected; these are " + phrases.size() + ".");
        }
        if (maxKeys < 0) {
            throw new IllegalArgumentException("maxKeys is " + maxKeys + "; use 0 for any number of keys.");
        }
    }

    /** The same, with more phrases; those beyond the bound are left out. */
    public Expected plus(List<String> morePhrases) {
        return new Expected(
                Stream.concat(phrases.stream(), morePhrases.stream())
                        .distinct()
                        .limit(MAX_PHRASES)
                        .toList(),
                maxKeys);
    }

    /** Some phrases, and any number of keys. */
    public static Expected phrases(List<String> phrases) {
        return new Expected(phrases, 0);
    }

    /** No phrase in particular, and at most so many keys. */
    public static Expected keys(int maxKeys) {
        return new Expected(List.of(), maxKeys);
    }
}
