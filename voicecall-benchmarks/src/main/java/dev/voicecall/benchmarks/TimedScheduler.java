package dev.voicecall.benchmarks;

import dev.voicecall.spi.Scheduler;
import java.time.Duration;
import java.time.Instant;
import java.util.concurrent.CompletionStage;
import java.util.concurrent.Executor;

/** Takes by how much tasks run late. Safe for use by many threads. */
final class TimedScheduler implements Scheduler {
    private final Scheduler scheduler;
    private final LiveTimes times;

    TimedScheduler(Scheduler scheduler, LiveTimes times) {
        this.scheduler = scheduler;
        this.times = times;
    }

    @Override
    public Timer schedule(Duration delay, Executor where, Runnable task) {
        long due = nanoTime() + delay.toNanos();
        return scheduler.schedule(delay, where, () -> {
            times.add(times.timers, nanoTime() - due);
            times.due.set(due);
            try {
                task.run();
            } finally {
                times.due.set(Moment.NEVER);
            }
        });
    }

    @Override
    public Instant now() {
        return scheduler.now();
    }

    @Override
    public long nanoTime() {
        return scheduler.nanoTime();
    }

    @Override
    public Executor executor() {
        return scheduler.executor();
    }

    @Override
    public Executor worker() {
        return scheduler.worker();
    }

    @Override
    public void await(CompletionStage<?> stage) throws InterruptedException {
        scheduler.await(stage);
    }

    @Override
    public void close() {
        scheduler.close();
    }
}
