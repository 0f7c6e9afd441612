package dev.voicecall.testkit;

import java.time.Duration;
import java.util.Optional;

/** How long it takes to say something: 65 ms per character (about 150 English words a minute), at least 400 ms. */
public final class SpeakingTime {
    private SpeakingTime() {}

    /** The time that it takes to speak a text aloud. */
    public static Duration of(String text) {
        return Duration.ofMillis(Math.max(400, 65L * text.length()));
    }

    /** The time until a word of a text has been spoken; empty if it isn't there. */
    static Optional<Duration> until(String word, String text) {
        StringBuilder spoken = new StringBuilder();
        for (String next : text.split("\\s+", -1)) {
            spoken.append(next).append(' ');
            if (FakeSpeech.bare(next).equals(FakeSpeech.bare(word))) {
                return Optional.of(of(spoken.toString()));
            }
        }
        return Optional.empty();
    }
}
