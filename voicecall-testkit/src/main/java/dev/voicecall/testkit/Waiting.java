package dev.voicecall.testkit;

import dev.voicecall.spi.Scheduler;
import java.time.Duration;
import java.util.concurrent.CompletableFuture;

/** Lets time pass on a thread that may block. */
final class Waiting {
    private Waiting() {}

    /** Blocks for so long; leaves no timer when it is interrupted. */
    static void pass(Scheduler time, Duration length) throws InterruptedException {
        if (length.isZero()) {
            return;
        }
        CompletableFuture<Void> over = new CompletableFuture<>();
        Scheduler.Timer timer = time.schedule(length, Runnable::run, () -> over.complete(null));
        try {
            time.await(over);
        } finally {
            timer.cancel();
        }
    }
}
