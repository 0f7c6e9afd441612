package dev.voicecall;

import dev.voicecall.Utterance.Speaker;
import java.time.Duration;
import java.util.List;
import java.util.Optional;
import java.util.OptionalDouble;

/**
 * What came of a call. Immutable, if its answer is.
 *
 * @param <T> what an answer is
 * @param outcome how the call ended
 * @param answer the answer, or what the script returned. With another outcome than {@link Outcome#ANSWERED} it is there
 *     only if the script caught the end of the call and returned what it had.
 * @param callId the carrier's name for the call; empty if the carrier never took it
 * @param recordId our name for the call, by which {@link VoiceCalls#record} finds its record
 * @param duration from being picked up to the end; zero if nobody picked up
 * @param answeredBy who picked up, as far as is known
 * @param transcript what was said, in order
 * @param failure what broke; present if the outcome is {@link Outcome#FAILED}, and where the carrier gave a reason for
 *     {@link Outcome#REJECTED}
 */
public record CallResult<T>(
        Outcome outcome,
        Optional<T> answer,
        Optional<String> callId,
        String recordId,
        Duration duration,
        AnsweredBy answeredBy,
        List<Utterance> transcript,
        Optional<Throwable> failure) {

    /** How sure the recognizer was of the last thing that the other side said, 0 to 1; empty where it did not say. */
    public OptionalDouble confidence() {
        return transcript.stream()
                .filter(utterance -> utterance.speaker() == Speaker.THEM)
                .reduce((first, second) -> second)
                .map(Utterance::confidence)
                .orElse(OptionalDouble.empty());
    }
}
