package dev.voicecall.testkit.openai;

import dev.voicecall.spi.Scheduler;
import java.time.Duration;
import java.util.concurrent.CompletableFuture;

/**
 * How fast answers come. Immutable.
 *
 * @param time by which clock
 * @param thinking to the first token, word or sound
 * @param betweenTokens of a text
 * @param speechSpeed how many seconds of speech are given away in a second; 0 for as fast as can be
 */
record Tempo(Scheduler time, Duration thinking, Duration betweenTokens, double speechSpeed) {
    void think() throws InterruptedException {
        pass(thinking);
    }

    void betweenTokens(int token) throws InterruptedException {
        if (token > 0) {
            pass(betweenTokens);
        }
    }

    /** How long it takes to make so much speech. */
    Duration making(Duration speech) {
        return speechSpeed == 0 ? Duration.ZERO : Duration.ofNanos(Math.round(speech.toNanos() / speechSpeed));
    }

    /** Blocks for so long. */
    void pass(Duration length) throws InterruptedException {
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
