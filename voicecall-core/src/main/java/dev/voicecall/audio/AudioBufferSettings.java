package dev.voicecall.audio;

import java.time.Duration;

/**
 * When an {@link AudioBuffer} takes what it hears for an utterance. Immutable.
 *
 * <pre>{@code
 * AudioBufferSettings patient = AudioBufferSettings.DEFAULT.withSilence(Duration.ofMillis(1_500));
 * }</pre>
 *
 * @param sampleRateHz of the samples, 8,000 to 48,000; 8,000 by default
 * @param thresholdRms from which root mean square on a frame is loud, 1 to 32,767; 500 by default, -36 dB of full scale
 * @param silence how long it must be quiet after speech, 100 ms to 10 s; 800 ms by default
 * @param minSpeech how much of an utterance must be loud, 20 ms to 5 s; 200 ms by default. What has less is dropped.
 * @param preRoll how much is kept of what was before the first loud frame, 0 to 5 s; 300 ms by default
 * @param maxLength after which an utterance is ended by force, 1 s to 10 min, and longer than {@code preRoll} and
 *     {@code silence} together; 30 s by default
 */
public record AudioBufferSettings(
        int sampleRateHz,
        int thresholdRms,
        Duration silence,
        Duration minSpeech,
        Duration preRoll,
        Duration maxLength) {

    /** For the telephone: 8 kHz, quiet below an RMS of 500, and 800 ms of silence end an utterance. */
    public static final AudioBufferSettings DEFAULT = new AudioBufferSettings(
            8_000, 500, Duration.ofMillis(800), Duration.ofMillis(200), Duration.ofMillis(300), Duration.ofSeconds(30));

    /** @throws IllegalArgumentException if a value is out of its bounds */
    public AudioBufferSettings {
        requireWithin("sampleRateHz", sampleRateHz, 8_000, 48_000);
        requireWithin("thresholdRms", thresholdRms, 1, Short.MAX_VALUE);
        requireWithin("silence", silence, Duration.ofMillis(100), Duration.ofSeconds(10));
        requireWithin("minSpeech", minSpeech, Duration.ofMillis(20), Duration.ofSeconds(5));
        requireWithin("preRoll", preRoll, Duration.ZERO, Duration.ofSeconds(5));
        requireWithin("maxLength", maxLength, Duration.ofSeconds(1), Duration.ofMinutes(10));
        if (maxLength.compareTo(preRoll.plus(silence)) <= 0) {
            throw new IllegalArgumentException(
                    "maxLength is " + maxLength + "; it must be longer than preRoll and silence"
                            + " together, which are " + preRoll.plus(silence) + ".");
        }
    }

    /** The same, but for {@link #sampleRateHz()}. */
    public AudioBufferSettings withSampleRateHz(int rateHz) {
        return new AudioBufferSettings(rateHz, thresholdRms, silence, minSpeech, preRoll, maxLength);
    }

    /** The same, but for {@link #thresholdRms()}. */
    public AudioBufferSettings withThresholdRms(int rms) {
        return new AudioBufferSettings(sampleRateHz, rms, silence, minSpeech, preRoll, maxLength);
    }

    /** The same, but for {@link #silence()}. */
    public AudioBufferSettings withSilence(Duration time) {
        return new AudioBufferSettings(sampleRateHz, thresholdRms, time, minSpeech, preRoll, maxLength);
    }

    /** The same, but for {@link #minSpeech()}. */
    public AudioBufferSettings withMinSpeech(Duration time) {
        return new AudioBufferSettings(sampleRateHz, thresholdRms, silence, time, preRoll, maxLength);
    }

    /** The same, but for {@link #preRoll()}. */
    public AudioBufferSettings withPreRoll(Duration time) {
        return new AudioBufferSettings(sampleRateHz, thresholdRms, silence, minSpeech, time, maxLength);
    }

    /** The same, but for {@link #maxLength()}. */
    public AudioBufferSettings withMaxLength(Duration time) {
        return new AudioBufferSettings(sampleRateHz, thresholdRms, silence, minSpeech, preRoll, time);
    }

    private static void requireWithin(String name, int value, int least, int most) {
        if (value < least || value > most) {
            throw new IllegalArgumentException(name + " is " + value + "; it must be " + least + " to " + most + ".");
        }
    }

    private static void requireWithin(String name, Duration value, Duration least, Duration most) {
        if (value.compareTo(least) < 0 || value.compareTo(most) > 0) {
            throw new IllegalArgumentException(name + " is " + value + "; it must be " + least + " to " + most + ".");
        }
    }
}
