package dev.voicecall.conversation;

import dev.voicecall.audio.AudioFormat;
import dev.voicecall.spi.AudioLine;
import java.util.Arrays;

/** Whether the other side is heard, on whatever lines there are. Belongs to one call; called on its mailbox. */
final class Mute {
    private boolean on;

    void set(boolean on) {
        this.on = on;
    }

    /** Somebody who hears silence in place of the other side as long as it is on. */
    AudioLine.Listener over(AudioLine.Listener listener) {
        return new AudioLine.Listener() {
            @Override
            public void onOpen(AudioLine line) {
                listener.onOpen(line);
            }

            @Override
            public void onAudio(long positionSamples, byte[] muLaw) {
                listener.onAudio(positionSamples, on ? silence(muLaw.length) : muLaw);
            }

            @Override
            public void onMark(String name) {
                listener.onMark(name);
            }

            @Override
            public void onKey(char key) {
                listener.onKey(key);
            }
        };
    }

    private static byte[] silence(int length) {
        byte[] silence = new byte[length];
        Arrays.fill(silence, AudioFormat.Encoding.MULAW.silence());
        return silence;
    }
}
