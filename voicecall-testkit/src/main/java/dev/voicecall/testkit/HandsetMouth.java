package dev.voicecall.testkit;

import dev.voicecall.audio.G711;
import java.util.ArrayDeque;
import java.util.Arrays;
import java.util.Optional;
import java.util.Queue;
import java.util.SplittableRandom;

/** What goes into a callee's microphone, 20 ms at a time: words, and what is to be heard around them. Belongs to one call. */
final class HandsetMouth {
    private static final int NOISE_FRAMES = 50;
    private static final double FULL_SCALE = 32_768;

    private record Saying(byte[] sound, Runnable said) {}

    private final Queue<Saying> sayings = new ArrayDeque<>();
    private final Optional<Person> person;
    private final byte[] background;
    private int spoken;
    private boolean speaking;
    private int frame;

    HandsetMouth(Callee.Phone phone) {
        this.person = phone.person();
        this.background =
                phone.noiseDbfs().isPresent() ? noise(phone.noiseDbfs().getAsDouble()) : silence();
    }

    /** @param said told when the sound has been spoken, or cut short by {@link #stop} */
    void say(byte[] muLaw, Runnable said) {
        sayings.add(new Saying(muLaw, said));
    }

    byte[] next() {
        byte[] next = person.map(Person::says).orElseGet(this::nextOfBackground);
        Saying saying = sayings.peek();
        speaking = saying != null || person.filter(Person::speaking).isPresent();
        if (saying != null) {
            int end = Math.min(spoken + FakeSpeech.FRAME, saying.sound.length);
            for (int i = spoken; i < end; i++) {
                if (saying.sound[i] != FakeSpeech.SILENCE) {
                    next[i - spoken] = saying.sound[i];
                }
            }
            spoken = end;
            if (spoken == saying.sound.length) {
                spoken = 0;
                sayings.remove();
                saying.said.run();
            }
        }
        return next;
    }

    private byte[] nextOfBackground() {
        int at = frame++ * FakeSpeech.FRAME % background.length;
        return Arrays.copyOfRange(background, at, at + FakeSpeech.FRAME);
    }

    /** Whether there were words in what {@link #next} gave last. */
    boolean speaking() {
        return speaking;
    }

    void stop() {
        Saying underWay = sayings.peek();
        sayings.clear();
        if (underWay != null) {
            underWay.said.run();
        }
    }

    private static byte[] silence() {
        byte[] silence = new byte[FakeSpeech.FRAME];
        Arrays.fill(silence, FakeSpeech.SILENCE);
        return silence;
    }

    /** A second of white noise. */
    private static byte[] noise(double dbfs) {
        SplittableRandom random = new SplittableRandom(1);
        double peak = FULL_SCALE * Math.pow(10, dbfs / 20) * Math.sqrt(3);
        byte[] noise = new byte[NOISE_FRAMES * FakeSpeech.FRAME];
        for (int i = 0; i < noise.length; i++) {
            double sample = peak * (2 * random.nextDouble() - 1);
            noise[i] = G711.encodeMulaw((short) Math.max(-32_767, Math.min(32_767, Math.round(sample))));
        }
        return noise;
    }
}
