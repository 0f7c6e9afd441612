package dev.voicecall.spi;

import dev.voicecall.ProviderException;
import dev.voicecall.ProviderException.Stage;
import dev.voicecall.VoiceCallException;
import dev.voicecall.spi.SpeechToText.Words;
import java.time.Duration;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CompletionException;

/** Waits for a recognizer's words, utterance by utterance. Called by one thread at a time. */
final class UtteranceEar implements SpeechToText.Listener, AutoCloseable {
    private static final Duration PATIENCE = Duration.ofMinutes(1);

    private final Scheduler scheduler;
    private final SpeechToText.Transcription transcription;
    private volatile CompletableFuture<Words> words = new CompletableFuture<>();

    @SuppressWarnings("this-escape") // no words come before there was sound
    UtteranceEar(SpeechToText recognizer, SpeechToText.Request request) {
        this.scheduler = request.scheduler();
        this.transcription = recognizer.open(request, this);
    }

    /**
     * Blocks until the words of an utterance are known, for a minute at most.
     *
     * @throws VoiceCallException if it was not recognized
     */
    Words hear(byte[] utterance) throws InterruptedException {
        CompletableFuture<Words> answer = new CompletableFuture<>();
        words = answer;
        Scheduler.Timer timer =
                scheduler.schedule(PATIENCE, scheduler.executor(), () -> answer.completeExceptionally(tooLate()));
        try {
            transcription.audio(utterance);
            transcription.endUtterance();
            scheduler.await(answer);
            return answer.join();
        } catch (CompletionException e) {
            throw e.getCause() instanceof VoiceCallException known ? known : e;
        } finally {
            timer.cancel();
        }
    }

    private static ProviderException tooLate() {
        return new ProviderException(
                Stage.HEARING,
                "The recognizer did not answer an utterance within " + PATIENCE.toSeconds() + " s.",
                true,
                null);
    }

    @Override
    public void onInterim(String words) {}

    @Override
    public void onFinal(Words heard) {
        words.complete(heard);
    }

    @Override
    public void onFailure(VoiceCallException failure) {
        words.completeExceptionally(failure);
    }

    @Override
    public void close() {
        transcription.close();
    }
}
