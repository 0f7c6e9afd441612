package dev.voicecall.recording;

import dev.voicecall.Recording;
import dev.voicecall.RecordingListener;
import dev.voicecall.VoiceCallException;
import dev.voicecall.spi.CallStore;
import dev.voicecall.spi.Scheduler;
import java.util.Optional;
import java.util.concurrent.CompletableFuture;
import java.util.function.Consumer;
import java.util.function.UnaryOperator;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * The recordings in the store, as this process changes them: read and written by one thread at a time, so that no change is lost
 * between the two; again if the store is away. Safe for use by many threads.
 */
final class RecordingBook {
    private static final Logger LOG = LoggerFactory.getLogger(RecordingBook.class);

    private final Scheduler scheduler;
    private final CallStore store;
    private final RecordingListener listener;
    private final RetryingTasks tasks;

    RecordingBook(Scheduler scheduler, CallStore store, RecordingListener listener, Backoff backoff) {
        this.scheduler = scheduler;
        this.store = store;
        this.listener = listener;
        this.tasks = new RetryingTasks("Keeping a recording", scheduler, backoff);
    }

    /** What the store has. Blocks. */
    Optional<Recording> find(String id) {
        return store.findRecording(id);
    }

    /**
     * Keeps what the carrier tells, and tells it on if it is new. Returns at once.
     *
     * @param joined what is known then, given what was known
     * @param kept hears, each time, what is in the store then; must not block
     */
    void keep(Recording news, UnaryOperator<Recording> joined, Consumer<Recording> kept) {
        CompletableFuture<Void> ignored = tasks.execute(() -> {
            Optional<Recording> known = store.findRecording(news.id());
            Recording now = joined.apply(
                    known.map(before -> RecordingNews.joined(before, news)).orElse(news));
            if (known.isEmpty() || !known.get().equals(now)) {
                store.save(now);
                tell(told -> told.onRecording(now));
            }
            kept.accept(now);
        });
    }

    /**
     * Changes a recording; does nothing if it was deleted. Blocks until that is in the store.
     *
     * @throws VoiceCallException if the store did not take it, as often as it was tried
     */
    void change(String id, UnaryOperator<Recording> change) throws InterruptedException {
        CompletableFuture<Void> kept =
                tasks.execute(() -> store.findRecording(id).map(change).ifPresent(store::save));
        scheduler.await(kept);
        if (kept.isCompletedExceptionally()) {
            throw new VoiceCallException("The store did not take the recording " + id + "; see the log for why.");
        }
    }

    /** Tells the listener. What it throws is logged. */
    void tell(Consumer<RecordingListener> news) {
        try {
            news.accept(listener);
        } catch (RuntimeException e) {
            LOG.error("A listener of recordings failed.", e);
        }
    }

    /** Completes when what is to be written now was written, or given up. */
    CompletableFuture<Void> idle() {
        return tasks.idle();
    }

    /** Takes no more, and tries nothing again. */
    void close() {
        tasks.close();
    }
}
