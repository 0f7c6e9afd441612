package dev.voicecall.openai;

import dev.voicecall.audio.AudioFormat;
import dev.voicecall.spi.VoiceActivityDetector;
import java.time.Duration;
import java.util.Arrays;

/**
 * How much of an utterance can be heard. Immutable.
 *
 * @param loud the sum of its frames that stand out; gaps are not counted
 */
record Loudness(Duration loud) {
    /**
     * An RMS of 130, -48 dB of full scale: below is the comfort noise of a telephone line (see {@link VoiceActivityDetector#energy()}).
     */
    private static final double AUDIBLE = 130.0 * 130.0;

    /** 20 dB under the peak is no part of a word, but its echo, or the line. */
    private static final double BELOW_PEAK = 0.01;

    /** A peak lasts for so many frames, or else it is a click, and words may be much softer. */
    private static final int PEAK_FRAMES = 3;

    static final Duration FRAME = Duration.ofMillis(20);
    static final int FRAME_BYTES = 2 * VoiceActivityDetector.FRAME_SAMPLES;

    /** @param pcm 16-bit samples of {@link AudioFormat#PCM_8K} */
    static Loudness of(byte[] pcm) {
        return of(powers(pcm));
    }

    /** @param powers of frames, in their order */
    static Loudness of(double[] powers) {
        double least = Math.max(AUDIBLE, peak(powers) * BELOW_PEAK);
        long loud = Arrays.stream(powers).filter(power -> power >= least).count();
        return new Loudness(FRAME.multipliedBy(loud));
    }

    /**
     * The powers of frames of 20 ms.
     *
     * @param pcm 16-bit samples of {@link AudioFormat#PCM_8K}; what is left of a frame is not counted
     */
    static double[] powers(byte[] pcm) {
        double[] powers = new double[pcm.length / FRAME_BYTES];
        for (int frame = 0; frame < powers.length; frame++) {
            powers[frame] = power(pcm, frame * FRAME_BYTES);
        }
        return powers;
    }

    /** Which power is reached by so many frames. */
    private static double peak(double[] powers) {
        double[] sorted = powers.clone();
        Arrays.sort(sorted);
        return sorted.length < PEAK_FRAMES ? 0 : sorted[sorted.length - PEAK_FRAMES];
    }

    /** The mean square, without what is constant (DC). */
    private static double power(byte[] pcm, int offset) {
        double sum = 0;
        double squares = 0;
        for (int i = 0; i < VoiceActivityDetector.FRAME_SAMPLES; i++) {
            int sample = (pcm[offset + 2 * i] & 0xFF) | (pcm[offset + 2 * i + 1] << 8);
            sum += sample;
            squares += (double) sample * sample;
        }
        double mean = sum / VoiceActivityDetector.FRAME_SAMPLES;
        return squares / VoiceActivityDetector.FRAME_SAMPLES - mean * mean;
    }
}
