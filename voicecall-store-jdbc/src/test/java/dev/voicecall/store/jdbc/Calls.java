package dev.voicecall.store.jdbc;

import dev.voicecall.AnsweredBy;
import dev.voicecall.CallRecord;
import dev.voicecall.CallRecord.Problem;
import dev.voicecall.CallRecord.Status;
import dev.voicecall.CallRecord.StatusChange;
import dev.voicecall.Direction;
import dev.voicecall.Outcome;
import dev.voicecall.Timeline;
import dev.voicecall.Utterance;
import dev.voicecall.Utterance.Speaker;
import java.time.Instant;
import java.util.List;
import java.util.Optional;
import java.util.OptionalDouble;
import java.util.stream.Stream;

/** Records of calls to be kept. */
final class Calls {
    static final Instant NOON = Instant.parse("2026-11-21T12:00:00Z");
    static final String CALLER = "+14155550123";
    static final String CALLEE = "+442079460999";

    private Calls() {}

    /** A call that broke after these words. */
    static CallRecord inbound(String id, String... words) {
        return inbound(id, NOON, CALLER, words);
    }

    static CallRecord inbound(String id, Instant at, String caller, String... words) {
        return new CallRecord(
                id,
                Optional.of("CA" + id),
                Direction.INBOUND,
                caller,
                CALLEE,
                at,
                List.of(
                        new StatusChange(Status.RINGING, at),
                        new StatusChange(Status.IN_PROGRESS, at.plusSeconds(2)),
                        new StatusChange(Status.ENDED, at.plusSeconds(62))),
                Optional.of(Outcome.FAILED),
                AnsweredBy.HUMAN,
                Stream.of(words)
                        .map(text -> new Utterance(Speaker.THEM, text, at, OptionalDouble.empty(), false))
                        .toList(),
                List.of(),
                List.of(),
                Timeline.UNKNOWN,
                List.of(),
                List.of(),
                List.of(new Problem(at, "The line broke.", true)));
    }
}
