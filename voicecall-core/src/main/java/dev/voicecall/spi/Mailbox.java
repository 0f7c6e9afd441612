package dev.voicecall.spi;

import java.util.ArrayDeque;
import java.util.Queue;
import java.util.concurrent.Executor;
import java.util.concurrent.RejectedExecutionException;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * Runs the tasks of one call one after the other, in the order in which they came, on threads that it borrows.
 *
 * <p>What belongs to a call is touched only from its mailbox and so needs no locks. A task that throws is logged, and the
 * next one runs. After a few tasks the thread is given back, so that a busy call doesn't starve the others. Tasks must not
 * block: the thread may be one that serves the sockets of many calls. Safe for use by many threads.
 */
public final class Mailbox implements Executor {
    private static final Logger LOG = LoggerFactory.getLogger(Mailbox.class);
    private static final int TASKS_AT_A_TIME = 16;

    private final Executor threads;
    private final Queue<Runnable> tasks = new ArrayDeque<>();
    private boolean running;

    /** @param threads where the tasks run */
    public Mailbox(Executor threads) {
        this.threads = threads;
    }

    @Override
    public void execute(Runnable task) {
        synchronized (tasks) {
            tasks.add(task);
            if (running) {
                return;
            }
            running = true;
        }
        borrowThread();
    }

    /**
     * Runs a task on the calling thread before this returns, if nothing of this mailbox runs or waits, and then, of what came
     * meanwhile, a few tasks more. Else the task waits for its turn as with {@link #execute}. Either way the tasks of one
     * thread keep their order, and a task that calls this is not interrupted by another.
     *
     * <p>For threads that have something for the call, such as that of a socket: what comes in needs no other thread then.
     */
    public void executeHere(Runnable task) {
        synchronized (tasks) {
            tasks.add(task);
            if (running) {
                return;
            }
            running = true;
        }
        runSome();
    }

    private void borrowThread() {
        try {
            threads.execute(this::runSome);
        } catch (RejectedExecutionException closed) {
            synchronized (tasks) {
                tasks.clear();
                running = false;
            }
            throw closed;
        }
    }

    private void runSome() {
        for (int i = 0; i < TASKS_AT_A_TIME; i++) {
            Runnable task;
            synchronized (tasks) {
                task = tasks.poll();
                if (task == null) {
                    running = false;
                    return;
                }
            }
            try {
                task.run();
            } catch (RuntimeException | Error e) {
                LOG.error("A task of a call failed; the call goes on.", e);
            }
        }
        borrowThread();
    }
}
