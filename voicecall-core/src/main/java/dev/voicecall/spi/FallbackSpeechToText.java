package dev.voicecall.spi;

import dev.voicecall.ProviderException.Stage;
import dev.voicecall.audio.AudioConverter;
import dev.voicecall.audio.AudioFormat;
import java.time.Duration;
import java.util.List;

/**
 * Hears by the first of several recognizers that can.
 *
 * <pre>{@code
 * SpeechToText ear = FallbackSpeechToText.of(cloud, local);
 * }</pre>
 *
 * <p>The sound of an utterance is kept until its words are there (of all that wait for theirs, two minutes at most). If a recognizer
 * fails, it hears the utterance once more if its failure is {@linkplain dev.voicecall.ProviderException#retryable() retryable}; if it
 * fails again, or is silent for three seconds after the utterance's end, the next one hears all of it. When all have failed, that is
 * one failure, which has theirs as suppressed ones and is not retryable. One that fails at three utterances in a row is left out for
 * half a minute, after which one utterance probes it; while it is left out, it is asked only when no other can.
 *
 * <p>Safe for use by many threads.
 */
public final class FallbackSpeechToText implements SpeechToText {
    private static final Duration TIMEOUT = Duration.ofSeconds(3);

    private final Providers<SpeechToText> providers;
    private final SpeechToText first;
    private final Duration timeout;

    private FallbackSpeechToText(Providers<SpeechToText> providers, Duration timeout) {
        this.providers = providers;
        this.first = providers.ports().get(0);
        this.timeout = Providers.requireTimeout(timeout);
        providers.ports().forEach(ear -> AudioConverter.between(first.format(), ear.format()));
    }

    /**
     * Hears by the first of these that can.
     *
     * @throws IllegalArgumentException if the format of the first one can't be converted to that of another
     */
    public static FallbackSpeechToText of(SpeechToText first, SpeechToText second, SpeechToText... more) {
        List<SpeechToText> all = Providers.list(first, second, more);
        return new FallbackSpeechToText(new Providers<>(Stage.HEARING, all), TIMEOUT);
    }

    /**
     * The same with another time-out.
     *
     * @param timeout how long after its end an utterance's words may take; 100 ms to 1 min, 3 s by default. A call gives up after 10 s
     *     without words, in which all of them should have had their turn
     * @throws IllegalArgumentException if it is out of its bounds
     */
    public FallbackSpeechToText withTimeout(Duration timeout) {
        return new FallbackSpeechToText(providers, timeout);
    }

    /** That of the first one. */
    @Override
    public AudioFormat format() {
        return first.format();
    }

    /** Whether the first one says them: then those of the others are passed on, too, if they say any. */
    @Override
    public boolean interimWords() {
        return first.interimWords();
    }

    @Override
    public Transcription open(Request request, Listener listener) {
        return new FallbackTranscription(providers, timeout, request, listener).begin();
    }
}
