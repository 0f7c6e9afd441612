package dev.voicecall;

import java.util.OptionalDouble;

/**
 * What came back to a question. Immutable.
 *
 * @param source whether it was spoken or keyed in
 * @param text the recognized words, or the keys ({@code 0-9 * #}) without the one that ended them
 * @param confidence how sure the recognizer was, 0 to 1; empty where it did not say and for keys
 */
public record Reply(Source source, String text, OptionalDouble confidence) {
    /** How a reply was given. */
    public enum Source {
        /** Aloud. */
        SPEECH,
        /** On the keypad (DTMF). */
        KEYS
    }

    /** A spoken reply of unknown confidence. */
    public static Reply spoken(String text) {
        return new Reply(Source.SPEECH, text, OptionalDouble.empty());
    }

    /** A reply on the keypad. */
    public static Reply keyed(String keys) {
        return new Reply(Source.KEYS, keys, OptionalDouble.empty());
    }
}
