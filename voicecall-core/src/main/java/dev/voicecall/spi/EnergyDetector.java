package dev.voicecall.spi;

import java.util.Objects;

/**
 * Finds speech by its energy over a noise floor: "fast down, slow up". Powers are mean squares of samples, without what is
 * constant in them (DC). Belongs to one call; not safe for use by several threads.
 */
final class EnergyDetector implements VoiceActivityDetector.Detection {
    /** Speech begins so far over the floor... */
    private static final double ENTER = ratio(9);

    /** ...and ends where it is less than so far over it. */
    private static final double LEAVE = ratio(6);

    /** Two frames, so that a click is not speech. */
    private static final int ONSET_FRAMES = 2;

    /** 120 ms, which bridges the closure of a plosive and the dips between syllables. */
    private static final int HANGOVER_FRAMES = 6;

    /**
     * The floor is never taken to be lower than -57 dB of full scale. So nothing below -48 dB is speech, neither digital
     * silence nor comfort noise (usually -50 dB and less); speech on the telephone is at -26 dB, when quiet at -40.
     */
    private static final double LOWEST_FLOOR = fullScale(-57);

    /** Where the floor is before anything was heard: louder than most lines, so that the first frames aren't speech. */
    private static final double FIRST_FLOOR = fullScale(-50);

    /** How much of the way to a quieter frame the floor goes at once. */
    private static final double FALL = 0.3;

    /** 10 dB a second while nobody speaks, in frames of 20 ms. */
    private static final double RISE = ratio(10 / 50.0);

    /** 2.5 dB a second in speech. Its pauses take the floor back, but one that stopped could be caught by a noise. */
    private static final double RISE_IN_SPEECH = ratio(2.5 / 50.0);

    private double floor = FIRST_FLOOR;
    private int loudFrames;
    private int hangoverFrames;

    @Override
    public boolean isSpeech(short[] samples, int offset) {
        double power = power(samples, offset);
        boolean speaking = hangoverFrames > 0;
        follow(power, speaking);
        loudFrames = power >= floor * ENTER ? loudFrames + 1 : 0;
        if (loudFrames >= ONSET_FRAMES || (speaking && power >= floor * LEAVE)) {
            hangoverFrames = HANGOVER_FRAMES;
            return true;
        }
        hangoverFrames = Math.max(0, hangoverFrames - 1);
        return hangoverFrames > 0;
    }

    private void follow(double power, boolean speaking) {
        double followed = power < floor
                ? floor + FALL * (power - floor)
                : Math.min(power, floor * (speaking ? RISE_IN_SPEECH : RISE));
        floor = Math.max(LOWEST_FLOOR, followed);
    }

    private static double power(short[] samples, int offset) {
        Objects.checkFromIndexSize(offset, VoiceActivityDetector.FRAME_SAMPLES, samples.length);
        int sum = 0;
        long squares = 0;
        for (int i = offset; i < offset + VoiceActivityDetector.FRAME_SAMPLES; i++) {
            sum += samples[i];
            squares += samples[i] * samples[i];
        }
        double mean = (double) sum / VoiceActivityDetector.FRAME_SAMPLES;
        return (double) squares / VoiceActivityDetector.FRAME_SAMPLES - mean * mean;
    }

    private static double fullScale(double decibels) {
        return 32_768.0 * 32_768.0 * ratio(decibels);
    }

    private static double ratio(double decibels) {
        return Math.pow(10, decibels / 10);
    }
}
