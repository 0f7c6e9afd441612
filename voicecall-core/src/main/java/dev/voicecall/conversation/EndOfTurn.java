package dev.voicecall.conversation;

import dev.voicecall.TurnTaking;
import java.time.Duration;

/** Decides when a turn is over. Safe for use by many threads. */
@FunctionalInterface
interface EndOfTurn {
    /**
     * How much silence ends the turn.
     *
     * @param words what was said in it so far
     */
    Duration silenceAfter(String words);

    /** By silence, but sooner after words that are complete, and later after words that are not. */
    static EndOfTurn byWords(TurnTaking times, TurnWords language) {
        return words -> {
            if (language.isHanging(words)) {
                return times.hangingSilence();
            }
            return language.isComplete(words) ? times.completeSilence() : times.endSilence();
        };
    }
}
