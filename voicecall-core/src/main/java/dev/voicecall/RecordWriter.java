package dev.voicecall;

import dev.voicecall.spi.CallStore;
import dev.voicecall.spi.Scheduler;
import dev.voicecall.spi.Scheduler.Timer;
import java.time.Duration;
import java.util.ArrayDeque;
import java.util.HashMap;
import java.util.Map;
import java.util.Queue;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.RejectedExecutionException;
import java.util.function.Consumer;
import org.jspecify.annotations.Nullable;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * Has the records of calls written to the store, so that no call waits for it or fails of it.
 *
 * <p>What waits is calls, not snapshots: a call is written as it is when its turn comes, so that a slow store gets fewer and newer
 * snapshots. Its beginning and its end are written at once, and what is between them once a second at most.
 *
 * <p>A store that fails gets a pause, each one longer than the one before, and then one call to show that it is well. A call that it refuses
 * while it takes others is given up, one under way until its end. Safe for use by many threads.
 */
final class RecordWriter {
    /** After a call was written it is not written again for so long, unless it is over. */
    static final Duration INTERVAL = Duration.ofSeconds(1);

    static final int MOST_WAITING = 10_000;
    private static final int WRITERS = 4;
    private static final int MOST_REFUSALS = 5;
    private static final Duration BETWEEN_LOGS = Duration.ofMinutes(1);
    static final Logger LOG = LoggerFactory.getLogger(RecordWriter.class);

    private final CallStore store;
    private final Scheduler scheduler;
    private final int mostWaiting;
    private final Consumer<RecordKeeper> left;
    private final StoreOutage outage;

    /** Calls that wait to be written, are being written, or were within the last second. */
    private final Map<RecordKeeper, Entry> entries = new HashMap<>();

    private final Queue<Entry> queue = new ArrayDeque<>();
    private int writing;
    private long saved;
    private boolean closed;
    private @Nullable CompletableFuture<Void> flushed;
    private long dropped;
    private @Nullable Long droppedLoggedNanos;

    private enum Phase {
        IDLE,
        WAITING,
        WRITING,
        RESTING
    }

    private static final class Entry {
        private final RecordKeeper call;
        private Phase phase = Phase.IDLE;
        /** Whether there was news since it was written. */
        private boolean changed;

        private Timer rest = Timer.NONE;
        private int refusals;
        /** How many calls had been saved when this one was refused. */
        private long savedAtRefusal = -1;

        Entry(RecordKeeper call) {
            this.call = call;
        }
    }

    /**
     * A writer.
     *
     * @param mostWaiting how many calls may wait
     * @param left is told when a call that is over is not here any more: it was written, or given up
     */
    RecordWriter(CallStore store, Scheduler scheduler, int mostWaiting, Consumer<RecordKeeper> left) {
        this.store = store;
        this.scheduler = scheduler;
        this.mostWaiting = mostWaiting;
        this.left = left;
        this.outage = new StoreOutage(scheduler, this::resume);
    }

    /** There is news of a call. Neither blocks nor throws. */
    void changed(RecordKeeper call) {
        synchronized (this) {
            Entry entry = entries.computeIfAbsent(call, Entry::new);
            entry.changed = true;
            if (entry.phase == Phase.IDLE || (entry.phase == Phase.RESTING && call.isOver())) {
                enqueue(entry);
            }
        }
        startWriter();
    }

    /** How many calls were given up: of these the store does not know the end. */
    synchronized long dropped() {
        return dropped;
    }

    private void enqueue(Entry entry) {
        entry.rest.cancel();
        if (closed || queue.size() >= mostWaiting) {
            leave(entry);
            if (entry.call.isOver()) { // else it may find room with the next of its events
                drop(closed ? "the calls are closed" : mostWaiting + " calls are waiting to be written");
            }
        } else {
            entry.phase = Phase.WAITING;
            queue.add(entry);
        }
    }

    private void leave(Entry entry) {
        entries.remove(entry.call);
        if (entry.call.isOver()) {
            left.accept(entry.call);
        }
    }

    private void drop(String why) {
        dropped++;
        long now = scheduler.nanoTime();
        if (droppedLoggedNanos == null || now - droppedLoggedNanos >= BETWEEN_LOGS.toNanos()) {
            droppedLoggedNanos = now;
            LOG.error("A call was not recorded, since {}; {} by now.", why, dropped);
        }
    }

