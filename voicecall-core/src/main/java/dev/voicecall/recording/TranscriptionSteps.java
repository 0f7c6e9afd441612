package dev.voicecall.recording;

import dev.voicecall.CarrierException;
import dev.voicecall.Recording;
import dev.voicecall.Recording.Processing;
import dev.voicecall.Recording.State;
import dev.voicecall.RecordingTranscript;
import dev.voicecall.TranscriptionOptions;
import dev.voicecall.VoiceCallException;
import dev.voicecall.spi.RecordingArchive;
import dev.voicecall.spi.Transcriber;
import java.io.IOException;
import java.util.Optional;
import java.util.function.Supplier;
import java.util.function.UnaryOperator;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * What is done with a recording to transcribe it. The store says how far it has come, so that each attempt goes on where the one
 * before, or the process before, has ended:
 *
 * <ol>
 *   <li>pending without a transcript: it is downloaded and transcribed, and the transcript kept;
 *   <li>pending with a transcript: the listener is told, and the sound is deleted at the carrier if that is wanted;
 *   <li>done.
 * </ol>
 *
 * <p>So a transcript is kept once, and the listener hears of it at least once, whenever the process dies. Safe for use by many
 * threads.
 */
final class TranscriptionSteps {
    private static final Logger LOG = LoggerFactory.getLogger(TranscriptionSteps.class);

    private final RecordingBook book;
    private final Supplier<Optional<RecordingArchive>> archive;
    private final Transcriber transcriber;
    private final TranscriptionOptions options;

    TranscriptionSteps(
            RecordingBook book,
            Supplier<Optional<RecordingArchive>> archive,
            Transcriber transcriber,
            TranscriptionOptions options) {
        this.book = book;
        this.archive = archive;
        this.transcriber = transcriber;
        this.options = options;
    }

    /**
     * Does what is left to be done. Blocks until it is.
     *
     * @throws Exception if it could not be done
     */
    void attempt(TranscriptionJob job) throws Exception {
        Optional<Recording> pending = pending(job);
        if (pending.isEmpty()) {
            return;
        }
        Recording recording = pending.get();
        if (recording.transcript().isEmpty()) {
            RecordingTranscript transcript = transcribe(recording);
            recording = recording.withTranscript(transcript);
            change(job, known -> known.withTranscript(transcript).withProcessing(Processing.PENDING));
        }
        tell(job, recording);
        if (options.deletion()) {
            archive().delete(job.id());
        }
        change(job, known -> done(known, options.deletion()));
    }

    /** Empty if it was done by somebody else, or deleted here. */
    private Optional<Recording> pending(TranscriptionJob job) {
        return book.find(job.id()).filter(recording -> recording.processing() == Processing.PENDING);
    }

    private RecordingTranscript transcribe(Recording recording) throws IOException, InterruptedException {
        if (recording.state() != State.COMPLETED) {
            throw failure("The recording " + recording.id() + " was deleted before it was transcribed.");
        }
        Transcriber.Request request =
                new Transcriber.Request(options.language(), recording.channels(), options.hints());
        try (Download download = Download.of(archive(), recording, options.maxBytes())) {
            return transcriber.transcribe(download.audio(), request);
        }
    }

    private void tell(TranscriptionJob job, Recording recording) {
        if (job.tellNow()) {
            book.tell(listener -> listener.onTranscribed(recording.withProcessing(Processing.DONE)));
        }
    }

    private static Recording done(Recording known, boolean deleted) {
        Recording done = known.withProcessing(Processing.DONE);
        return deleted ? done.withState(State.DELETED) : done;
    }

    /** It is not tried again. With a transcript it is done all the same: what failed is the deletion. */
    void giveUp(TranscriptionJob job, VoiceCallException problem) {
        LOG.warn("Recording {}: given up after {} attempts.", job.id(), job.attempts(), problem);
        try {
            Optional<Recording> pending = pending(job);
            if (pending.isPresent() && pending.get().transcript().isPresent()) {
                tell(job, pending.get());
                change(job, known -> done(known, false));
            } else if (pending.isPresent()) {
                Recording failed = pending.get().withProcessing(Processing.FAILED);
                book.tell(listener -> listener.onFailed(failed, problem));
                change(job, known -> known.withProcessing(Processing.FAILED));
            }
        } catch (Exception e) {
            LOG.error("Recording {} could not be written down as failed; it stays pending.", job.id(), e);
        }
    }

    private void change(TranscriptionJob job, UnaryOperator<Recording> change) throws Exception {
        book.change(job.id(), change);
    }

    private RecordingArchive archive() {
        return archive.get().orElseThrow(() -> failure("The carrier keeps no recordings that could be fetched."));
    }

    private static CarrierException failure(String message) {
        return new CarrierException(message, 0, false, null);
    }
}
