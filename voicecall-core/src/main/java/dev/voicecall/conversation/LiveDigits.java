package dev.voicecall.conversation;

import dev.voicecall.spi.Step;
import dev.voicecall.spi.StepResult;
import org.jspecify.annotations.Nullable;

/** Sends keys as tones in the sound of the line, so that they reach the other side and nobody else. */
final class LiveDigits extends LiveStep {
    private final AudioPath path;
    private final String keys;
    private @Nullable Playback playback;

    LiveDigits(AudioPath path, Step.SendDigits digits) {
        this.path = path;
        this.keys = digits.keys();
    }

    @Override
    void begin() {
        Playback tones = path.play(DtmfTones.of(keys));
        playback = tones;
        tones.over().thenAccept(heard -> finish(new StepResult.Done()));
    }

    @Override
    void cease() {
        if (playback != null) {
            playback.stop();
        }
    }
}
