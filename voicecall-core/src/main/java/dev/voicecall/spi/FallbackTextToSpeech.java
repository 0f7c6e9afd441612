package dev.voicecall.spi;

import dev.voicecall.ProviderException.Stage;
import dev.voicecall.Usage;
import dev.voicecall.audio.AudioConverter;
import dev.voicecall.audio.AudioFormat;
import java.time.Duration;
import java.util.List;
import java.util.Optional;

/**
 * Speaks by the first of several voice-makers that can.
 *
 * <pre>{@code
 * TextToSpeech voice = FallbackTextToSpeech.of(scheduler, cloud, local);
 * }</pre>
 *
 * <p>One that fails, or is silent for three seconds, before any of a text has sounded is tried once more if its failure is
 * {@linkplain dev.voicecall.ProviderException#retryable() retryable} (silence is not); then the next one speaks the text. When all
 * have failed, that is one failure, which has theirs as suppressed ones and is not retryable. A text that has begun to sound is not
 * begun again: its failure passes. One that fails three times in a row is left out for half a minute, after which one text probes
 * it; while it is left out, it is asked only when no other can.
 *
 * <p>The voice that is asked for is a name that the first one knows; the others speak with their default.
 *
 * <p>Safe for use by many threads.
 */
public final class FallbackTextToSpeech implements TextToSpeech {
    private static final Duration TIMEOUT = Duration.ofSeconds(3);

    private final Scheduler scheduler;
    private final Providers<TextToSpeech> providers;
    private final TextToSpeech first;
    private final Fallback<TextToSpeech> fallback;

    private FallbackTextToSpeech(Scheduler scheduler, Providers<TextToSpeech> providers, Duration timeout) {
        this.scheduler = scheduler;
        this.providers = providers;
        this.first = providers.ports().get(0);
        this.fallback = new Fallback<>(scheduler, providers, timeout);
        providers.ports().forEach(voice -> AudioConverter.between(voice.format(), first.format()));
    }

    /**
     * Speaks by the first of these that can.
     *
     * @param scheduler the time that it is measured by; the one of the calls
     * @throws IllegalArgumentException if the sound of one can't be converted to the format of the first one
     */
    public static FallbackTextToSpeech of(
            Scheduler scheduler, TextToSpeech first, TextToSpeech second, TextToSpeech... more) {
        List<TextToSpeech> all = Providers.list(first, second, more);
        return new FallbackTextToSpeech(scheduler, new Providers<>(Stage.SPEAKING, all), TIMEOUT);
    }

    /**
     * The same with another time-out.
     *
     * @param timeout after how long without any sound a voice-maker has failed; 100 ms to 1 min, 3 s by default. A call gives up
     *     after 10 s without sound, in which all of them should have had their turn
     * @throws IllegalArgumentException if it is out of its bounds
     */
    public FallbackTextToSpeech withTimeout(Duration timeout) {
        return new FallbackTextToSpeech(scheduler, providers, timeout);
    }

    /** That of the first one. */
    @Override
    public AudioFormat format() {
        return first.format();
    }

    @Override
    public void synthesize(Speech speech, AudioSink out) throws Exception {
        fallback.run(new Synthesis(speech, out));
    }

    /** A text on its way to becoming sound. */
    private final class Synthesis implements Fallback.Task<TextToSpeech> {
        private final Speech speech;
        private final AudioSink out;
        private boolean sounded;

        Synthesis(Speech speech, AudioSink out) {
            this.speech = speech;
            this.out = out;
        }

        @Override
        public void doBy(TextToSpeech voice, Patience patience) throws Exception {
            AudioConverter converter = AudioConverter.between(voice.format(), format());
            Speech text = voice == first ? speech : new Speech(speech.text(), speech.language(), Optional.empty());
            voice.synthesize(text, new AudioSink() {
                @Override
                public void write(byte[] sound) throws InterruptedException {
                    patience.pause();
                    pass(converter.convert(sound, 0, sound.length));
                    patience.begin();
                }

                @Override
                public void used(Usage usage) {
                    out.used(usage);
                }
            });
            patience.pause();
            pass(converter.flush());
        }

        private void pass(byte[] sound) throws InterruptedException {
            if (sound.length > 0) {
                sounded = true;
                out.write(sound);
            }
        }

        @Override
        public boolean hasBegun() {
            return sounded;
        }
    }
}
