package dev.voicecall.conversation;

import java.util.concurrent.TimeUnit;

/**
 * Turns a carrier's positions into times of ours: the least delayed of what came lately says how its clock stands to ours, since
 * sound may be late but never early. So neither jitter nor two clocks that drift apart add up. Belongs to one call; called on
 * its mailbox.
 */
final class CarrierClock {
    private static final int SAMPLES_PER_MILLI = 8;
    /** 10 s: "lately" is this and what is left of the one before. */
    private static final long WINDOW = 10_000 * SAMPLES_PER_MILLI;

    /**
     * A carrier takes in 20 ms and gives out others in the same moment, and these stand side by side in its recordings; so the last
     * 20 ms of what arrives count as of now on, like what is played from now on.
     */
    private static final int FRAME = 20 * SAMPLES_PER_MILLI;

    private static final long UNKNOWN = Long.MAX_VALUE;

    private long before = UNKNOWN;
    private long now = UNKNOWN;
    private long windowEnd = WINDOW;

    /** Sound that ends at a position has arrived. */
    void arrived(long endSamples, long nanos) {
        if (endSamples >= windowEnd) {
            before = now;
            now = UNKNOWN;
            windowEnd = endSamples + WINDOW;
        }
        now = Math.min(now, nanos - nanosOf(endSamples - FRAME));
    }

    /** When that position was, or will be. Something must have arrived. */
    long nanosAt(long samples) {
        return nanosOf(samples) + Math.min(before, now);
    }

    /** How long so many samples are. */
    static long nanosOf(long samples) {
        return TimeUnit.MICROSECONDS.toNanos(samples * 1_000 / SAMPLES_PER_MILLI);
    }

    /** How many samples there are in so much time. */
    static long samplesIn(long nanos) {
        return TimeUnit.NANOSECONDS.toMicros(nanos) * SAMPLES_PER_MILLI / 1_000;
    }
}
