package dev.voicecall.recording;

import dev.voicecall.CarrierException;
import dev.voicecall.Recording;
import dev.voicecall.Recording.Processing;
import dev.voicecall.Recording.State;
import dev.voicecall.RecordingListener;
import dev.voicecall.TranscriptionOptions;
import dev.voicecall.spi.CallStore;
import dev.voicecall.spi.RecordingArchive;
import dev.voicecall.spi.Scheduler;
import dev.voicecall.spi.Transcriber;
import java.time.Duration;
import java.util.List;
import java.util.Optional;
import java.util.concurrent.CompletableFuture;
import java.util.function.Supplier;
import org.jspecify.annotations.Nullable;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * What becomes of recordings: the carrier tells of them, they are kept in the store, and transcribed if that is wanted.
 *
 * <pre>
 *  carrier ─▶ onRecording ─▶ RecordingBook: joined, kept ─▶ TranscriptionQueue ─▶ TranscriptionSteps
 *                  ▲                  (one at a time)          (a few at once)      download, transcribe,
 *  store ─▶ resume ┘                                                                keep, tell, delete
 * </pre>
 *
 * <p>The store is the queue: what is pending there is transcribed, by this process or the next one, and its transcript is written
 * once. So one process at a time may work on a store. Safe for use by many threads.
 */
public final class RecordingPipeline {
    private static final Logger LOG = LoggerFactory.getLogger(RecordingPipeline.class);
    private static final int MOST_RESUMED = 5_000;
    private static final Duration PATIENCE = Duration.ofSeconds(5);

    private final Scheduler scheduler;
    private final CallStore store;
    private final Supplier<Optional<RecordingArchive>> archive;
    private final RecordingBook book;
    private final RetryingTasks lookups;
    private final @Nullable TranscriptionQueue queue;
    private volatile boolean stopped;

    /**
     * Does nothing before it is {@linkplain #start started} but keep what it is told.
     *
     * @param archive asked once it is started
     * @param transcriber null if recordings are not to be transcribed
     * @param listener hears of what becomes of recordings
     */
    public RecordingPipeline(
            Scheduler scheduler,
            CallStore store,
            Supplier<Optional<RecordingArchive>> archive,
            @Nullable Transcriber transcriber,
            TranscriptionOptions options,
            RecordingListener listener) {
        Backoff backoff = Backoff.DEFAULT;
        this.scheduler = scheduler;
        this.store = store;
        this.archive = archive;
        this.book = new RecordingBook(scheduler, store, listener, backoff);
        this.lookups = new RetryingTasks("Looking for unfinished recordings", scheduler, backoff);
        this.queue = transcriber == null
                ? null
                : new TranscriptionQueue(
                        scheduler,
                        backoff,
                        options.concurrency(),
                        new TranscriptionSteps(book, archive, transcriber, options),
                        this::resume);
    }

    /** The carrier has started: begins to work, first on what an earlier process has left. */
    public void start() {
        if (queue != null) {
            queue.start();
        }
        if (queue != null || archive.get().isPresent()) {
            resume();
        }
    }

    private void resume() {
        CompletableFuture<Void> ignored = lookups.execute(() -> {
            List<Recording> unfinished = store.unfinishedRecordings(MOST_RESUMED);
            unfinished.stream().filter(recording -> recording.state().isFinal()).forEach(this::transcribeIfPending);
            archive.get().ifPresent(carrier -> lookUp(unfinished, carrier));
        });
    }

    /** One that can't be looked up now does not hold up the others; it is tried again with all that are still unfinished then. */
    private void lookUp(List<Recording> unfinished, RecordingArchive carrier) {
        @Nullable CarrierException failure = null;
        for (Recording recording : unfinished) {
            try {
                if (!recording.state().isFinal() && !stopped) {
                    lookUp(recording, carrier);
                }
            } catch (CarrierException e) {
                failure = e;
            }
        }
        if (failure != null) {
            throw failure;
        }
    }

    /** What the carrier told of it while nobody was here is lost. */
    private void lookUp(Recording recording, RecordingArchive carrier) {
        try {
            onRecording(carrier.find(recording.id()).orElseGet(() -> recording.withState(State.DELETED)));
        } catch (CarrierException e) {
            if (e.retryable()) {
                throw e;
            }
            LOG.warn("Recording {} can't be looked up.", recording.id(), e);
        }
    }

    /** The carrier tells of a recording: in any order, twice, of any call. Returns at once. */
    public void onRecording(Recording news) {
        book.keep(news, this::withWork, this::transcribeIfPending);
    }

    private Recording withWork(Recording recording) {
        boolean toDo =
                queue != null && recording.state() == State.COMPLETED && recording.processing() == Processing.NONE;
        return toDo ? recording.withProcessing(Processing.PENDING) : recording;
    }

    private void transcribeIfPending(Recording recording) {
        if (queue != null && recording.processing() == Processing.PENDING) {
            queue.add(recording.id());
        }
    }

    /**
     * Transcribes no more: interrupts what is under way, which stays pending, and waits for that for 5 s at most. What the carrier
     * tells is still kept.
     *
     * @return false if the thread was interrupted, which shortens that to nothing
     */
    public boolean stop() {
        stopped = true;
        lookups.close();
        return queue == null || await(queue.stop());
    }

    /**
     * Ends it, after {@link #stop}: has written what is to be written now, for 5 s at most.
     *
     * @return false if the thread was interrupted, which shortens that to nothing
     */
    public boolean close() {
        boolean uninterrupted = await(book.idle());
        book.close();
        return uninterrupted;
    }

    private boolean await(CompletableFuture<Void> done) {
        if (done.isDone()) {
            return true;
        }
        CompletableFuture<Void> tooLong = new CompletableFuture<>();
        Scheduler.Timer timer = scheduler.schedule(PATIENCE, scheduler.executor(), () -> tooLong.complete(null));
        try {
            scheduler.await(CompletableFuture.anyOf(done, tooLong));
            return true;
        } catch (InterruptedException e) {
            return false;
        } finally {
            timer.cancel();
        }
    }
}
