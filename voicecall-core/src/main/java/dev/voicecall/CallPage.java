package dev.voicecall;

import java.time.Duration;
import java.time.Instant;
import java.util.List;
import java.util.Optional;

/**
 * Some of the calls that a {@link CallQuery} asks for. Immutable.
 *
 * @param calls the newest first
 * @param next where the next page begins; empty if there is none
 */
public record CallPage(List<Entry> calls, Optional<String> next) {
    /** Copies the calls. */
    public CallPage {
        calls = List.copyOf(calls);
    }

    /**
     * The page that a store has found.
     *
     * @param found the calls of the page, the newest first, and one more if there is one
     * @param limit how many there are on a page at most
     */
    public static CallPage of(List<Entry> found, int limit) {
        if (found.size() <= limit) {
            return new CallPage(found, Optional.empty());
        }
        List<Entry> calls = found.subList(0, limit);
        return new CallPage(
                calls, Optional.of(CallCursor.of(calls.get(limit - 1)).text()));
    }

    /**
     * A call in a list. Immutable.
     *
     * @param id our name for the call
     * @param callId the carrier's
     * @param direction who called whom
     * @param from the calling party as the carrier names it
     * @param to the called party, likewise
     * @param startedAt when it was placed, or came in
     * @param status where it is
     * @param outcome how it ended; empty while it has not
     * @param duration from being picked up to the end; empty if it was not picked up, or is not over
     */
    public record Entry(
            String id,
            Optional<String> callId,
            Direction direction,
            String from,
            String to,
            Instant startedAt,
            CallRecord.Status status,
            Optional<Outcome> outcome,
            Optional<Duration> duration) {

        /** What a list says of a call. */
        public static Entry of(CallRecord call) {
            return new Entry(
                    call.id(),
                    call.callId(),
                    call.direction(),
                    call.from(),
                    call.to(),
                    call.startedAt(),
                    call.status(),
                    call.outcome(),
                    call.duration());
        }

        /** Which call it is, with the parties' numbers hidden, for logs. */
        @Override
        public String toString() {
            return new CallInfo(direction, callId, from, to) + ": " + status;
        }
    }
}
