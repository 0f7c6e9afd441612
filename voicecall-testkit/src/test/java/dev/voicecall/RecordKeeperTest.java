package dev.voicecall;

import static org.assertj.core.api.Assertions.assertThat;

import dev.voicecall.CallRecord.Problem;
import dev.voicecall.CallRecord.Status;
import dev.voicecall.CallRecord.StatusChange;
import dev.voicecall.Timeline.Kind;
import dev.voicecall.Timeline.Source;
import dev.voicecall.Timeline.Span;
import dev.voicecall.Utterance.Speaker;
import dev.voicecall.testkit.VirtualScheduler;
import java.time.Duration;
import java.time.Instant;
import java.util.List;
import java.util.Optional;
import java.util.OptionalDouble;
import java.util.OptionalLong;
import java.util.stream.IntStream;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/** What of a call's events its record keeps. */
class RecordKeeperTest {
    private final VirtualScheduler time = new VirtualScheduler();
    private int changes;
    private final RecordKeeper keeper = new RecordKeeper(time, changed -> changes++);
    private final CallInfo unnamed =
            new CallInfo(Direction.OUTBOUND, Optional.empty(), "+14155550100", "+14155550123").withRecordId("1");
    private final CallInfo call =
            new CallInfo(Direction.OUTBOUND, Optional.of("CA1"), "+14155550100", "+14155550123").withRecordId("1");

    @AfterEach
    void close() {
        time.close();
    }

    @Test
    void keepsWhereTheCallWasAndWhen() {
        Instant began = time.now();
        keeper.onStarted(unnamed);
        after(1, () -> keeper.onRinging(call));
        after(2, () -> keeper.onAnswered(call, AnsweredBy.UNKNOWN));
        after(3, () -> keeper.onHeld(call));
        after(4, () -> keeper.onResumed(call));
        after(5, () -> keeper.onAnsweredBy(call, AnsweredBy.HUMAN));
        after(6, () -> keeper.onEnded(call, Outcome.HUNG_UP));

        CallRecord record = keeper.snapshot();
        assertThat(record.statuses())
                .containsExactly(
                        new StatusChange(Status.DIALING, began),
                        new StatusChange(Status.RINGING, began.plusSeconds(1)),
                        new StatusChange(Status.IN_PROGRESS, began.plusSeconds(3)),
                        new StatusChange(Status.ON_HOLD, began.plusSeconds(6)),
                        new StatusChange(Status.IN_PROGRESS, began.plusSeconds(10)),
                        new StatusChange(Status.ENDED, began.plusSeconds(21)));
        assertThat(record.startedAt()).isEqualTo(began);
        assertThat(record.duration()).contains(Duration.ofSeconds(18));
        assertThat(record.answeredBy()).isEqualTo(AnsweredBy.HUMAN);
        assertThat(record.outcome()).contains(Outcome.HUNG_UP);
        assertThat(record.callId()).contains("CA1");
        assertThat(changes).isEqualTo(7);
    }

    @Test
    void aClockThatIsSetMeanwhileMakesTheCallNeitherLongerNorShorter() {
        keeper.onStarted(call);
        after(1, () -> keeper.onAnswered(call, AnsweredBy.HUMAN));
        time.jumpClock(Duration.ofHours(-1));
        after(2, () -> keeper.onHeld(call));
        time.jumpClock(Duration.ofHours(3));
        after(3, () -> keeper.onEnded(call, Outcome.ANSWERED));
        assertThat(keeper.snapshot().duration()).contains(Duration.ofSeconds(5));
        assertThat(keeper.snapshot().statuses()).extracting(StatusChange::at).isSorted();
    }

    @Test
    void isFoundByBothItsNamesOnceItHasThem() {
        keeper.onStarted(unnamed);
        assertThat(keeper.isOf("1")).isTrue();
        assertThat(keeper.isOf("CA1")).isFalse();
        keeper.onRinging(call);
        assertThat(keeper.isOf("CA1")).isTrue();
    }

