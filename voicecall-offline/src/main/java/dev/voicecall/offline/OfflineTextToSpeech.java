package dev.voicecall.offline;

import dev.voicecall.ProviderException;
import dev.voicecall.ProviderException.Stage;
import dev.voicecall.audio.AudioFormat;
import dev.voicecall.spi.Speech;
import dev.voicecall.spi.TextToSpeech;
import java.util.Arrays;
import java.util.concurrent.locks.ReentrantLock;

/**
 * A robot's voice in pure Java, FreeTTS's {@code kevin}: US English, intelligible, not pleasant.
 *
 * <p>For demos and tests: it needs no network and no key, and says the same text in the same samples every time. It takes
 * three milliseconds for a second of speech, so all calls share one voice and wait in line for it.
 *
 * <p>Numbers, times and amounts are read out; characters beyond ASCII are passed over. A text with nothing to pronounce in
 * it ({@code "..."}, {@code "日本"}) is silence or no sound at all. Safe for use by many threads.
 */
public final class OfflineTextToSpeech implements TextToSpeech {
    private static final String VOICE = "kevin";
    private static final int BYTES_AT_A_TIME = AudioFormat.PCM_8K.sampleRateHz() * 2 / 5;

    private final ReentrantLock inLine = new ReentrantLock();
    private final KevinVoice kevin = new KevinVoice();

    /** Loads the voice: about half a second and 30 MB. */
    public OfflineTextToSpeech() {}

    @Override
    public AudioFormat format() {
        return AudioFormat.PCM_8K;
    }

    /**
     * Speaks a text, as a whole before the first piece is written: 10 ms for a sentence, half a second for the longest text; six
     * seconds if that is one word of 4,000 letters, which are spelt. Within one sentence it can't be interrupted.
     *
     * @throws ProviderException if the language is not English, or the voice is neither empty nor {@code kevin}
     */
    @Override
    public void synthesize(Speech speech, AudioSink out) throws InterruptedException {
        check(speech);
        byte[] sound = speak(speech.text());
        for (int i = 0; i < sound.length; i += BYTES_AT_A_TIME) {
            out.write(Arrays.copyOfRange(sound, i, Math.min(i + BYTES_AT_A_TIME, sound.length)));
        }
    }

    private byte[] speak(String text) throws InterruptedException {
        inLine.lockInterruptibly();
        try {
            return kevin.speak(text);
        } finally {
            inLine.unlock();
        }
    }

    private static void check(Speech speech) {
        speech.voice().filter(voice -> !voice.equals(VOICE)).ifPresent(voice -> {
            throw refusal("There is no voice '" + voice + "' offline; leave it empty or say '" + VOICE + "'.");
        });
        if (!English.is(speech.language())) {
            throw refusal("The offline voice speaks English, not '" + speech.language() + "'; say 'en-US'.");
        }
    }

    private static ProviderException refusal(String message) {
        return new ProviderException(Stage.SPEAKING, message, false, null);
    }
}
