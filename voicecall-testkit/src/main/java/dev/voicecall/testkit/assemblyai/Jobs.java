package dev.voicecall.testkit.assemblyai;

import dev.voicecall.RecordingTranscript;
import dev.voicecall.audio.WavFormatException;
import dev.voicecall.spi.Scheduler;
import dev.voicecall.testkit.assemblyai.Job.Status;
import dev.voicecall.testkit.assemblyai.Uploads.Upload;
import java.io.IOException;
import java.time.Duration;
import java.util.ArrayList;
import java.util.Collections;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Queue;
import java.util.UUID;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.ConcurrentLinkedQueue;
import java.util.concurrent.RejectedExecutionException;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/** Transcripts: waiting, being made, and done. Safe for use by many threads. */
final class Jobs {
    private static final Logger LOG = LoggerFactory.getLogger(Jobs.class);

    private static final Duration SHORTEST = Duration.ofMillis(160);

    private final Map<String, Job> jobs = new ConcurrentHashMap<>();
    private final Queue<Job> inOrder = new ConcurrentLinkedQueue<>();
    private final Queue<String> errors = new ConcurrentLinkedQueue<>();
    private final Uploads uploads = new Uploads();
    private final AudioFetch fetch = new AudioFetch();
    private final WebhookSender webhooks;
    private final RecordingEar ear;
    private final Scheduler time;
    private final Duration queueing;
    private final Duration processing;

    /**
     * @param queueing how long a transcript waits in line
     * @param processing how long it is being made, at least
     */
    Jobs(RecordingEar ear, Scheduler time, Duration queueing, Duration processing, WebhookSender webhooks) {
        this.ear = ear;
        this.time = time;
        this.queueing = queueing;
        this.processing = processing;
        this.webhooks = webhooks;
    }

    Uploads uploads() {
        return uploads;
    }

    WebhookSender webhooks() {
        return webhooks;
    }

    /** The next transcript that is made becomes this error. */
    void failNext(String error) {
        errors.add(error);
    }

    /** @throws ApiError if the sound was uploaded with another key */
    Job add(String key, Order order) {
        Optional<Upload> upload = uploads.find(order.audioUrl());
        if (upload.filter(known -> !known.key().equals(key)).isPresent()) {
            throw new ApiError(403, "Cannot access uploaded file");
        }
        Job job = new Job(UUID.randomUUID().toString(), order, time.now());
        jobs.put(job.id(), job);
        inOrder.add(job);
        time.schedule(queueing, time.worker(), () -> begin(job, upload));
        return job;
    }

    /** @throws ApiError if there is none of that name */
    Job get(String id) {
        Job job = jobs.get(id);
        if (job == null) {
            throw new ApiError(400, "Transcript lookup error, transcript id not found");
        }
        return job;
    }

    /** The newest first. */
    List<Job> newestFirst() {
        List<Job> all = new ArrayList<>(inOrder);
        Collections.reverse(all);
        return all;
    }

    private void begin(Job job, Optional<Upload> upload) {
        if (job.isDeleted()) {
            return;
        }
        job.begin();
        try {
            time.schedule(processing, time.worker(), () -> make(job, upload));
        } catch (RejectedExecutionException e) {
            LOG.debug("The simulator is closed.", e);
        }
    }

    private void make(Job job, Optional<Upload> upload) {
        if (job.isDeleted()) {
            return;
        }
        String error = errors.poll();
        if (error == null) {
            hear(job, upload);
        } else {
            job.fail(error);
        }
        if (job.status() != Status.PROCESSING && job.order().json().has("webhook_url")) {
            webhooks.tell(job);
        }
    }

    private void hear(Job job, Optional<Upload> upload) {
        try {
            byte[] file = upload.isPresent()
                    ? upload.get().file()
                    : fetch.fetch(job.order().audioUrl());
            transcribe(job, file);
        } catch (IOException | IllegalArgumentException e) {
            LOG.debug("A sound could not be fetched.", e);
            job.fail("Download error, unable to download " + job.order().audioUrl()
                    + ". Make sure the file exists and is accessible from the internet.");
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
        }
    }

    private void transcribe(Job job, byte[] file) throws InterruptedException {
        try {
            RecordingTranscript heard = ear.hear(file, job.order().multichannel());
            if (heard.duration()
                    .filter(length -> length.compareTo(SHORTEST) < 0)
                    .isPresent()) {
                job.fail("Audio duration is too short.");
            } else {
                job.complete(heard);
            }
        } catch (IOException | WavFormatException | IllegalArgumentException e) {
            LOG.debug("A sound could not be read.", e);
            job.fail("Transcoding failed. File does not appear to contain audio.");
        }
    }
}
