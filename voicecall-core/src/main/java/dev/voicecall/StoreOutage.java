package dev.voicecall;

import dev.voicecall.spi.Scheduler;
import dev.voicecall.spi.Scheduler.Timer;
import java.time.Duration;

/**
 * A time in which the store fails: it is left alone for a while, each time for longer than before, and the log says once that it
 * fails and once that it is well again. Guarded by the writer whose store it is.
 */
final class StoreOutage {
    private static final Duration FIRST_PAUSE = Duration.ofSeconds(1);
    private static final Duration LONGEST_PAUSE = Duration.ofSeconds(30);

    private final Scheduler scheduler;
    private final Runnable resume;
    /** Longer than zero while the store fails. */
    private Duration pause = Duration.ZERO;

    private boolean paused;
    private boolean urgent;
    private Timer resumption = Timer.NONE;

    /** @param resume is to try the store again */
    StoreOutage(Scheduler scheduler, Runnable resume) {
        this.scheduler = scheduler;
        this.resume = resume;
    }

    /** Whether the store is to be left alone. */
    boolean isPaused() {
        return paused;
    }

    /** The pause is over. */
    void resumed() {
        paused = false;
    }

    /** The store has failed. */
    void failed(Throwable failure) {
        if (pause.isZero()) {
            RecordWriter.LOG.error(
                    "Calls are not being recorded; their records wait and are tried again. The store failed: {}",
                    Redacted.messageOf(failure));
        }
        if (!paused) {
            paused = true;
            pause = nextPause();
            resumption = RecordWriter.after(scheduler, pause, resume);
        }
    }

    private Duration nextPause() {
        if (pause.isZero() || urgent) {
            return FIRST_PAUSE;
        }
        Duration longer = pause.multipliedBy(2);
        return longer.compareTo(LONGEST_PAUSE) < 0 ? longer : LONGEST_PAUSE;
    }

    /**
     * The store has taken a call.
     *
     * @param waiting how many calls wait to be written
     */
    void passed(int waiting) {
        if (!pause.isZero()) {
            RecordWriter.LOG.info("Calls are being recorded again; {} wait to be written.", waiting);
            pause = Duration.ZERO;
            stopWaiting();
        }
    }

    /** Time is short: the pauses are, too, from now on. */
    void hurry() {
        urgent = true;
        stopWaiting();
    }

    /** Nothing is tried again by itself any more. */
    void stopWaiting() {
        resumption.cancel();
        paused = false;
    }
}
