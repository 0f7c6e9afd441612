package dev.voicecall.assemblyai;

import java.time.Duration;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.TimeoutException;

/** How a thread that transcribes waits between its requests. Safe for use by many threads. */
interface Waits {
    /** Real time. */
    Waits REAL = new Waits() {
        @Override
        public long nanoTime() {
            return System.nanoTime();
        }

        @Override
        public void await(CompletableFuture<Void> wake, Duration atMost) throws InterruptedException {
            try {
                wake.get(atMost.toNanos(), TimeUnit.NANOSECONDS);
            } catch (TimeoutException over) {
                return;
            } catch (ExecutionException e) {
                throw new IllegalStateException("Who wakes does not fail.", e);
            }
        }
    };

    /** Nanoseconds since some fixed moment. */
    long nanoTime();

    /** Blocks until the time is over, or the future complete. */
    void await(CompletableFuture<Void> wake, Duration atMost) throws InterruptedException;

    /** Blocks until the time is over. */
    default void sleep(Duration time) throws InterruptedException {
        await(new CompletableFuture<>(), time);
    }
}
