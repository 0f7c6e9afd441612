package dev.voicecall.testkit;

import dev.voicecall.ProviderException;
import dev.voicecall.ProviderException.Stage;
import dev.voicecall.RecordingTranscript;
import dev.voicecall.spi.Scheduler;
import dev.voicecall.spi.Transcriber;
import dev.voicecall.spi.VoiceActivityDetector;
import java.io.IOException;
import java.time.Duration;
import java.util.concurrent.atomic.AtomicInteger;

/**
 * Transcribes recordings of {@link FakeSpeech}, with the delays and failures of a real service.
 *
 * <pre>{@code
 * Transcriber transcriber = new FakeTranscriber(time).takes(Duration.ofSeconds(20)).failsFirst(2, true);
 * }</pre>
 *
 * <p>The settings change this object, before it is used. Safe for use by many threads.
 */
public final class FakeTranscriber implements Transcriber {
    private final Scheduler scheduler;
    private final Transcriber ear;
    private final AtomicInteger attempts = new AtomicInteger();
    private final AtomicInteger transcriptions = new AtomicInteger();
    private volatile Duration takes = Duration.ZERO;
    private volatile int failures;
    private volatile boolean retryable;

    /** Transcribes at once. */
    public FakeTranscriber(Scheduler scheduler) {
        this.scheduler = scheduler;
        this.ear = Transcriber.of(new FakeSpeechToText(), VoiceActivityDetector.energy(), scheduler);
    }

    /** Takes so long for each recording; 0 by default. */
    public FakeTranscriber takes(Duration time) {
        this.takes = time;
        return this;
    }

    /**
     * Fails so many times, at first.
     *
     * @param retryable whether it says that trying again may help
     */
    public FakeTranscriber failsFirst(int times, boolean retryable) {
        this.failures = times;
        this.retryable = retryable;
        return this;
    }

    /** How many recordings were transcribed to the end. */
    public int transcriptions() {
        return transcriptions.get();
    }

    @Override
    public RecordingTranscript transcribe(Audio audio, Request request) throws IOException, InterruptedException {
        Waiting.pass(scheduler, takes);
        if (attempts.incrementAndGet() <= failures) {
            throw new ProviderException(
                    Stage.HEARING, "The fake transcriber failed, as it was told to.", retryable, null);
        }
        RecordingTranscript transcript = ear.transcribe(audio, request);
        transcriptions.incrementAndGet();
        return transcript;
    }
}
