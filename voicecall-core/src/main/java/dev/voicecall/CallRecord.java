package dev.voicecall;

import java.time.Duration;
import java.time.Instant;
import java.util.List;
import java.util.Optional;

/**
 * What is known of a call: while it is under way as far as it has come, afterwards all of it. Immutable.
 *
 * @param id our name for the call, unique for ever; there before the carrier has given its own
 * @param callId the carrier's name for the call, Twilio's CallSid; empty if the carrier never took it
 * @param direction who called whom
 * @param from the calling party as the carrier names it
 * @param to the called party, likewise
 * @param startedAt when it was placed, or came in
 * @param statuses where it has been, in order, from the first to the present; never empty
 * @param outcome how it ended; empty while it has not
 * @param answeredBy who picked up, as far as is known
 * @param transcript what was said, in order
 * @param turns the exchanges with an agent, with where the time went
 * @param tools what an agent's model had done
 * @param timeline who spoke when, and when the call was on hold
 * @param recordings what was recorded, as far as is known by now
 * @param usage what was used of providers, one for each provider and model; empty where they do not tell
 * @param errors what went wrong, in order
 */
public record CallRecord(
        String id,
        Optional<String> callId,
        Direction direction,
        String from,
        String to,
        Instant startedAt,
        List<StatusChange> statuses,
        Optional<Outcome> outcome,
        AnsweredBy answeredBy,
        List<Utterance> transcript,
        List<Turn> turns,
        List<ToolUse> tools,
        Timeline timeline,
        List<Recording> recordings,
        List<Usage> usage,
        List<Problem> errors) {

    /** Copies the lists. */
    public CallRecord {
        statuses = List.copyOf(statuses);
        transcript = List.copyOf(transcript);
        turns = List.copyOf(turns);
        tools = List.copyOf(tools);
        recordings = List.copyOf(recordings);
        usage = List.copyOf(usage);
        errors = List.copyOf(errors);
    }

    /** Where it is now. */
    public Status status() {
        return statuses.get(statuses.size() - 1).status();
    }

    /** When it was picked up. */
    public Optional<Instant> answeredAt() {
        return firstAt(Status.IN_PROGRESS);
    }

    /** When it was over. */
    public Optional<Instant> endedAt() {
        return firstAt(Status.ENDED);
    }

    /** From being picked up to the end; empty if it was not picked up, or is not over. */
    public Optional<Duration> duration() {
        return answeredAt().flatMap(begin -> endedAt().map(end -> Duration.between(begin, end)));
    }

    /** The same with these recordings. */
    public CallRecord withRecordings(List<Recording> recordings) {
        return new CallRecord(
                id,
                callId,
                direction,
                from,
                to,
                startedAt,
                statuses,
                outcome,
                answeredBy,
                transcript,
                turns,
                tools,
                timeline,
                recordings,
                usage,
                errors);
    }

    /** Which call it is, with the parties' numbers hidden, for logs. */
    @Override
    public String toString() {
        return new CallInfo(direction, callId, from, to) + ": " + status();
    }

    private Optional<Instant> firstAt(Status status) {
        return statuses.stream()
                .filter(change -> change.status() == status)
                .map(StatusChange::at)
                .findFirst();
    }

    /** Where a call can be. */
    public enum Status {
        /** It is being placed, or has come in and was not answered yet. */
        DIALING,
        /** The phone rings. */
        RINGING,
        /** It was picked up. */
        IN_PROGRESS,
        /** The other side waits: we have put it on hold. */
        ON_HOLD,
        /** It is over. */
        ENDED
    }

    /**
     * The call got somewhere. Immutable.
     *
     * @param status where
     * @param at when it was known: the beginning of the call by the clock of this machine, and the time since then, which no setting
     *     of that clock changes
     */
    public record StatusChange(Status status, Instant at) {}

    /**
     * Something went wrong. Immutable.
     *
     * @param at when it was known, as of a {@link StatusChange}
     * @param message what; without numbers of people and without secrets
     * @param fatal whether the call ended of it
     */
    public record Problem(Instant at, String message, boolean fatal) {}
}
