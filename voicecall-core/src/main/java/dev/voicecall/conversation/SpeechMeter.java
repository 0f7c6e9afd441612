package dev.voicecall.conversation;

import dev.voicecall.audio.G711;

/**
 * Finds from when until when somebody speaks, in the sound of one side, by its energy over a noise floor.
 *
 * <p>Other than a detector that decides about turns it may look back: speech begins and ends with the very millisecond that is
 * loud, so that the sum of many silences is right, too. Pauses within speech of less than 200 ms belong to it. What is loud for
 * less than 40 ms in all, or over before 60 ms, is a click and not speech. The floor falls fast and rises slowly, like that of
 * {@link dev.voicecall.spi.VoiceActivityDetector#energy()}, and loud is what is 9 dB over it, never less than -48 dB of full
 * scale. It begins with what is heard first, but not over -35 dB, since that might be speech.
 *
 * <p>Positions are in samples at 8 kHz. Belongs to one side of a call; not safe for use by several threads.
 */
public final class SpeechMeter {
    private static final int SAMPLES_PER_MILLI = 8;
    /** 20 ms, for the floor. */
    private static final int FRAME = 20 * SAMPLES_PER_MILLI;

    private static final int LONGEST_PAUSE = 200 * SAMPLES_PER_MILLI;
    private static final int SHORTEST_SPEECH = 60 * SAMPLES_PER_MILLI;
    private static final int LEAST_LOUD = 40 * SAMPLES_PER_MILLI;

    private static final double LOUD = ratio(9);
    private static final double LOWEST_FLOOR = fullScale(-57);
    private static final double HIGHEST_FIRST_FLOOR = fullScale(-35);
    /** How much of the way to a quieter frame the floor goes at once. */
    private static final double FALL = 0.3;
    /** 10 dB a second while nobody speaks, in frames of 20 ms; 2.5 dB in speech. */
    private static final double RISE = ratio(10 / 50.0);

    private static final double RISE_IN_SPEECH = ratio(2.5 / 50.0);

    private static final int[] SQUARES = new int[256];

    static {
        for (int code = 0; code < SQUARES.length; code++) {
            int sample = G711.decodeMulaw((byte) code);
            SQUARES[code] = sample * sample;
        }
    }

    private final Listener listener;
    private double floor = HIGHEST_FIRST_FLOOR;
    private boolean floorKnown;
    /** What the squares of a millisecond have to add up to. */
    private long loud = threshold(HIGHEST_FIRST_FLOOR);

    private long position;
    private int inMilli;
    private long milliPower;
    private int inFrame;
    private long framePower;

    private long begin = -1;
    private long end;
    private int loudSamples;
    /** Whether it is certain that what began is not a click. */
    private boolean speaking;

    /** Hears when somebody speaks. */
    @FunctionalInterface
    public interface Listener {
        /** Somebody has begun to speak; comes as soon as it can't be a click, 60 ms after the beginning at the earliest. */
        default void onSpeechBegan() {}

        /** Somebody spoke from one position to another; comes 200 ms after the end at the earliest, once for each beginning. */
        void onSpeech(long beginSamples, long endSamples);
    }

    /** A meter that has heard nothing yet, from position 0 on. */
    public SpeechMeter(Listener listener) {
        this.listener = listener;
    }

    /**
     * Hears sound. What is missing before it was silence; what was there before is not heard again.
     *
     * @param from where it begins
     * @param muLaw μ-law, one byte per sample
     */
    public void hear(long from, byte[] muLaw) {
        hear(from, muLaw, 0, muLaw.length);
    }

    /** As {@link #hear(long, byte[])}, of a part of an array. */
    public void hear(long from, byte[] muLaw, int offset, int length) {
        silence(from);
        int known = (int) Math.min(length, heardTo() - from);
        for (int i = offset + known; i < offset + length; i++) {
            milliPower += SQUARES[muLaw[i] & 0xFF];
            if (++inMilli == SAMPLES_PER_MILLI) {
                milli();
            }
        }
    }

    /** There is nothing but silence up to a position; if that was passed already, nothing happens. */
    public void silence(long until) {
        if (until > heardTo()) {
            position = until;
            inMilli = 0;
            milliPower = 0;
            quiet();
        }
    }

    private long heardTo() {
        return position + inMilli;
    }

    private void milli() {
        position += SAMPLES_PER_MILLI;
        if (milliPower >= loud) {
            begin = begin < 0 ? position - SAMPLES_PER_MILLI : begin;
            end = position;
            loudSamples += SAMPLES_PER_MILLI;
            if (!speaking && loudSamples >= LEAST_LOUD && end - begin >= SHORTEST_SPEECH) {
                speaking = true;
                listener.onSpeechBegan();
            }
        } else {
            quiet();
        }
        framePower += milliPower;
        milliPower = 0;
        inMilli = 0;
        inFrame += SAMPLES_PER_MILLI;
        if (inFrame == FRAME) {
            follow((double) framePower / FRAME);
            framePower = 0;
            inFrame = 0;
        }
    }

    private void quiet() {
        int longest = loudSamples < LEAST_LOUD ? SHORTEST_SPEECH : LONGEST_PAUSE;
        if (begin >= 0 && position - end >= longest) {
            end();
        }
    }

    private void follow(double power) {
        double rise = begin < 0 ? RISE : RISE_IN_SPEECH;
        double fall = floorKnown ? FALL : 1;
        floorKnown = true;
        double followed = power < floor ? floor + fall * (power - floor) : Math.min(power, floor * rise);
        floor = Math.max(LOWEST_FLOOR, followed);
        loud = threshold(floor);
    }

    /** Nothing more comes: whoever speaks has finished with the last that was heard. */
    public void end() {
        boolean spoke = speaking;
        long from = begin;
        speaking = false;
        begin = -1;
        loudSamples = 0;
        if (spoke) {
            listener.onSpeech(from, end);
        }
    }

    private static long threshold(double floor) {
        return (long) (floor * LOUD * SAMPLES_PER_MILLI);
    }

    private static double fullScale(double decibels) {
        return 32_768.0 * 32_768.0 * ratio(decibels);
    }

    private static double ratio(double decibels) {
        return Math.pow(10, decibels / 10);
    }
}