    @Test
    void aSnapshotStaysAsItIs() {
        keeper.onStarted(call);
        CallRecord before = keeper.snapshot();
        keeper.onUtterance(call, utterance("Hello"));
        assertThat(before.transcript()).isEmpty();
        assertThat(keeper.snapshot().transcript()).hasSize(1);
    }

    @Test
    void aToolThatEndsTakesThePlaceOfTheOneThatRan() {
        keeper.onStarted(call);
        keeper.onToolUsed(call, use("a", ToolUse.Status.RUNNING));
        keeper.onToolUsed(call, use("b", ToolUse.Status.DONE));
        keeper.onToolUsed(call, use("a", ToolUse.Status.FAILED));
        keeper.onToolUsed(call, use("a", ToolUse.Status.DONE));
        assertThat(keeper.snapshot().tools())
                .containsExactly(
                        use("a", ToolUse.Status.FAILED), use("b", ToolUse.Status.DONE), use("a", ToolUse.Status.DONE));
    }

    @Test
    void addsUpWhatWasUsedOfAModel() {
        keeper.onStarted(call);
        keeper.onUsage(call, Usage.tokens("openai", "gpt", OptionalLong.of(10), OptionalLong.empty()));
        keeper.onUsage(call, Usage.characters("openai", "voice", 7));
        keeper.onUsage(call, Usage.tokens("openai", "gpt", OptionalLong.of(5), OptionalLong.of(2)));
        keeper.onUsage(call, Usage.audio("other", "gpt", Duration.ofSeconds(3)));
        assertThat(keeper.snapshot().usage())
                .containsExactly(
                        Usage.tokens("openai", "gpt", OptionalLong.of(15), OptionalLong.of(2)),
                        Usage.characters("openai", "voice", 7),
                        Usage.audio("other", "gpt", Duration.ofSeconds(3)));
    }

    @Test
    void spansAreInTheOrderOfTheirBeginnings() {
        keeper.onStarted(call);
        keeper.onSpan(call, Source.AUDIO, span(Kind.US, 0, 3));
        keeper.onSpan(call, Source.AUDIO, span(Kind.THEM, 5, 6));
        keeper.onSpan(call, Source.AUDIO, span(Kind.US, 4, 8));
        keeper.onSpan(call, Source.CARRIER, span(Kind.HOLD, 1, 9));
        assertThat(keeper.snapshot().timeline())
                .isEqualTo(new Timeline(
                        Source.AUDIO,
                        List.of(
                                span(Kind.US, 0, 3),
                                span(Kind.HOLD, 1, 9),
                                span(Kind.US, 4, 8),
                                span(Kind.THEM, 5, 6))));
    }

    @Test
    void aTimelineIsNoBetterThanTheLeastReliableOfItsSpeech() {
        keeper.onStarted(call);
        assertThat(keeper.snapshot().timeline()).isEqualTo(Timeline.UNKNOWN);
        keeper.onSpan(call, Source.CARRIER, span(Kind.HOLD, 0, 1));
        assertThat(keeper.snapshot().timeline().source()).isEqualTo(Source.CARRIER);
        keeper.onSpan(call, Source.AUDIO, span(Kind.US, 1, 2));
        assertThat(keeper.snapshot().timeline().source()).isEqualTo(Source.AUDIO);
        keeper.onSpan(call, Source.CARRIER, span(Kind.US, 2, 3));
        keeper.onSpan(call, Source.AUDIO, span(Kind.US, 3, 4));
        assertThat(keeper.snapshot().timeline().source()).isEqualTo(Source.CARRIER);
    }

