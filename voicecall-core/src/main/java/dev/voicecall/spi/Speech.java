package dev.voicecall.spi;

import java.util.Optional;

/**
 * A text to be spoken. Immutable.
 *
 * @param text plain text, 1 to 4,000 characters without control characters
 * @param language a BCP 47 tag
 * @param voice the carrier's name of a voice; empty for its default
 */
public record Speech(String text, String language, Optional<String> voice) {
    /** The longest text that can be spoken in one step, in characters. */
    public static final int MAX_LENGTH = 4_000;

    /** @throws IllegalArgumentException if the text is blank, too long, or has control characters other than white space */
    public Speech {
        if (text.isBlank()) {
            throw new IllegalArgumentException("There is nothing to say: the text is blank.");
        }
        if (text.length() > MAX_LENGTH) {
            throw new IllegalArgumentException("The text has " + text.length() + " characters; at most " + MAX_LENGTH
                    + " can be said in one step. Say it in several.");
        }
        text.codePoints().filter(c -> !speakable(c)).findFirst().ifPresent(c -> {
            throw new IllegalArgumentException(
                    String.format("The text has the character U+%04X, which can't be spoken; remove it.", c));
        });
    }

    /** What XML 1.0 can carry (its production {@code Char}), since that is how carriers take texts. */
    private static boolean speakable(int c) {
        return c == '\t'
                || c == '\n'
                || c == '\r'
                || (c >= 0x20 && c <= 0xD7FF)
                || (c >= 0xE000 && c <= 0xFFFD)
                || c >= 0x10000;
    }
}
