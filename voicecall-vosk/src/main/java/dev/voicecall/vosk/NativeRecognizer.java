package dev.voicecall.vosk;

import java.io.IOException;
import org.vosk.Model;
import org.vosk.Recognizer;

/** What we need of Vosk's recognizer: words of the sound so far. Called by one thread at a time. */
interface NativeRecognizer extends AutoCloseable {
    /**
     * Blocks until the sound is worked in.
     *
     * @return whether Vosk found a pause that ends a part; its words are the next {@link #result}
     */
    boolean accept(byte[] sound);

    /** {@code {"partial" : "…"}}: the part under way. */
    String partialResult();

    /** {@code {"text" : "…"}}: the part that a pause has ended. */
    String result();

    /** {@code {"text" : "…"}}: the part under way, as the last one. The next begins afresh. */
    String finalResult();

    @Override
    void close();

    /** Makes recognizers. */
    @FunctionalInterface
    interface Factory {
        NativeRecognizer create() throws IOException;
    }

    /** @param sampleRateHz of the sound; Vosk resamples to what the model wants */
    static NativeRecognizer of(Model model, int sampleRateHz) throws IOException {
        Recognizer vosk = new Recognizer(model, sampleRateHz);
        return new NativeRecognizer() {
            @Override
            public boolean accept(byte[] sound) {
                return vosk.acceptWaveForm(sound, sound.length);
            }

            @Override
            public String partialResult() {
                return vosk.getPartialResult();
            }

            @Override
            public String result() {
                return vosk.getResult();
            }

            @Override
            public String finalResult() {
                return vosk.getFinalResult();
            }

            @Override
            public void close() {
                vosk.close();
            }
        };
    }
}
