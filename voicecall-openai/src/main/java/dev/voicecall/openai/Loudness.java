package dev.voicecall.openai;

import dev.voicecall.audio.AudioFormat;
import dev.voicecall.spi.VoiceActivityDetector;
import java.time.Duration;

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

    /** 20 dB under the loudest frame is no part of a word, but its echo, or the line. */
    private static final double BELOW_PEAK = 0.01;

    private static final Duration FRAME = Duration.ofMillis(20);

    /** @param pcm 16-bit samples of {@link AudioFormat#PCM_8K} */
    static Loudness of(byte[] pcm) {
        int frames = pcm.length / (2 * VoiceActivityDetector.FRAME_SAMPLES);
        double[] powers = new double[frames];
        double loudest = 0;
        for (int frame = 0; frame < frames; frame++) {
            powers[frame] = power(pcm, frame * 2 * VoiceActivityDetector.FRAME_SAMPLES);
            loudest = Math.max(loudest, powers[frame]);
        }
        int loud = 0;
        for (double power : powers) {
            loud += power >= AUDIBLE && power >= loudest * BELOW_PEAK ? 1 : 0;
        }
        return new Loudness(FRAME.multipliedBy(loud));
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
