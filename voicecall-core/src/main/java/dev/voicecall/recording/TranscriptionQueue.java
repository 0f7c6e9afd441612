package dev.voicecall.recording;

import dev.voicecall.CarrierException;
import dev.voicecall.ProviderException;
import dev.voicecall.VoiceCallException;
import dev.voicecall.audio.WavFormatException;
import dev.voicecall.spi.Scheduler;
import java.time.Duration;
import java.util.ArrayDeque;
import java.util.HashMap;
import java.util.Map;
import java.util.Optional;
import java.util.Queue;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.RejectedExecutionException;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * Has recordings transcribed, a few at once, each again after a failure that may pass. A recording is here once at most; what there
 * is no room for stays pending in the store. Safe for use by many threads.
 */
final class TranscriptionQueue {
    /** So many are queued, worked at, or wait for another attempt. */
    static final int CAPACITY = 1_000;

    private static final Logger LOG = LoggerFactory.getLogger(TranscriptionQueue.class);

    private final Scheduler scheduler;
    private final Backoff backoff;
    private final int concurrency;
    private final TranscriptionSteps steps;
    private final Runnable room;
    private final CompletableFuture<Void> idle = new CompletableFuture<>();
    private final Map<String, TranscriptionJob> jobs = new HashMap<>();
    private final Queue<TranscriptionJob> ready = new ArrayDeque<>();
    private int running;
    private boolean started;
    private boolean stopped;
    private boolean overflowed;

    /** @param room run when there is room again after there was none */
    TranscriptionQueue(Scheduler scheduler, Backoff backoff, int concurrency, TranscriptionSteps steps, Runnable room) {
        this.scheduler = scheduler;
        this.backoff = backoff;
        this.concurrency = concurrency;
        this.steps = steps;
        this.room = room;
    }

    /** Begins to work. */
    synchronized void start() {
        started = true;
        fill();
    }

    /** A recording is pending. Does nothing if it is here already, or if there is no room. */
    synchronized void add(String id) {
        if (stopped || jobs.containsKey(id)) {
            return;
        }
        if (jobs.size() >= CAPACITY) {
            overflowed = true;
            return;
        }
        TranscriptionJob job = new TranscriptionJob(id);
        jobs.put(id, job);
        ready.add(job);
        fill();
    }

    /**
     * Interrupts what is under way, and begins nothing more.
     *
     * @return completes when nothing is under way
     */
    synchronized CompletableFuture<Void> stop() {
        stopped = true;
        ready.clear();
        jobs.values().forEach(TranscriptionJob::stop);
        completeIfIdle();
        return idle;
    }

    private void fill() {
        while (started && !stopped && running < concurrency && !ready.isEmpty()) {
            TranscriptionJob job = ready.remove();
            try {
                scheduler.worker().execute(() -> run(job));
                running++;
            } catch (RejectedExecutionException closed) {
                stopped = true;
            }
        }
    }

    private void run(TranscriptionJob job) {
        Optional<Duration> pause = Optional.empty();
        try {
            pause = job.begin() ? attempt(job) : pause;
        } finally {
            job.end();
            leave(job, pause);
        }
    }

    /** @return after which pause it is to be tried again; empty if it is not */
    private Optional<Duration> attempt(TranscriptionJob job) {
        try {
            steps.attempt(job);
            return Optional.empty();
        } catch (Exception | LinkageError e) {
            if (job.isStopped()) {
                LOG.info("Recording {} was interrupted; it stays pending.", job.id());
                return Optional.empty();
            }
            Optional<Duration> pause = isRetryable(e) ? backoff.after(job.attempts()) : Optional.empty();
            if (pause.isEmpty()) {
                steps.giveUp(job, problem(e));
            } else {
                LOG.info("Recording {}: attempt {} failed: {}.", job.id(), job.attempts(), e.toString());
            }
            return pause;
        }
    }

    private static boolean isRetryable(Throwable failure) {
        if (failure instanceof CarrierException carrier) {
            return carrier.retryable();
        }
        if (failure instanceof ProviderException provider) {
            return provider.retryable();
        }
        return !(failure instanceof WavFormatException || failure instanceof LinkageError);
    }

    private static VoiceCallException problem(Throwable failure) {
        return failure instanceof VoiceCallException known
                ? known
                : new VoiceCallException("The recording was not transcribed: " + failure, failure);
    }

    private void leave(TranscriptionJob job, Optional<Duration> pause) {
        boolean roomAgain;
        synchronized (this) {
            running--;
            if (pause.isPresent() && !stopped) {
                scheduler.schedule(pause.get(), scheduler.executor(), () -> again(job));
            } else {
                jobs.remove(job.id());
            }
            fill();
            completeIfIdle();
            roomAgain = overflowed && !stopped && jobs.size() <= CAPACITY / 2;
            overflowed &= !roomAgain;
        }
        if (roomAgain) {
            room.run();
        }
    }

    private synchronized void again(TranscriptionJob job) {
        if (!stopped) {
            ready.add(job);
            fill();
        }
    }

    private void completeIfIdle() {
        if (stopped && running == 0) {
            idle.complete(null);
        }
    }
}
