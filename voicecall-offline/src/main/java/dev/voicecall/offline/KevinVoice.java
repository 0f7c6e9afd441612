package dev.voicecall.offline;

import com.sun.speech.freetts.OutputQueue;
import com.sun.speech.freetts.Voice;
import com.sun.speech.freetts.en.us.cmu_us_kal.KevinVoiceDirectory;
import dev.voicecall.ProviderException;
import dev.voicecall.ProviderException.Stage;

/** FreeTTS's voice of 8 kHz, without the thread and the loudspeaker that it comes with. Called by one thread at a time. */
final class KevinVoice {
    private final Voice voice = new KevinVoiceDirectory().getVoices()[0];

    KevinVoice() {
        voice.setOutputQueue(new OutputQueue()); // allocate() starts a thread for output if there is no queue
        voice.allocate();
        voice.setOutputQueue(null); // now sound comes on the thread that calls speak()
    }

    /** @return 16-bit linear, 8 kHz, the lower byte first */
    byte[] speak(String text) throws InterruptedException {
        SoundCollector sound = new SoundCollector();
        voice.setAudioPlayer(sound);
        boolean spoken = voice.speak(text);
        if (Thread.interrupted()) {
            throw new InterruptedException();
        }
        if (!spoken) {
            throw new ProviderException(
                    Stage.SPEAKING, "The offline voice can't speak this text; say it in other words.", false, null);
        }
        return sound.littleEndian();
    }
}
