package dev.voicecall;

import java.nio.file.Path;

/**
 * How all calls are recorded by ourselves ({@link VoiceCallsBuilder#recordTo}). Immutable.
 *
 * @param directory where the files are, made if it is not there. It is best one of its own, for one {@link VoiceCalls}: where there is a
 *     bound, all files in it that end in {@code .wav} count, and may be deleted while somebody else writes them
 * @param sides whether there is a file for each side, too; false by default
 * @param maxBytes how much all the files may take, at least 1,000,000, which is a minute of both sides side by side. No bound by
 *     default. If there is no more room, those that are oldest are deleted; a recording for which there is none even so ends there, with
 *     a warning
 */
public record CaptureOptions(Path directory, boolean sides, long maxBytes) {
    private static final long LEAST = 1_000_000;

    /** @throws IllegalArgumentException if {@code maxBytes} is out of its bounds */
    public CaptureOptions {
        if (maxBytes < LEAST) {
            throw new IllegalArgumentException("maxBytes is " + maxBytes + "; it must be at least 1,000,000.");
        }
    }

    /** One file of both sides per call, and no bound. */
    public static CaptureOptions in(Path directory) {
        return new CaptureOptions(directory, false, Long.MAX_VALUE);
    }

    /** The same, with a file for each side, too. */
    public CaptureOptions withSides() {
        return new CaptureOptions(directory, true, maxBytes);
    }

    /** The same, but for {@link #maxBytes()}. */
    public CaptureOptions withMaxBytes(long bytes) {
        return new CaptureOptions(directory, sides, bytes);
    }
}
