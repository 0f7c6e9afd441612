package dev.voicecall.testkit.twilio;

import dev.voicecall.spi.Scheduler;
import java.time.Duration;
import java.util.Set;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.Executor;
import java.util.concurrent.RejectedExecutionException;
import org.jspecify.annotations.Nullable;

/** All timers of a simulator, so that none is left when it is closed. Safe for use by many threads. */
final class Timers implements AutoCloseable {
    private final Set<Pending> open = ConcurrentHashMap.newKeySet();
    private volatile boolean closed;

    private final class Pending implements Scheduler.Timer {
        private volatile Scheduler.@Nullable Timer timer;

        @Override
        public void cancel() {
            open.remove(this);
            Scheduler.Timer set = timer;
            if (set != null) {
                set.cancel();
            }
        }
    }

    boolean closed() {
        return closed;
    }

    /** Runs a task after a delay by the clock of {@code time}, unless it is cancelled or all is closed before. */
    Scheduler.Timer after(Scheduler time, Duration delay, Executor where, Runnable task) {
        if (closed) {
            return Scheduler.Timer.NONE;
        }
        Pending pending = new Pending();
        open.add(pending);
        try {
            pending.timer = time.schedule(delay, where, () -> {
                open.remove(pending);
                if (!closed) {
                    task.run();
                }
            });
        } catch (RejectedExecutionException e) {
            return unlessClosed(e);
        }
        if (closed) {
            pending.cancel();
        }
        return pending;
    }

    /** A scheduler takes no more tasks once the simulator, which owns it, is being closed. */
    private Scheduler.Timer unlessClosed(RejectedExecutionException refusal) {
        if (!closed) {
            throw refusal;
        }
        return Scheduler.Timer.NONE;
    }

    @Override
    public void close() {
        closed = true;
        open.forEach(Pending::cancel);
    }
}
