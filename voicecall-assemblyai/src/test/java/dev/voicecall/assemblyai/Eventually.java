package dev.voicecall.assemblyai;

import java.time.Duration;
import java.util.function.BooleanSupplier;

/** Waits for what another thread does. */
final class Eventually {
    /** Longer than it ever takes; nothing depends on it unless something is broken. */
    private static final long MOST_NANOS = Duration.ofSeconds(60).toNanos();

    private Eventually() {}

    static void until(BooleanSupplier done) {
        long beginNanos = System.nanoTime();
        while (!done.getAsBoolean()) {
            if (System.nanoTime() - beginNanos > MOST_NANOS) {
                throw new AssertionError("It did not happen within a minute.");
            }
            Thread.onSpinWait();
        }
    }
}
