package dev.voicecall;

/**
 * Hears of recordings: while they are made, when their sound is there, and what was said on them.
 *
 * <p>All methods are called on worker threads, several at once, and may block; {@link #onRecording} only for as long as the news of
 * other recordings may wait. What they throw is logged. Safe for use by many threads.
 */
public interface RecordingListener {
    /**
     * Something is known of a recording that was not before: that it is being made, that its sound is there, that there is none.
     * The {@linkplain dev.voicecall.spi.CallStore store} has it already.
     */
    default void onRecording(Recording recording) {}

    /**
     * A recording was transcribed. The store has the transcript already. Called once; once more if the program dies before that
     * could be written down.
     *
     * @param recording with its {@linkplain Recording#transcript() transcript}
     */
    default void onTranscribed(Recording recording) {}

    /**
     * A recording could not be transcribed, as often as it was tried. Called once; if the program dies before that could be
     * written down, it is tried anew.
     *
     * @param problem why
     */
    default void onFailed(Recording recording, VoiceCallException problem) {}
}
