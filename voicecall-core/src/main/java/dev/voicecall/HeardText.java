package dev.voicecall;

import java.time.Duration;

/**
 * How much of what we said was heard. Immutable.
 *
 * @param text the words that were heard: a beginning of what was said, cut between two words
 * @param unheard the words behind, which were made to be said and were not heard
 * @param position how much of the sound was played
 * @param complete whether that is all of it
 * @param certainty how that is known
 */
public record HeardText(String text, String unheard, Duration position, boolean complete, Certainty certainty) {
    /** Ways to know what was played. */
    public enum Certainty {
        /** The carrier confirmed it, to within 200 ms. */
        MARKS,
        /** The carrier was silent about it; it is what must have been played by our clock, to within 250 ms. */
        CLOCK
    }
}
