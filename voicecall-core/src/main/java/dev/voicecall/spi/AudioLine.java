package dev.voicecall.spi;

/**
 * The sound of a call in both directions, as long as a {@link Step.Stream} is under way. Sound is μ-law, 8,000 samples per
 * second, one byte each ({@link dev.voicecall.audio.AudioFormat#TELEPHONE}).
 *
 * <p>The carrier queues what it is sent and plays it in real time. It echoes a mark when all that was sent before it has been
 * played, at once if there is nothing to play, and when {@link #clear()} throws it away: an echo alone is no proof that
 * anything was heard.
 *
 * <p>Belongs to one call; called on the leg's mailbox. Nothing blocks. After the line is closed all methods do nothing.
 */
public interface AudioLine {
    /**
     * Queues sound to be played to the other side. Whoever sends more than a minute of it faster than the network takes it
     * breaks the line.
     *
     * @param muLaw μ-law, any number of whole 20-ms frames (160 bytes each); not changed afterwards by either side
     * @throws IllegalArgumentException if it is no frame at all, or the last one isn't whole
     */
    void send(byte[] muLaw);

    /**
     * Asks to be told when all that was sent so far has been played.
     *
     * @param name unique on this line
     */
    void mark(String name);

    /** Silences the line at once: what is queued is thrown away, and the marks within are echoed. */
    void clear();

    /** Ends the {@link Step.Stream}, which completes with {@link StepResult.Done}. What is queued is lost. */
    void close();

    /** Hears of what comes over the line. Called on the leg's mailbox. */
    interface Listener {
        /** The line stands. Comes first, and again with another line if the carrier had to open it anew. */
        void onOpen(AudioLine line);

        /**
         * The other side's sound; usually 20 ms, but any length.
         *
         * @param positionSamples where it begins, in samples since the line was opened, by the carrier's clock: a jump
         *     means that sound was lost, or that there was none
         * @param muLaw belongs to the listener
         */
        void onAudio(long positionSamples, byte[] muLaw);

        /** A mark was echoed. */
        void onMark(String name);

        /** The other side pressed a key: {@code 0-9 * #} or {@code A-D}. */
        void onKey(char key);
    }
}
