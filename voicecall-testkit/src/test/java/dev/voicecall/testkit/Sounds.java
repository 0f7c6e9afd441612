package dev.voicecall.testkit;

import dev.voicecall.audio.AudioFormat;
import dev.voicecall.audio.G711;
import dev.voicecall.testkit.Callee.Reaction;
import java.io.ByteArrayOutputStream;
import java.time.Duration;
import java.util.Arrays;
import java.util.SplittableRandom;

/** What callees utter besides plain words. */
final class Sounds {
    private static final double AMPLITUDE = 6_000;

    private Sounds() {}

    /** Says several things with pauses between. */
    static Reaction speakWithPauses(Duration pause, String... words) {
        ByteArrayOutputStream sound = new ByteArrayOutputStream();
        for (String part : words) {
            sound.writeBytes(sound.size() == 0 ? new byte[0] : silence(pause));
            sound.writeBytes(FakeSpeech.say(part));
        }
        return Reaction.play(sound.toByteArray(), String.join(" ", words));
    }

    /** Makes a noise, without words. */
    static Reaction noise(Duration length) {
        return Reaction.play(noiseBytes(length), "(noise)");
    }

    static byte[] noiseBytes(Duration length) {
        SplittableRandom random = new SplittableRandom(7);
        byte[] noise = new byte[AudioFormat.TELEPHONE.bytes(length)];
        for (int i = 0; i < noise.length; i++) {
            noise[i] = G711.encodeMulaw((short) (AMPLITUDE * (2 * random.nextDouble() - 1)));
        }
        return noise;
    }

    static byte[] join(byte[]... parts) {
        ByteArrayOutputStream sound = new ByteArrayOutputStream();
        for (byte[] part : parts) {
            sound.writeBytes(part);
        }
        return sound.toByteArray();
    }

    static byte[] silence(Duration length) {
        byte[] silence = new byte[AudioFormat.TELEPHONE.bytes(length)];
        Arrays.fill(silence, FakeSpeech.SILENCE);
        return silence;
    }
}
