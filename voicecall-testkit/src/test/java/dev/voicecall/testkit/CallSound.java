package dev.voicecall.testkit;

import java.time.Duration;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;

/**
 * Both sides of a recorded call as stretches of sound, to the frame. Immutable.
 *
 * @param heard what the callee heard
 * @param said what it said
 */
record CallSound(List<Stretch> heard, List<Stretch> said) {
    private static final int FRAME_MILLIS = 20;
    /** So much silence is between two stretches: more than between two words. */
    private static final int GAP_FRAMES = 6;

    private static final int HEADER = 44;

    /**
     * Sound without a gap. Immutable.
     *
     * @param from when it begins, since the line was opened
     * @param to when it ends
     * @param words what was said in it, if that can be understood
     */
    record Stretch(Duration from, Duration to, String words) {
        Duration length() {
            return to.minus(from);
        }
    }

    static CallSound of(CalleeOnCall callee) {
        byte[] wav = callee.recording();
        return new CallSound(stretches(side(wav, 0)), stretches(side(wav, 1)));
    }

    /** The stretch in which a word was heard. */
    Stretch heard(String word) {
        return find(heard, word);
    }

    /** The stretch in which a word was said. */
    Stretch said(String word) {
        return find(said, word);
    }

    private static Stretch find(List<Stretch> stretches, String word) {
        return stretches.stream()
                .filter(stretch -> stretch.words.contains(word))
                .findFirst()
                .orElseThrow(() -> new AssertionError("\"" + word + "\" is not in " + stretches));
    }

    private static byte[] side(byte[] wav, int side) {
        byte[] samples = new byte[Math.max(0, wav.length - HEADER) / 2];
        for (int i = 0; i < samples.length; i++) {
            samples[i] = wav[HEADER + 2 * i + side];
        }
        return samples;
    }

    private static List<Stretch> stretches(byte[] sound) {
        List<Stretch> stretches = new ArrayList<>();
        int begin = -1;
        int end = -1;
        int frames = sound.length / FakeSpeech.FRAME;
        for (int frame = 0; frame <= frames; frame++) {
            if (frame < frames && isSound(sound, frame)) {
                begin = begin < 0 ? frame : begin;
                end = frame + 1;
            } else if (begin >= 0 && (frame == frames || frame - end >= GAP_FRAMES)) {
                byte[] part = Arrays.copyOfRange(sound, begin * FakeSpeech.FRAME, end * FakeSpeech.FRAME);
                stretches.add(new Stretch(at(begin), at(end), FakeSpeech.understand(part)));
                begin = -1;
            }
        }
        return stretches;
    }

    private static boolean isSound(byte[] sound, int frame) {
        for (int i = frame * FakeSpeech.FRAME; i < (frame + 1) * FakeSpeech.FRAME; i++) {
            if (sound[i] != FakeSpeech.SILENCE && sound[i] != 0x7F) {
                return true;
            }
        }
        return false;
    }

    private static Duration at(int frame) {
        return Duration.ofMillis((long) frame * FRAME_MILLIS);
    }
}