    private void startWriter() {
        synchronized (this) {
            if (queue.isEmpty() || outage.isPaused() || writing >= WRITERS) {
                return;
            }
            writing++;
        }
        try {
            scheduler.worker().execute(this::write);
        } catch (RejectedExecutionException noThreads) {
            synchronized (this) {
                writing--;
            }
        }
    }

    private void write() {
        for (Entry entry = take(); entry != null; entry = take()) {
            CallRecord record = entry.call.snapshot();
            try {
                store.save(record);
            } catch (RuntimeException | Error e) {
                failed(entry, e);
                continue;
            }
            saved(entry, record);
            startWriter();
        }
    }

    private synchronized @Nullable Entry take() {
        Entry entry = outage.isPaused() ? null : queue.poll();
        if (entry == null) {
            writing--;
            tellIfFlushed();
        } else {
            entry.phase = Phase.WRITING;
            entry.changed = false;
        }
        return entry;
    }

    private synchronized void saved(Entry entry, CallRecord record) {
        saved++;
        outage.passed(queue.size());
        if (record.status() == CallRecord.Status.ENDED) {
            leave(entry);
        } else if (entry.changed && entry.call.isOver()) {
            enqueue(entry);
        } else if (closed) {
            leave(entry);
        } else {
            entry.phase = Phase.RESTING;
            entry.rest = after(scheduler, INTERVAL, () -> rested(entry));
        }
    }

    private void rested(Entry entry) {
        synchronized (this) {
            if (entry.phase != Phase.RESTING) {
                return;
            }
            if (entry.changed) {
                enqueue(entry);
            } else {
                leave(entry);
            }
        }
        startWriter();
    }

    private synchronized void failed(Entry entry, Throwable failure) {
        if (closed) {
            return; // it is counted already
        }
        outage.failed(failure);
        if (saved > entry.savedAtRefusal) {
            entry.savedAtRefusal = saved;
            entry.refusals++;
        }
        if (entry.refusals < MOST_REFUSALS) {
            entry.phase = Phase.WAITING;
            queue.add(entry);
        } else if (!entry.call
                .isOver()) { // it is not tried again before its end, so that it doesn't hold up the others
            entry.phase = Phase.RESTING;
            entry.refusals = 0;
        } else {
            leave(entry);
            drop("the store refused it " + MOST_REFUSALS + " times while it took others");
        }
    }

    /** Has something done later, unless the scheduler is closed already: then never. */
    static Timer after(Scheduler scheduler, Duration delay, Runnable task) {
        try {
            return scheduler.schedule(delay, scheduler.executor(), task);
        } catch (RejectedExecutionException noThreads) {
            return Timer.NONE;
        }
    }

    private void resume() {
        synchronized (this) {
            outage.resumed();
        }
        startWriter();
    }

    /**
     * Writes what waits, and takes nothing any more. What can't be written in time is given up.
     *
     * @param atMost how long that may take, interrupted or not
     * @return false if the thread was interrupted
     */
    boolean close(Duration atMost) {
        CompletableFuture<Void> done = new CompletableFuture<>();
        synchronized (this) {
            flushed = done;
            entries.values().stream()
                    .filter(entry -> entry.phase == Phase.RESTING && entry.changed)
                    .toList()
                    .forEach(this::enqueue);
            outage.hurry();
            tellIfFlushed();
        }
        startWriter();
        Timer tooLong = after(scheduler, atMost, () -> done.complete(null));
        if (tooLong == Timer.NONE) {
            done.complete(null);
        }
        boolean interrupted = false;
        while (!done.isDone()) {
            interrupted |= !await(done);
        }
        tooLong.cancel();
        giveUpTheRest();
        return !interrupted;
    }

    private boolean await(CompletableFuture<Void> done) {
        try {
            scheduler.await(done);
            return true;
        } catch (InterruptedException e) {
            return false;
        }
    }

    private void tellIfFlushed() {
        if (flushed != null && queue.isEmpty() && writing == 0) {
            flushed.complete(null);
        }
    }

    private synchronized void giveUpTheRest() {
        closed = true;
        outage.stopWaiting();
        entries.values().forEach(entry -> entry.rest.cancel());
        long lost = entries.values().stream()
                .filter(entry -> entry.phase == Phase.WAITING || entry.phase == Phase.WRITING)
                .count();
        if (lost > 0) {
            dropped += lost;
            LOG.error("Calls that the store did not take in time, and that may not be recorded: {}.", lost);
        }
        queue.clear();
        entries.clear();
    }
}
