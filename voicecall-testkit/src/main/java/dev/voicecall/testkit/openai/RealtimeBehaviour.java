package dev.voicecall.testkit.openai;

import java.time.Duration;
import java.util.HashMap;
import java.util.HashSet;
import java.util.Map;
import java.util.Set;

/**
 * How the Realtime side behaves: how fast, how late, and what goes wrong. The same seed gives the same chances. Immutable: each
 * method returns a changed copy.
 *
 * @param seed of all chances
 * @param thinking how long it takes from a turn's end to the answer's first event after {@code response.created}
 * @param speed how many seconds of speech it makes in a second; more than 1, or a call runs dry
 * @param transcripts how late the transcript of a turn is at most, evenly spread from zero; so it comes before, during or after
 *     the answer
 * @param maxSession when a session expires
 * @param unknownEvents how probable it is, from 0 to 1, that an event is preceded by one of a type that nobody knows
 * @param faults what goes wrong with which response, counted from 1 over all sessions
 * @param failingTranscripts which transcripts fail, counted from 1 over all sessions
 */
public record RealtimeBehaviour(
        long seed,
        Duration thinking,
        double speed,
        Duration transcripts,
        Duration maxSession,
        double unknownEvents,
        Map<Integer, ResponseFault> faults,
        Set<Integer> failingTranscripts) {

    /** What may go wrong with a response. */
    public enum ResponseFault {
        /** It fails before its first word: too many requests. */
        RATE_LIMITED,
        /** It fails before its first word: the server's fault. */
        FAILED,
        /** It fails when half of its speech is out. */
        FAILED_HALFWAY,
        /** It ends when half of its speech is out: too many tokens. */
        INCOMPLETE,
        /** It ends when half of its speech is out: not to be said. */
        CONTENT_FILTERED,
        /** Nothing comes any more when half of its speech is out. It stays active until it is cancelled. */
        STALLED,
        /** The connection breaks when half of its speech is out. */
        CUT,
        /** Something that is no JSON comes when half of its speech is out; then it goes on. */
        MALFORMED,
        /** Two pieces of its speech come after it has been cancelled and is done. */
        LATE_DELTAS
    }

    /** Copies the collections. */
    public RealtimeBehaviour {
        faults = Map.copyOf(faults);
        failingTranscripts = Set.copyOf(failingTranscripts);
    }

    /**
     * Thinks for 300 ms, speaks five times as fast as one listens, transcribes within a second, expires after an hour; nothing
     * goes wrong.
     */
    public static RealtimeBehaviour usual() {
        return new RealtimeBehaviour(
                1, Duration.ofMillis(300), 5, Duration.ofSeconds(1), Duration.ofMinutes(60), 0, Map.of(), Set.of());
    }

    /** With other luck. */
    public RealtimeBehaviour withSeed(long seed) {
        return new RealtimeBehaviour(
                seed, thinking, speed, transcripts, maxSession, unknownEvents, faults, failingTranscripts);
    }

    /** Thinking for so long. */
    public RealtimeBehaviour withThinking(Duration thinking) {
        return new RealtimeBehaviour(
                seed, thinking, speed, transcripts, maxSession, unknownEvents, faults, failingTranscripts);
    }

    /** Making so many seconds of speech in a second. */
    public RealtimeBehaviour withSpeed(double speed) {
        return new RealtimeBehaviour(
                seed, thinking, speed, transcripts, maxSession, unknownEvents, faults, failingTranscripts);
    }

    /** With transcripts that are so late at most. */
    public RealtimeBehaviour withTranscripts(Duration latest) {
        return new RealtimeBehaviour(
                seed, thinking, speed, latest, maxSession, unknownEvents, faults, failingTranscripts);
    }

    /** With sessions that expire after so long. */
    public RealtimeBehaviour withMaxSession(Duration maxSession) {
        return new RealtimeBehaviour(
                seed, thinking, speed, transcripts, maxSession, unknownEvents, faults, failingTranscripts);
    }

    /** With events of unknown types sprinkled in. */
    public RealtimeBehaviour withUnknownEvents(double probability) {
        return new RealtimeBehaviour(
                seed, thinking, speed, transcripts, maxSession, probability, faults, failingTranscripts);
    }

    /** With this going wrong with the n-th response, counted from 1 over all sessions. */
    public RealtimeBehaviour with(int response, ResponseFault fault) {
        Map<Integer, ResponseFault> more = new HashMap<>(faults);
        more.put(response, fault);
        return new RealtimeBehaviour(
                seed, thinking, speed, transcripts, maxSession, unknownEvents, more, failingTranscripts);
    }

    /** With the n-th transcript failing, counted from 1 over all sessions. */
    public RealtimeBehaviour withFailingTranscript(int transcript) {
        Set<Integer> more = new HashSet<>(failingTranscripts);
        more.add(transcript);
        return new RealtimeBehaviour(seed, thinking, speed, transcripts, maxSession, unknownEvents, faults, more);
    }
}
