package dev.voicecall.assemblyai;

import java.time.Duration;
import java.util.List;

/**
 * How recordings are to be transcribed. Immutable.
 *
 * @param speechModels by name, the best one first; AssemblyAI takes the first that knows the language. {@code universal-3-pro} and
 *     {@code universal-2} by default
 * @param pollInterval how long to wait until the first question whether a transcript is ready, and between two of them at least; 3 s
 *     by default, as in AssemblyAI's own SDKs
 * @param timeout how long a transcript may take from when it was ordered; 30 min by default. AssemblyAI usually takes less than a
 *     minute, but lets orders wait in line when there are many
 */
public record TranscriberSettings(List<String> speechModels, Duration pollInterval, Duration timeout) {
    /** What most want. */
    public static final TranscriberSettings DEFAULT = new TranscriberSettings(
            List.of("universal-3-pro", "universal-2"), Duration.ofSeconds(3), Duration.ofMinutes(30));

    /** @throws IllegalArgumentException if there is no model, one is blank, or a time is not positive */
    public TranscriberSettings {
        speechModels = List.copyOf(speechModels);
        if (speechModels.isEmpty() || speechModels.stream().anyMatch(String::isBlank)) {
            throw new IllegalArgumentException(
                    "speechModels is " + speechModels + "; name at least one, for example universal-2.");
        }
        requirePositive("pollInterval", pollInterval);
        requirePositive("timeout", timeout);
    }

    private static void requirePositive(String name, Duration time) {
        if (time.isNegative() || time.isZero()) {
            throw new IllegalArgumentException(name + " is " + time + "; it must be positive.");
        }
    }

    /** The same, but for {@link #speechModels()}. */
    public TranscriberSettings withSpeechModels(String... names) {
        return new TranscriberSettings(List.of(names), pollInterval, timeout);
    }

    /** The same, but for {@link #pollInterval()}. */
    public TranscriberSettings withPollInterval(Duration time) {
        return new TranscriberSettings(speechModels, time, timeout);
    }

    /** The same, but for {@link #timeout()}. */
    public TranscriberSettings withTimeout(Duration time) {
        return new TranscriberSettings(speechModels, pollInterval, time);
    }
}
