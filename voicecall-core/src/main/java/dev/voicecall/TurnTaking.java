package dev.voicecall;

import java.time.Duration;

/**
 * When somebody is taken to begin, to have finished, and to interrupt. Immutable.
 *
 * <p>Speech and silence are what the {@link dev.voicecall.spi.VoiceActivityDetector} takes for them. The one that comes with the
 * library notices speech after 40 ms and its end after 100 ms: a cough of 120 ms counts as 200 ms of speech.
 *
 * @param minSpeech how much speech makes a beginning; less is noise. 40 ms to 1 s; 100 ms by default
 * @param pause after how much silence what was said so far is recognized, while it is still open whether more comes; 100 ms to
 *     {@code endSilence}; 300 ms by default
 * @param endSilence how much silence ends a turn; to 5 s; 700 ms by default
 * @param completeSilence the same, if the words are plainly complete (a full stop, a yes or a no); at least {@code pause};
 *     400 ms by default
 * @param hangingSilence the same, if they are plainly not ("my number is", "and", "um"); to 10 s; 1.5 s by default
 * @param maxTurn after how long a turn is over though the other side still speaks; 5 s to 10 min; 1 min by default
 * @param minInterruption how much speech while we speak interrupts us; 40 ms to 5 s; 200 ms by default
 * @param minInterruptionWords how many words, where the recognizer has words while somebody speaks; 0 to 10, 0 by default
 */
public record TurnTaking(
        Duration minSpeech,
        Duration pause,
        Duration endSilence,
        Duration completeSilence,
        Duration hangingSilence,
        Duration maxTurn,
        Duration minInterruption,
        int minInterruptionWords) {

    /** For most conversations. */
    public static final TurnTaking DEFAULT = builder().build();

    /** @throws IllegalArgumentException if a value is out of its bounds */
    public TurnTaking {
        requireWithin("minSpeech", minSpeech, 40, 1_000);
        requireWithin("endSilence", endSilence, 100, 5_000);
        requireWithin("pause", pause, 100, endSilence.toMillis());
        requireWithin("completeSilence", completeSilence, pause.toMillis(), 10_000);
        requireWithin("hangingSilence", hangingSilence, pause.toMillis(), 10_000);
        requireWithin("maxTurn", maxTurn, 5_000, 600_000);
        requireWithin("minInterruption", minInterruption, 40, 5_000);
        if (minInterruptionWords < 0 || minInterruptionWords > 10) {
            throw new IllegalArgumentException(
                    "minInterruptionWords is " + minInterruptionWords + "; it must be 0 to 10.");
        }
    }

    private static void requireWithin(String name, Duration value, long leastMillis, long mostMillis) {
        if (value.compareTo(Duration.ofMillis(leastMillis)) < 0 || value.compareTo(Duration.ofMillis(mostMillis)) > 0) {
            throw new IllegalArgumentException(
                    name + " is " + value.toMillis() + " ms; it must be " + leastMillis + " to " + mostMillis + " ms.");
        }
    }

    /** A builder that begins with the defaults. */
    public static Builder builder() {
        return new Builder();
    }

    /** Collects settings. Not safe for use by several threads. */
    public static final class Builder {
        private Duration minSpeech = Duration.ofMillis(100);
        private Duration pause = Duration.ofMillis(300);
        private Duration endSilence = Duration.ofMillis(700);
        private Duration completeSilence = Duration.ofMillis(400);
        private Duration hangingSilence = Duration.ofMillis(1_500);
        private Duration maxTurn = Duration.ofMinutes(1);
        private Duration minInterruption = Duration.ofMillis(200);
        private int minInterruptionWords;

        private Builder() {}

        /** See {@link TurnTaking#minSpeech()}. */
        public Builder minSpeech(Duration speech) {
            this.minSpeech = speech;
            return this;
        }

        /** See {@link TurnTaking#pause()}. */
        public Builder pause(Duration silence) {
            this.pause = silence;
            return this;
        }

        /** See {@link TurnTaking#endSilence()}. */
        public Builder endSilence(Duration silence) {
            this.endSilence = silence;
            return this;
        }

        /** See {@link TurnTaking#completeSilence()}. */
        public Builder completeSilence(Duration silence) {
            this.completeSilence = silence;
            return this;
        }

        /** See {@link TurnTaking#hangingSilence()}. */
        public Builder hangingSilence(Duration silence) {
            this.hangingSilence = silence;
            return this;
        }

        /** See {@link TurnTaking#maxTurn()}. */
        public Builder maxTurn(Duration length) {
            this.maxTurn = length;
            return this;
        }

        /** See {@link TurnTaking#minInterruption()}. */
        public Builder minInterruption(Duration speech) {
            this.minInterruption = speech;
            return this;
        }

        /** See {@link TurnTaking#minInterruptionWords()}. */
        public Builder minInterruptionWords(int words) {
            this.minInterruptionWords = words;
            return this;
        }

        /** @throws IllegalArgumentException if a value is out of its bounds */
        public TurnTaking build() {
            return new TurnTaking(
                    minSpeech,
                    pause,
                    endSilence,
                    completeSilence,
                    hangingSilence,
                    maxTurn,
                    minInterruption,
                    minInterruptionWords);
        }
    }
}
