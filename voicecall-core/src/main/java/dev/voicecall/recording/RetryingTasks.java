package dev.voicecall.recording;

import dev.voicecall.spi.Mailbox;
import dev.voicecall.spi.Scheduler;
import java.time.Duration;
import java.util.HashMap;
import java.util.Map;
import java.util.concurrent.CancellationException;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.RejectedExecutionException;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * Runs tasks that may block, one at a time, on worker threads. One that fails is run again later, and the others don't wait for it. Safe
 * for use by many threads.
 */
final class RetryingTasks {
    private static final Logger LOG = LoggerFactory.getLogger(RetryingTasks.class);
    private static final int MOST_TASKS = 10_000;

    private final String purpose;
    private final Scheduler scheduler;
    private final Backoff backoff;
    private final Mailbox worker;
    /** All that are not done, with what would run them again. */
    private final Map<Task, Scheduler.Timer> open = new HashMap<>();

    private boolean closed;

    /** @param purpose of the tasks, for the log */
    RetryingTasks(String purpose, Scheduler scheduler, Backoff backoff) {
        this.purpose = purpose;
        this.scheduler = scheduler;
        this.backoff = backoff;
        this.worker = new Mailbox(scheduler.worker());
    }

    private final class Task {
        private final Runnable action;
        private final CompletableFuture<Void> done = new CompletableFuture<>();
        private int attempts;

        Task(Runnable action) {
            this.action = action;
        }

        void run() {
            attempts++;
            try {
                action.run();
            } catch (RuntimeException | Error e) {
                backoff.after(attempts).ifPresentOrElse(pause -> again(this, pause, e), () -> giveUp(this, e));
                return;
            }
            leave(this);
            done.complete(null);
        }
    }

    /**
     * Runs a task soon, unless 10,000 wait already.
     *
     * @param action may be run several times, if it throws
     * @return completes when it was run; exceptionally when it is given up, with its last failure
     */
    CompletableFuture<Void> execute(Runnable action) {
        Task task = new Task(action);
        synchronized (this) {
            if (closed || open.size() >= MOST_TASKS) {
                LOG.warn("{}: dropped, since {}.", purpose, closed ? "it is closed" : MOST_TASKS + " are waiting");
                task.done.completeExceptionally(new RejectedExecutionException(purpose));
                return task.done;
            }
            open.put(task, Scheduler.Timer.NONE);
        }
        try {
            worker.execute(task::run);
        } catch (RejectedExecutionException e) {
            giveUp(task, e);
        }
        return task.done;
    }

    private void again(Task task, Duration pause, Throwable failure) {
        LOG.warn("{}: tried again in {} s: {}", purpose, pause.toSeconds(), failure.toString());
        synchronized (this) {
            if (!closed) {
                open.put(task, scheduler.schedule(pause, worker, task::run));
                return;
            }
        }
        giveUp(task, failure);
    }

    private void giveUp(Task task, Throwable failure) {
        leave(task);
        LOG.error("{}: given up.", purpose, failure);
        task.done.completeExceptionally(failure);
    }

    private synchronized void leave(Task task) {
        open.remove(task);
    }

    /** Completes when all tasks are done that are there now, those included that are run again. */
    synchronized CompletableFuture<Void> idle() {
        return CompletableFuture.allOf(open.keySet().stream()
                .map(task -> task.done.exceptionally(failure -> null))
                .toArray(CompletableFuture<?>[]::new));
    }

    /** Takes no more, and runs nothing again. What is to be run for the first time still is. */
    void close() {
        Map<Task, Scheduler.Timer> waiting;
        synchronized (this) {
            closed = true;
            waiting = new HashMap<>(open);
        }
        waiting.forEach((task, timer) -> {
            timer.cancel();
            if (timer != Scheduler.Timer.NONE) {
                task.done.completeExceptionally(new CancellationException());
            }
        });
    }
}
