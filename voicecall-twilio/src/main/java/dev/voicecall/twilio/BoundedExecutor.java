package dev.voicecall.twilio;

import java.util.ArrayDeque;
import java.util.Queue;
import java.util.concurrent.Executor;

/** Runs so many tasks at once and lets the others wait in line. Safe for use by many threads. */
final class BoundedExecutor implements Executor {
    private final Executor threads;
    private final int atOnce;
    private final Queue<Runnable> waiting = new ArrayDeque<>();
    private int running;

    BoundedExecutor(Executor threads, int atOnce) {
        this.threads = threads;
        this.atOnce = atOnce;
    }

    @Override
    public void execute(Runnable task) {
        synchronized (waiting) {
            if (running == atOnce) {
                waiting.add(task);
                return;
            }
            running++;
        }
        start(task);
    }

    private void start(Runnable task) {
        threads.execute(() -> {
            try {
                task.run();
            } finally {
                next();
            }
        });
    }

    private void next() {
        Runnable task;
        synchronized (waiting) {
            task = waiting.poll();
            if (task == null) {
                running--;
                return;
            }
        }
        start(task);
    }
}