    @Test
    void isBoundedAndSaysWhatIsMissing() {
        keeper.onStarted(call);
        IntStream.range(0, 2_003).forEach(i -> keeper.onUtterance(call, utterance("number " + i)));
        IntStream.range(0, 10_002).forEach(i -> keeper.onSpan(call, Source.AUDIO, span(Kind.US, i, i + 1)));
        IntStream.range(0, 1_001).forEach(i -> keeper.onToolUsed(call, use("use" + i, ToolUse.Status.RUNNING)));
        IntStream.range(0, 2_001).forEach(i -> keeper.onTurn(call, turn(i)));
        IntStream.range(0, 101).forEach(i -> keeper.onUsage(call, Usage.characters("openai", "voice" + i, 1)));
        IntStream.range(0, 105).forEach(i -> keeper.onWarning(call, new VoiceCallException("number " + i)));
        IntStream.range(0, 1_001).forEach(i -> keeper.onHeld(call));
        keeper.onToolUsed(call, use("use7", ToolUse.Status.DONE));
        keeper.onFailure(call, new VoiceCallException("The last straw."));
        keeper.onEnded(call, Outcome.FAILED);

        CallRecord record = keeper.snapshot();
        assertThat(record.transcript()).hasSize(2_000);
        assertThat(record.timeline().spans()).hasSize(10_000);
        assertThat(record.tools()).hasSize(1_000).contains(use("use7", ToolUse.Status.DONE));
        assertThat(record.turns()).hasSize(2_000);
        assertThat(record.usage()).hasSize(100);
        assertThat(record.status()).isEqualTo(Status.ENDED);
        assertThat(record.errors()).hasSize(102);
        assertThat(record.errors().get(100).message())
                .isEqualTo(
                        "There was no more room in the record; missing are 2 changes of status, 3 utterances, 1 turns,"
                                + " 1 uses of tools, 2 spans of time, 1 models used, 5 errors.");
        assertThat(record.errors().get(101)).isEqualTo(new Problem(time.now(), "The last straw.", true));
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "+14155550123",
                "4155550123",
                "+1 (415) 555-0123",
                "415.555.0123",
                "https://api.twilio.com/Calls.json?To=%2B14155550123&",
                "Bearer abc.def",
                "sk-proj-abcdefgh12345678",
                "eyJhbGciOiJIUzI1NiJ9.eyJzdWIiOiJ4In0.sig",
                "0123456789abcdef0123456789abcdef",
                "https://user:pass@host/"
            })
    void errorsHoldNeitherNumbersNorSecrets(String secret) {
        keeper.onStarted(call);
        keeper.onWarning(call, new VoiceCallException("It said: " + secret + " was refused."));
        String message = keeper.snapshot().errors().get(0).message();
        assertThat(message).startsWith("It said: ").endsWith(" was refused.").contains("***");
        assertThat(message).doesNotContain("555", "abc.def", "abcdef", "pass", "eyJ");
    }

    @Test
    void errorsKeepWhatIsNoSecret() {
        keeper.onStarted(call);
        String text =
                "CA0123456789abcdef0123456789abcdef: error 21215, 30000 ms, HTTP 503 at https://api.twilio.com/x.";
        keeper.onWarning(call, new VoiceCallException(text));
        keeper.onWarning(call, new VoiceCallException("x".repeat(5_000)));
        keeper.onFailure(call, new IllegalStateException());
        assertThat(keeper.snapshot().errors())
                .extracting(Problem::message)
                .satisfiesExactly(
                        first -> assertThat(first).isEqualTo(text),
                        second -> assertThat(second).hasSize(2_001),
                        third -> assertThat(third).isEqualTo("IllegalStateException"));
    }

    private void after(int seconds, Runnable event) {
        time.advance(Duration.ofSeconds(seconds));
        event.run();
    }

    private Utterance utterance(String text) {
        return new Utterance(Speaker.US, text, time.now(), OptionalDouble.empty(), false);
    }

    private static ToolUse use(String id, ToolUse.Status status) {
        return new ToolUse(id, "book", "{}", "", status, Duration.ZERO);
    }

    private static Turn turn(int number) {
        return new Turn(number, "", Duration.ZERO, Duration.ZERO, Duration.ZERO, Duration.ZERO, Duration.ZERO);
    }

    private static Span span(Kind kind, int begin, int end) {
        return new Span(kind, Duration.ofSeconds(begin), Duration.ofSeconds(end));
    }
}
