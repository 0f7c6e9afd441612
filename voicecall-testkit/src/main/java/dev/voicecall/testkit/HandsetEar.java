package dev.voicecall.testkit;

import dev.voicecall.audio.G711;
import dev.voicecall.testkit.FakeSpeech.Word;
import java.io.ByteArrayOutputStream;
import java.util.Arrays;
import java.util.List;

/** Hears what is said to a callee, from its first sound until half a second of silence. Belongs to one call. */
final class HandsetEar {
    private static final int OVER_FRAMES = 25;
    /** The mean of the samples' absolute values, about -40 dB of full scale. */
    private static final int LOUD = 300;

    /** Which samples tell: a few are enough. */
    private static final int EVERY = 5;

    private static final int MAX_BYTES = 60 * 8_000;

    private final FakeSpeechEar fake = new FakeSpeechEar();
    private final ByteArrayOutputStream sound = new ByteArrayOutputStream();
    private int soundBytes;
    private boolean hearing;
    private int silentFrames;

    void hear(byte[] frame) {
        boolean loud = isLoud(frame);
        if (!loud && !hearing) {
            return;
        }
        hearing = true;
        silentFrames = loud ? 0 : silentFrames + 1;
        fake.hear(frame);
        if (sound.size() < MAX_BYTES) {
            sound.writeBytes(frame);
            soundBytes = loud ? sound.size() : soundBytes;
        }
    }

    private static boolean isLoud(byte[] frame) {
        int sum = 0;
        for (int i = 0; i < frame.length; i += EVERY) {
            sum += Math.abs(G711.decodeMulaw(frame[i]));
        }
        return sum * EVERY > LOUD * frame.length;
    }

    /** Whether something is being said. */
    boolean hearing() {
        return hearing;
    }

    /** Whether what was being said is over by now. */
    boolean finished() {
        return silentFrames >= OVER_FRAMES;
    }

    /** For how long there was no sound. */
    int silentFrames() {
        return silentFrames;
    }

    boolean heardWord(String word) {
        String bare = FakeSpeech.bare(word);
        return fake.words().stream().filter(Word::understood).anyMatch(heard -> FakeSpeech.bare(heard.text())
                .equals(bare));
    }

    /** What was heard of each word of {@link FakeSpeech}. */
    List<Word> fakeSpeech() {
        return fake.words();
    }

    /** The words of {@link FakeSpeech} that were understood. */
    String words() {
        return fake.text();
    }

    /** From the first sound to the last, up to one minute, if it was no {@link FakeSpeech}; else no bytes. */
    byte[] unknownSound() {
        return fake.words().isEmpty() ? Arrays.copyOf(sound.toByteArray(), soundBytes) : new byte[0];
    }

    void reset() {
        fake.reset();
        sound.reset();
        soundBytes = 0;
        hearing = false;
        silentFrames = 0;
    }
}
