package dev.voicecall.testkit;

import java.time.Duration;

/** How long it takes to say something: 65 ms per character (about 150 English words a minute), at least 400 ms. */
public final class SpeakingTime {
    private SpeakingTime() {}

    /** The time that it takes to speak a text aloud. */
    public static Duration of(String text) {
        return Duration.ofMillis(Math.max(400, 65L * text.length()));
    }
}
