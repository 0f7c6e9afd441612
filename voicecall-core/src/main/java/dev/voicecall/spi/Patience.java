package dev.voicecall.spi;

import dev.voicecall.spi.Scheduler.Timer;
import java.time.Duration;

/**
 * Interrupts the thread that made it when that waits too long for somebody. What it is given afterwards, it refuses. Safe for use by
 * many threads.
 */
final class Patience {
    private final Scheduler scheduler;
    private final Duration limit;
    private final Thread thread = Thread.currentThread();
    private Timer timer = Timer.NONE;
    private boolean waiting;
    private long sinceNanos;
    private boolean lost;
    /** Whether the thread was interrupted, and that is not undone. */
    private boolean interrupting;

    /** @param limit how long it waits */
    Patience(Scheduler scheduler, Duration limit) {
        this.scheduler = scheduler;
        this.limit = limit;
    }

    /** Begins to wait, unless it does. */
    synchronized void begin() {
        if (!waiting && !lost) {
            waiting = true;
            sinceNanos = scheduler.nanoTime();
            timer = scheduler.schedule(limit, scheduler.executor(), this::lose);
        }
    }

    /**
     * Something has come; waits no more until it begins again.
     *
     * @throws InterruptedException if it came too late
     */
    synchronized void pause() throws InterruptedException {
        waiting = false;
        timer.cancel();
        if (lost) {
            throw new InterruptedException("It took longer than " + limit.toMillis() + " ms.");
        }
    }

    /** Waits no more: from now on the thread is not interrupted, and if it was, that is undone. Called by the thread itself. */
    synchronized void end() {
        waiting = false;
        timer.cancel();
        undo();
    }

    /** Whether it has waited too long; if so, the thread is not interrupted any more. Called by the thread itself. */
    synchronized boolean isLost() {
        undo();
        return lost;
    }

    /** Once: another interrupt is somebody else's. */
    private void undo() {
        if (interrupting) {
            interrupting = false;
            Thread.interrupted();
        }
    }

    private synchronized void lose() {
        if (waiting && scheduler.nanoTime() - sinceNanos >= limit.toNanos()) {
            waiting = false;
            lost = true;
            interrupting = true;
            thread.interrupt();
        }
    }
}
