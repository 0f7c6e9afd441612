package dev.voicecall.examples;

import dev.voicecall.AnsweredBy;
import dev.voicecall.CallRecord;
import dev.voicecall.CallRecord.Problem;
import dev.voicecall.CallRecord.Status;
import dev.voicecall.CallRecord.StatusChange;
import dev.voicecall.Direction;
import dev.voicecall.Outcome;
import dev.voicecall.Recording;
import dev.voicecall.RecordingTranscript;
import dev.voicecall.RecordingTranscript.Segment;
import dev.voicecall.Timeline;
import dev.voicecall.Timeline.Kind;
import dev.voicecall.Timeline.Source;
import dev.voicecall.Timeline.Span;
import dev.voicecall.ToolUse;
import dev.voicecall.Turn;
import dev.voicecall.Usage;
import dev.voicecall.Utterance;
import dev.voicecall.Utterance.Speaker;
import java.time.Duration;
import java.time.Instant;
import java.util.List;
import java.util.Optional;
import java.util.OptionalDouble;
import java.util.OptionalInt;

/** Calls that are over, for tests of the console. */
final class ConsoleCalls {
    private static final Instant BEGIN = Instant.parse("2026-03-01T12:00:00Z");
    private static final Duration LENGTH = Duration.ofSeconds(75);

    private ConsoleCalls() {}

    /** One of which there is something of everything, and all texts of it are this one. */
    static CallRecord sayingEverywhere(String id, String text) {
        Instant answered = BEGIN.plusSeconds(4);
        return new CallRecord(
                id,
                Optional.of("CA" + id),
                Direction.INBOUND,
                text,
                text,
                BEGIN,
                List.of(
                        new StatusChange(Status.DIALING, BEGIN),
                        new StatusChange(Status.IN_PROGRESS, answered),
                        new StatusChange(Status.ENDED, answered.plus(LENGTH))),
                Optional.of(Outcome.ANSWERED),
                AnsweredBy.UNKNOWN,
                List.of(
                        new Utterance(Speaker.US, text, answered.plusSeconds(3), OptionalDouble.empty(), true),
                        new Utterance(Speaker.THEM, text, answered.plusSeconds(9), OptionalDouble.of(0.9), false),
                        new Utterance(Speaker.THEM, "42#", answered.plusSeconds(12), OptionalDouble.empty(), false)),
                List.of(turn(1, text), turn(2, text)),
                List.of(new ToolUse(text, text, text, text, ToolUse.Status.FAILED, Duration.ofMillis(1_300))),
                new Timeline(
                        Source.AUDIO, List.of(span(Kind.US, 0, 3), span(Kind.THEM, 5, 9), span(Kind.HOLD, 20, 40))),
                List.of(),
                List.of(Usage.characters(text, text, 321)),
                List.of(new Problem(answered.plusSeconds(10), text, false)));
    }

    /** The recording of that call. */
    static Recording recordingSaying(String id, String text) {
        return Recording.of("RE" + id, "CA" + id, Recording.State.COMPLETED, 2)
                .withTranscript(new RecordingTranscript(
                        List.of(new Segment(
                                Optional.of(text),
                                OptionalInt.of(0),
                                text,
                                Optional.of(Duration.ZERO),
                                Optional.of(Duration.ofSeconds(2)),
                                OptionalDouble.of(0.9))),
                        Optional.of("en"),
                        Optional.empty()));
    }

    /** One that nobody answered. */
    static CallRecord unanswered(int number) {
        Instant begin = BEGIN.minusSeconds(60L * number);
        return new CallRecord(
                "unanswered-" + number,
                Optional.of("CA" + number),
                Direction.OUTBOUND,
                "+15005550006",
                "+1415555%04d".formatted(1_000 + number),
                begin,
                List.of(new StatusChange(Status.DIALING, begin), new StatusChange(Status.ENDED, begin.plusSeconds(30))),
                Optional.of(Outcome.NO_ANSWER),
                AnsweredBy.UNKNOWN,
                List.of(),
                List.of(),
                List.of(),
                Timeline.UNKNOWN,
                List.of(),
                List.of(),
                List.of());
    }

    private static Turn turn(int number, String words) {
        return new Turn(
                number,
                words,
                Duration.ofMillis(600),
                Duration.ofMillis(200),
                Duration.ofMillis(350),
                Duration.ofMillis(120),
                Duration.ofMillis(1_100));
    }

    private static Span span(Kind kind, int begin, int end) {
        return new Span(kind, Duration.ofSeconds(begin), Duration.ofSeconds(end));
    }
}
