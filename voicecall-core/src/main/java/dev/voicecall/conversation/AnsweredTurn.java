package dev.voicecall.conversation;

import dev.voicecall.Turn;
import dev.voicecall.conversation.Hearing.HeardTurn;
import java.time.Duration;
import org.jspecify.annotations.Nullable;

/**
 * A turn of the other side that is being answered. Immutable.
 *
 * @param number from 1
 * @param words what was said, or the keys that were pressed
 * @param endedNanos when that was over
 * @param wordsKnownNanos when it was known
 * @param decidedNanos when it was decided that it was over
 */
record AnsweredTurn(int number, String words, long endedNanos, long wordsKnownNanos, long decidedNanos) {

    /** @param turn with which the words ended; null if they are keys, which are known as soon as they are pressed */
    static AnsweredTurn of(int number, String words, @Nullable HeardTurn turn, long nowNanos) {
        return turn == null
                ? new AnsweredTurn(number, words, nowNanos, nowNanos, nowNanos)
                : new AnsweredTurn(number, words, turn.speechEndedNanos(), turn.wordsKnownNanos(), turn.decidedNanos());
    }

    /**
     * Where the time went.
     *
     * @param firstWordNanos when the first of the answer was there; null if that was at once
     * @param soundSentNanos when the first of its sound was sent
     */
    Turn measured(@Nullable Long firstWordNanos, Duration synthesis, long soundSentNanos) {
        return new Turn(
                number,
                words,
                Duration.ofNanos(decidedNanos - endedNanos),
                Duration.ofNanos(wordsKnownNanos - endedNanos),
                Duration.ofNanos(firstWordNanos == null ? 0 : Math.max(0, firstWordNanos - decidedNanos)),
                synthesis,
                Duration.ofNanos(soundSentNanos - endedNanos));
    }
}
