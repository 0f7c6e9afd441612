package dev.voicecall.benchmarks;

import dev.voicecall.spi.Scheduler;
import java.time.Duration;
import java.time.Instant;
import java.util.concurrent.CompletionStage;
import java.util.concurrent.Executor;

/** Time that passes only when it is told to, tasks that run at once, and timers that never fire. Used by one thread. */
public final class StandingTime implements Scheduler {
    private long nanos;

    /** Begins at zero. */
    public StandingTime() {}

    /** Lets it pass. */
    public void pass(Duration time) {
        nanos += time.toNanos();
    }

    @Override
    public Instant now() {
        return Instant.EPOCH.plusNanos(nanos);
    }

    @Override
    public long nanoTime() {
        return nanos;
    }

    @Override
    public Executor executor() {
        return Runnable::run;
    }

    @Override
    public Executor worker() {
        return Runnable::run;
    }

    @Override
    public Timer schedule(Duration delay, Executor where, Runnable task) {
        return Timer.NONE;
    }

    @Override
    public void await(CompletionStage<?> stage) {}

    @Override
    public void close() {}
}
