package dev.voicecall.spi;

import dev.voicecall.RecordingTranscript;
import java.io.IOException;
import java.io.InputStream;
import java.net.URI;
import java.util.List;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.Executor;
import java.util.concurrent.FutureTask;

/**
 * Turns a recording into a transcript, after the call. For speech while it is spoken see {@link SpeechToText}.
 *
 * <p>Safe for use by many threads.
 */
public interface Transcriber {
    /**
     * Transcribes. Blocks until it is done, which may take minutes; within a bound that the adapter states.
     *
     * @throws InterruptedException if the thread was interrupted; what was begun at a provider is given up
     * @throws dev.voicecall.ProviderException if it fails; says whether trying again may help
     * @throws dev.voicecall.audio.WavFormatException if it isn't the sound file that it is said to be
     * @throws IOException if the audio can't be read
     */
    RecordingTranscript transcribe(Audio audio, Request request) throws IOException, InterruptedException;

    /**
     * The same without blocking.
     *
     * @param executor has a thread for it, which it blocks for as long as it takes; for example {@link Scheduler#worker()}
     * @return completes as {@link #transcribe} ends; cancelling it interrupts that
     */
    default CompletableFuture<RecordingTranscript> transcribeAsync(Audio audio, Request request, Executor executor) {
        CompletableFuture<RecordingTranscript> result = new CompletableFuture<>();
        FutureTask<?> work = new FutureTask<>(() -> result.complete(transcribe(audio, request))) {
            @Override
            protected void setException(Throwable failure) {
                result.completeExceptionally(failure);
            }
        };
        result.whenComplete((transcript, failure) -> {
            if (result.isCancelled()) {
                work.cancel(true);
            }
        });
        executor.execute(work);
        return result;
    }

    /**
     * A transcriber made of a recognizer of live speech. It hears WAV files, a channel at a time if there are two, cut into utterances at
     * the pauses; each utterance is a segment with its times. Not for services that take sound no faster than it is spoken.
     *
     * <p>Takes as long as the recognizer does, for each utterance a minute at most. It holds one utterance of 30 s at most in memory. A
     * language or a hint means what it means to the recognizer.
     *
     * @param detector tells where somebody speaks; {@link VoiceActivityDetector#energy()} will do
     * @param scheduler time and threads
     */
    static Transcriber of(SpeechToText recognizer, VoiceActivityDetector detector, Scheduler scheduler) {
        return new UtteranceTranscriber(recognizer, detector, scheduler);
    }

    /**
     * How. Immutable.
     *
     * @param language that is expected, a BCP 47 tag
     * @param channels 1, or 2 if each side has a channel of its own
     * @param hints words and phrases that are likely
     */
    record Request(String language, int channels, List<String> hints) {
        /** Copies the hints. */
        public Request {
            hints = List.copyOf(hints);
        }
    }

    /** What to transcribe. */
    sealed interface Audio {
        /**
         * Sound at hand, in a container that says what it is (WAV, MP3, …).
         *
         * @param name with an extension, for example {@code RE123.wav}
         * @param lengthBytes how much there is
         * @param source opens it; anew for each attempt
         */
        record Content(String name, long lengthBytes, Source source) implements Audio {}

        /**
         * Sound that the provider is to fetch by itself.
         *
         * @param url an http or https URL that needs no credentials
         */
        record At(URI url) implements Audio {}
    }

    /** Opens a sound. Safe for use by many threads. */
    @FunctionalInterface
    interface Source {
        /** From its beginning; the taker closes it. */
        InputStream open() throws IOException;
    }
}
