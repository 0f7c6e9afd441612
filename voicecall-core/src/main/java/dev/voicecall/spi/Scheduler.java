package dev.voicecall.spi;

import java.time.Duration;
import java.time.Instant;
import java.util.concurrent.CompletionStage;
import java.util.concurrent.Executor;

/**
 * Time and threads: the only source of either in voicecall, so that a test can replace both with a virtual clock.
 *
 * <p>Safe for use by many threads.
 */
public interface Scheduler extends AutoCloseable {
    /** The time of day, for records. It may jump when the machine's clock is set; nothing waits by it. */
    Instant now();

    /** Nanoseconds since some fixed moment. Never jumps; what {@link #schedule} and all time-outs go by. */
    long nanoTime();

    /** Runs tasks that are short and never block. */
    Executor executor();

    /** Runs tasks that may block, each without waiting for another: on virtual threads where the runtime has them. */
    Executor worker();

    /**
     * Runs a task on {@code where} once the delay is over.
     *
     * @return cancels the task if it has not been handed to {@code where} yet; cancelling later or twice does nothing
     */
    Timer schedule(Duration delay, Executor where, Runnable task);

    /**
     * Blocks the calling thread until the stage is complete, no matter how it completed.
     *
     * @throws InterruptedException if the thread was or is interrupted; the stage goes on
     */
    void await(CompletionStage<?> stage) throws InterruptedException;

    /** Drops all timers and takes no new tasks; each thread ends with the task that it runs, undisturbed. */
    @Override
    void close();

    /**
     * Real time and real threads, all of them daemons: one for timers, as many as there are processors for short tasks,
     * and for tasks that block virtual threads (JDK 21 and later) or else as many platform threads as are needed.
     */
    static Scheduler system() {
        return new SystemScheduler();
    }

    /** A task that waits for its time. Safe for use by many threads. */
    @FunctionalInterface
    interface Timer {
        /** Nothing to wait for. */
        Timer NONE = () -> {};

        /** Drops the task if it has not begun. */
        void cancel();
    }
}
