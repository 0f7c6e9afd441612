package dev.voicecall.testkit.twilio;

import dev.voicecall.spi.Scheduler;
import java.time.Duration;
import java.time.Instant;
import java.util.concurrent.CompletionStage;
import java.util.concurrent.Executor;

/** Time that runs faster: delays are divided, clocks multiplied. Closing it leaves the original open. */
final class ScaledScheduler implements Scheduler {
    private final Scheduler original;
    private final double speed;
    private final long beginNanos;
    private final Instant begin;

    ScaledScheduler(Scheduler original, double speed) {
        this.original = original;
        this.speed = speed;
        this.beginNanos = original.nanoTime();
        this.begin = original.now();
    }

    @Override
    public Instant now() {
        return begin.plusNanos(nanoTime());
    }

    @Override
    public long nanoTime() {
        return (long) ((original.nanoTime() - beginNanos) * speed);
    }

    @Override
    public Executor executor() {
        return original.executor();
    }

    @Override
    public Executor worker() {
        return original.worker();
    }

    @Override
    public Timer schedule(Duration delay, Executor where, Runnable task) {
        return original.schedule(Duration.ofNanos((long) (delay.toNanos() / speed)), where, task);
    }

    @Override
    public void await(CompletionStage<?> stage) throws InterruptedException {
        original.await(stage);
    }

    @Override
    public void close() {}
}
