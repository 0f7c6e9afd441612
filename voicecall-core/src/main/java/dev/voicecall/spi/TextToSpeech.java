package dev.voicecall.spi;

import dev.voicecall.Usage;
import dev.voicecall.audio.AudioFormat;

/** Turns text into speech. Safe for use by many threads. */
public interface TextToSpeech {
    /** The format of all sound that is synthesized. What is not {@link AudioFormat#TELEPHONE} is converted. */
    AudioFormat format();

    /**
     * Speaks a text, usually a sentence. Called on a thread that may block, and interrupted when nobody wants to hear it any
     * more.
     *
     * @param speech the text; its voice is a name that this voice-maker knows, or empty for its default
     * @param out takes the sound as it comes
     * @throws InterruptedException if nobody wants to hear it any more
     * @throws Exception if it fails; a {@link dev.voicecall.ProviderException} says whether trying again may help
     */
    void synthesize(Speech speech, AudioSink out) throws Exception;

    /** Takes sound. Called by the thread that synthesizes. */
    @FunctionalInterface
    interface AudioSink {
        /**
         * Takes the next piece. Blocks as long as much more is there than can be played soon.
         *
         * @param sound in the {@link TextToSpeech#format() format}; any number of bytes; not changed afterwards
         * @throws InterruptedException if nobody wants to hear it any more
         */
        void write(byte[] sound) throws InterruptedException;

        /** Tells what was used of a provider for this text, once that is known, for the call's record. */
        default void used(Usage usage) {}
    }
}
