package dev.voicecall.spi;

/**
 * Tells speech from silence on a telephone line, frame by frame.
 *
 * <p>What comes with the library goes by {@linkplain #energy() energy}; an adapter may bring a model that knows
 * better. Each side of a call has a {@link Detection} of its own. Safe for use by many threads.
 */
public interface VoiceActivityDetector {
    /** The samples of a frame: 20 ms at 8 kHz, which is what carriers send at a time. */
    int FRAME_SAMPLES = 160;

    /** Begins with a line of which nothing is known yet. */
    Detection start();

    /**
     * A detector that compares each frame's energy with a noise floor, which follows the line.
     *
     * <p>Speech is what is at least 9 dB over the floor for 40 ms, and never less than -48 dB of full scale (an RMS of 130).
     * It lasts until 120 ms have been less than 6 dB over the floor.
     *
     * <p>The floor is at -50 dB of full scale when a line begins. Noise that is 9 dB or more over the floor, from the
     * beginning or from then on, is taken for speech until the floor has come up to it: for (rise in dB - 6) / 2.5 seconds,
     * that is less than 4 s after a rise of 15 dB. Takes less than a microsecond per frame, and no memory.
     */
    static VoiceActivityDetector energy() {
        return EnergyDetector::new;
    }

    /** One side of one call, heard from its beginning. Belongs to one call; not safe for use by several threads. */
    interface Detection {
        /**
         * Hears the next frame. Does not block.
         *
         * @param samples 16-bit samples at 8 kHz
         * @param offset where in {@code samples} the frame's {@link #FRAME_SAMPLES} begin
         * @return whether someone speaks in this frame, short gaps between words included
         * @throws IndexOutOfBoundsException if there is no whole frame at {@code offset}
         */
        boolean isSpeech(short[] samples, int offset);
    }
}
