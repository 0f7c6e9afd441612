package dev.voicecall.conversation;

import java.util.concurrent.CancellationException;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CompletionStage;
import java.util.concurrent.Executor;
import org.jspecify.annotations.Nullable;

/**
 * Something that blocks, on a thread of its own, until it is done or nobody wants it any more: then its thread is interrupted.
 * Safe for use by many threads.
 */
final class Work {
    /** What may block. */
    @FunctionalInterface
    interface Task {
        void run() throws Exception;
    }

    private final CompletableFuture<Void> done = new CompletableFuture<>();
    private @Nullable Thread thread;
    private boolean cancelled;

    private Work() {}

    /** Runs a task on a thread of {@code threads}. */
    static Work start(Executor threads, Task task) {
        Work work = new Work();
        threads.execute(() -> work.run(task));
        return work;
    }

    /** Completes when it is done, exceptionally with what it threw; on the thread that did it. */
    CompletionStage<Void> done() {
        return done;
    }

    /** Nobody wants it any more: {@link #done} fails at once, whatever the task still does. */
    void cancel() {
        synchronized (this) {
            cancelled = true;
            if (thread != null) {
                thread.interrupt();
            }
        }
        done.completeExceptionally(new CancellationException());
    }

    private void run(Task task) {
        synchronized (this) {
            if (cancelled) {
                return;
            }
            thread = Thread.currentThread();
        }
        Throwable failure = null;
        try {
            task.run();
        } catch (Exception | Error e) {
            failure = e;
        } finally {
            synchronized (this) {
                thread = null;
                Thread.interrupted(); // the thread goes back to its pool
            }
        }
        if (failure == null) {
            done.complete(null);
        } else {
            done.completeExceptionally(failure);
        }
    }
}
