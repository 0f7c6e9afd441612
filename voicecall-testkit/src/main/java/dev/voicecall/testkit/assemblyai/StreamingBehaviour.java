package dev.voicecall.testkit.assemblyai;

import java.time.Duration;
import java.util.HashMap;
import java.util.Map;
import java.util.Optional;

/**
 * How simulated streaming behaves. Immutable: each method returns a changed copy.
 *
 * @param latency from sound to what is said of it
 * @param twoFinals whether a final turn comes twice, unformatted and then formatted, as it did in 2025
 * @param answersSilence whether {@code ForceEndpoint} is answered with an empty turn if nothing was heard
 * @param deaf whether sessions begin and then say nothing any more
 * @param maxSession how long a session lasts
 * @param maxSessions how many there may be at once
 * @param closes which sessions, counted from 1, are closed by the server in the middle
 */
public record StreamingBehaviour(
        Duration latency,
        boolean twoFinals,
        boolean answersSilence,
        boolean deaf,
        Duration maxSession,
        int maxSessions,
        Map<Integer, Close> closes) {

    /**
     * The server closes a session. Immutable.
     *
     * @param afterChunks after so many messages of sound
     * @param code with which code; 0 to break the connection without one
     * @param reason in words
     */
    public record Close(int afterChunks, int code, String reason) {}

    /** Copies the map. */
    public StreamingBehaviour {
        closes = Map.copyOf(closes);
    }

    /** As AssemblyAI usually is: 150 ms late, one final turn, no answer to silence, three hours, a hundred sessions. */
    public static StreamingBehaviour usual() {
        return new StreamingBehaviour(Duration.ofMillis(150), false, false, false, Duration.ofHours(3), 100, Map.of());
    }

    /** The same, so late. */
    public StreamingBehaviour withLatency(Duration time) {
        return new StreamingBehaviour(time, twoFinals, answersSilence, deaf, maxSession, maxSessions, closes);
    }

    /** The same, with two final messages for each turn. */
    public StreamingBehaviour withTwoFinals() {
        return new StreamingBehaviour(latency, true, answersSilence, deaf, maxSession, maxSessions, closes);
    }

    /** The same, with an answer to silence. */
    public StreamingBehaviour answeringSilence() {
        return new StreamingBehaviour(latency, twoFinals, true, deaf, maxSession, maxSessions, closes);
    }

    /** The same, but sessions say nothing. */
    public StreamingBehaviour thatIsDeaf() {
        return new StreamingBehaviour(latency, twoFinals, answersSilence, true, maxSession, maxSessions, closes);
    }

    /** The same, but sessions last so long. */
    public StreamingBehaviour withMaxSession(Duration time) {
        return new StreamingBehaviour(latency, twoFinals, answersSilence, deaf, time, maxSessions, closes);
    }

    /** The same, but there may be so many sessions at once. */
    public StreamingBehaviour withMaxSessions(int count) {
        return new StreamingBehaviour(latency, twoFinals, answersSilence, deaf, maxSession, count, closes);
    }

    /** The same, and the session with this number is closed so. */
    public StreamingBehaviour withClose(int session, Close how) {
        Map<Integer, Close> more = new HashMap<>(closes);
        more.put(session, how);
        return new StreamingBehaviour(latency, twoFinals, answersSilence, deaf, maxSession, maxSessions, more);
    }

    Optional<Close> close(int session) {
        return Optional.ofNullable(closes.get(session));
    }
}
