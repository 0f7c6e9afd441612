package dev.voicecall.conversation;

import dev.voicecall.TurnTaking;
import java.time.Duration;

/**
 * Finds utterances in a sequence of frames of 20 ms that are speech or not: stretches of speech with pauses no longer than
 * {@link TurnTaking#pause()}. Belongs to one call; called on its mailbox.
 */
final class TurnDetector {
    static final int FRAME_MILLIS = 20;

    /** What a frame changed. */
    enum Change {
        /** Nothing. */
        NONE,
        /** Somebody has begun to speak. */
        UTTERANCE_BEGAN,
        /** Somebody pauses; what was said so far is an utterance. */
        UTTERANCE_ENDED
    }

    private final int minSpeechMillis;
    private final int pauseMillis;
    private boolean speaking;
    private int candidateMillis;
    private int speechMillis;
    private int silenceMillis;

    TurnDetector(TurnTaking times) {
        this.minSpeechMillis = (int) times.minSpeech().toMillis();
        this.pauseMillis = (int) times.pause().toMillis();
    }

    Change frame(boolean speech) {
        silenceMillis = speech ? 0 : silenceMillis + FRAME_MILLIS;
        if (speaking) {
            speechMillis += speech ? FRAME_MILLIS : 0;
            if (silenceMillis >= pauseMillis) {
                speaking = false;
                candidateMillis = 0;
                return Change.UTTERANCE_ENDED;
            }
            return Change.NONE;
        }
        candidateMillis = speech ? candidateMillis + FRAME_MILLIS : Math.max(0, candidateMillis - FRAME_MILLIS);
        if (candidateMillis >= minSpeechMillis) {
            speaking = true;
            speechMillis = candidateMillis;
            return Change.UTTERANCE_BEGAN;
        }
        return Change.NONE;
    }

    /** Whether an utterance is under way. */
    boolean isSpeaking() {
        return speaking;
    }

    /** How much was spoken in this utterance, or in the last one. */
    Duration speech() {
        return Duration.ofMillis(speechMillis);
    }

    /** For how long nobody has spoken. */
    Duration silence() {
        return Duration.ofMillis(silenceMillis);
    }

    /** The utterance is over, whatever is to be heard. */
    void cut() {
        speaking = false;
        candidateMillis = 0;
    }
}
