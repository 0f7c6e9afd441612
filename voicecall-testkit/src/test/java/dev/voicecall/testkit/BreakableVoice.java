package dev.voicecall.testkit;

import dev.voicecall.ProviderException;
import dev.voicecall.ProviderException.Stage;
import dev.voicecall.audio.AudioFormat;
import dev.voicecall.spi.Speech;
import dev.voicecall.spi.TextToSpeech;

/** A voice that breaks down for good. */
final class BreakableVoice implements TextToSpeech {
    private final TextToSpeech voice;
    private volatile boolean broken;

    BreakableVoice(TextToSpeech voice) {
        this.voice = voice;
    }

    /** From now on it can't speak any more. */
    void breakDown() {
        broken = true;
    }

    @Override
    public AudioFormat format() {
        return voice.format();
    }

    @Override
    public void synthesize(Speech speech, AudioSink out) throws Exception {
        if (broken) {
            throw new ProviderException(Stage.SPEAKING, "The voice is broken.", true, null);
        }
        voice.synthesize(speech, out);
    }
}
