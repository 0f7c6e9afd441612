package dev.voicecall;

import java.time.Instant;
import java.util.OptionalDouble;

/**
 * Something that was said on a call, or keyed in. Immutable.
 *
 * @param speaker who said it
 * @param text the words, or the keys that were pressed
 * @param at when it was known to have been said, by the clock of this machine
 * @param confidence how sure the recognizer was, 0 to 1; empty where it did not say, for keys, and for our own words
 * @param interrupted whether it was cut short; the text is then what was heard of it
 */
public record Utterance(Speaker speaker, String text, Instant at, OptionalDouble confidence, boolean interrupted) {
    /** Who speaks. */
    public enum Speaker {
        /** This side: the prompts of the script. */
        US,
        /** The other side: whoever is on the phone. */
        THEM
    }
}
