package dev.voicecall.testkit;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import dev.voicecall.audio.G711;
import dev.voicecall.spi.VoiceActivityDetector;
import dev.voicecall.spi.VoiceActivityDetector.Detection;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import org.junit.jupiter.api.Test;

/**
 * What every {@link VoiceActivityDetector} does: hears speech begin and end within a fraction of a second, and keeps calls
 * apart. Extend it to test a detector of your own.
 *
 * <p>Called by one thread at a time.
 */
public abstract class VoiceActivityDetectorContract {
    private static final int FRAME = VoiceActivityDetector.FRAME_SAMPLES;
    private static final int SECOND = 50;
    /** How late the begin of speech may be noticed, in frames: 300 ms. */
    private static final int BEGIN = 15;
    /** How late the end of speech may be noticed, in frames: 1 s. */
    private static final int END = 50;

    /** For subclasses. */
    protected VoiceActivityDetectorContract() {}

    /** Makes the detector under test. */
    protected abstract VoiceActivityDetector detector();

    /** Speech of one to five seconds, 16-bit samples at 8 kHz; {@link FakeSpeech} by default. Override it for a detector that knows better. */
    protected short[] speech() {
        byte[] sound = FakeSpeech.say("Good morning, how can I help you today?");
        short[] samples = new short[sound.length];
        G711.decodeMulaw(sound, 0, sound.length, samples, 0);
        return samples;
    }

    @Test
    void hearsNothingInSilence() {
        assertFalse(run(detector().start(), new short[10 * SECOND * FRAME]).contains(true));
    }

    @Test
    void hearsSpeechBeginAndEnd() {
        int speech = speech().length / FRAME;
        List<Boolean> heard = run(detector().start(), between(2 * SECOND, speech, 2 * SECOND));
        int first = heard.indexOf(true);
        int last = heard.lastIndexOf(true);
        assertTrue(first >= 2 * SECOND - 1 && first <= 2 * SECOND + BEGIN, () -> "began at frame " + first);
        int end = 2 * SECOND + speech;
        assertTrue(last >= end - BEGIN && last <= end + END, () -> "ended at frame " + last + ", speech at " + end);
    }

    @Test
    void hearsMostOfTheSpeech() {
        int speech = speech().length / FRAME;
        long heard = run(detector().start(), between(SECOND, speech, SECOND)).stream()
                .filter(b -> b)
                .count();
        assertTrue(heard > speech / 2, () -> heard + " of " + speech + " frames");
    }

    @Test
    void keepsCallsApart() {
        VoiceActivityDetector detector = detector();
        short[] samples = between(SECOND, speech().length / FRAME, SECOND);
        List<Boolean> alone = run(detector.start(), samples);
        Detection one = detector.start();
        Detection other = detector.start();
        List<Boolean> together = new ArrayList<>();
        for (int at = 0; at + FRAME <= samples.length; at += FRAME) {
            together.add(one.isSpeech(samples, at));
            other.isSpeech(new short[FRAME], 0);
        }
        assertEquals(alone, together);
    }

    @Test
    void changesNoSample() {
        short[] samples = speech();
        short[] before = samples.clone();
        run(detector().start(), samples);
        assertTrue(Arrays.equals(before, samples));
    }

    @Test
    void needsAWholeFrame() {
        Detection detection = detector().start();
        assertThrows(IndexOutOfBoundsException.class, () -> detection.isSpeech(new short[FRAME], 1));
        assertThrows(IndexOutOfBoundsException.class, () -> detection.isSpeech(new short[FRAME], -1));
    }

    private static List<Boolean> run(Detection detection, short[] samples) {
        List<Boolean> heard = new ArrayList<>();
        for (int at = 0; at + FRAME <= samples.length; at += FRAME) {
            heard.add(detection.isSpeech(samples, at));
        }
        return heard;
    }

    /** The speech with so many frames of silence before and after. */
    private short[] between(int before, int speech, int after) {
        short[] samples = new short[(before + speech + after) * FRAME];
        System.arraycopy(speech(), 0, samples, before * FRAME, speech * FRAME);
        return samples;
    }
}
