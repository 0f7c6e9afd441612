package dev.voicecall.testkit;

import dev.voicecall.spi.Scheduler;
import dev.voicecall.spi.Scheduler.Timer;
import java.time.Duration;
import java.util.ArrayDeque;
import java.util.Queue;
import java.util.SplittableRandom;
import java.util.concurrent.Executor;

/** A way that takes time, on which nothing overtakes. Belongs to one call; called on its mailbox. */
final class Pipe {
    private final Scheduler time;
    private final Executor mailbox;
    private final SplittableRandom random;
    private final long latencyNanos;
    private final long jitterNanos;
    private final Queue<Timer> underWay = new ArrayDeque<>();
    private long lastDueNanos;
    private boolean closed;

    Pipe(Scheduler time, Executor mailbox, SplittableRandom random, Duration latency, Duration jitter) {
        this.time = time;
        this.mailbox = mailbox;
        this.random = random;
        this.latencyNanos = latency.toNanos();
        this.jitterNanos = jitter.toNanos();
        this.lastDueNanos = time.nanoTime();
    }

    /** Carries it to the other end, unless the pipe is closed before. */
    void pass(Runnable what) {
        if (closed) {
            return;
        }
        if (latencyNanos + jitterNanos == 0) {
            mailbox.execute(() -> arrive(what));
            return;
        }
        long now = time.nanoTime();
        long due = now + latencyNanos + (jitterNanos == 0 ? 0 : random.nextLong(jitterNanos));
        lastDueNanos = Math.max(lastDueNanos, due);
        underWay.add(time.schedule(Duration.ofNanos(lastDueNanos - now), mailbox, () -> {
            underWay.poll();
            arrive(what);
        }));
    }

    private void arrive(Runnable what) {
        if (!closed) {
            what.run();
        }
    }

    /** Nothing arrives any more. */
    void close() {
        closed = true;
        underWay.forEach(Timer::cancel);
        underWay.clear();
    }
}
