package dev.voicecall.openai;

import java.time.Duration;

/**
 * How a Realtime model notices that the other side speaks, and has finished. Either way it answers by itself then, and
 * breaks off its own answer when somebody speaks. Immutable.
 *
 * @see <a href="https://platform.openai.com/docs/guides/realtime-vad">OpenAI: Voice activity detection</a>
 */
public sealed interface TurnDetection {
    /** By sound, with what OpenAI's documentation recommends, and half a second of silence. */
    TurnDetection DEFAULT = new Silence(0.5, Duration.ofMillis(300), Duration.ofMillis(500));

    /**
     * By sound: a silence ends the turn ({@code server_vad}). Immutable.
     *
     * @param threshold how sure it must be that it is speech, 0 to 1; more in a noisy place
     * @param prefix how much of what was before the speech belongs to it, 0 to 5 s
     * @param silence how long it must be quiet, 100 ms to 10 s; 500 ms by default
     */
    record Silence(double threshold, Duration prefix, Duration silence) implements TurnDetection {
        /** @throws IllegalArgumentException if a value is out of its bounds */
        public Silence {
            if (!(threshold >= 0 && threshold <= 1)) {
                throw new IllegalArgumentException("threshold is " + threshold + "; it must be 0 to 1.");
            }
            requireWithin("prefix", prefix, Duration.ZERO, Duration.ofSeconds(5));
            requireWithin("silence", silence, Duration.ofMillis(100), Duration.ofSeconds(10));
        }

        private static void requireWithin(String name, Duration value, Duration least, Duration most) {
            if (value.compareTo(least) < 0 || value.compareTo(most) > 0) {
                throw new IllegalArgumentException(
                        name + " is " + value + "; it must be " + least + " to " + most + ".");
            }
        }
    }

    /**
     * By what was said: words that sound unfinished are waited for ({@code semantic_vad}). Immutable.
     *
     * @param eagerness how long at most
     */
    record Meaning(Eagerness eagerness) implements TurnDetection {}

    /** How soon a model answers to words that sound unfinished. */
    enum Eagerness {
        /** After up to 8 s. */
        LOW,
        /** After up to 4 s. */
        MEDIUM,
        /** After up to 2 s. */
        HIGH
    }
}
