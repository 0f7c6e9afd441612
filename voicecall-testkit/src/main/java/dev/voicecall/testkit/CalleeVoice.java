package dev.voicecall.testkit;

import java.time.Duration;

/**
 * How a {@link Callee} speaks and understands where sound travels. {@link FakeSpeech} by default; with a real voice and a
 * real recognizer, a callee talks to whoever calls.
 *
 * <p>Saying and understanding may block. Safe for use by many threads.
 */
@FunctionalInterface
public interface CalleeVoice {
    /**
     * Says something.
     *
     * @return μ-law at 8 kHz, any number of bytes
     */
    byte[] say(String words);

    /** How long it takes to say something, where texts travel instead of sound; by default the {@link SpeakingTime}. */
    default Duration length(String words) {
        return SpeakingTime.of(words);
    }

    /**
     * Understands what was said to the callee, where it was not {@link FakeSpeech}; by default nothing.
     *
     * @param muLaw μ-law at 8 kHz, from the first sound to the last
     * @return the words; empty if none
     */
    default String understand(byte[] muLaw) {
        return "";
    }
}
