package dev.voicecall.examples;

import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.databind.JsonNode;
import dev.voicecall.AnsweredBy;
import dev.voicecall.CallEvents;
import dev.voicecall.CallInfo;
import dev.voicecall.CallListener;
import dev.voicecall.Direction;
import dev.voicecall.HeardText;
import dev.voicecall.Outcome;
import dev.voicecall.Utterance.Speaker;
import dev.voicecall.VoiceCallException;
import java.nio.charset.StandardCharsets;
import java.time.Clock;
import java.time.Duration;
import java.util.Optional;
import org.junit.jupiter.api.Test;

class CallLogTest {
    private final CallLog log = new CallLog();
    private final CallListener calls = new CallEvents(Clock.systemUTC(), log::add);

    private JsonNode snapshot() {
        return Json.object(log.snapshot().toString().getBytes(StandardCharsets.UTF_8));
    }

    @Test
    void keepsWhatHappens() {
        calls.onStarted(notPlaced(1));
        calls.onRinging(call(1));
        calls.onAnswered(call(1), AnsweredBy.UNKNOWN);
        calls.onSpeechStarted(call(1), Speaker.US);
        calls.onInterim(call(1), Speaker.US, "Once");
        calls.onInterrupted(
                call(1), new HeardText("Once upon", "", Duration.ofMillis(640), false, HeardText.Certainty.MARKS));
        calls.onWarning(call(1), new VoiceCallException("Something"));

        assertThat(log.isActive("CA1")).isTrue();
        JsonNode active = snapshot().path("active");
        assertThat(active).hasSize(1);
        assertThat(active.path(0).path("status").textValue()).isEqualTo("in_progress");
        assertThat(active.path(0).path("call_sid").textValue()).isEqualTo("CA1");
        assertThat(active.path(0).path("events").findValuesAsText("evt"))
                .containsExactly("status", "status", "status", "interrupted", "warning");
        assertThat(active.path(0).path("events").path(3).path("heard_ms").intValue())
                .isEqualTo(640);
    }

    @Test
    void movesACallToTheHistoryWhenItIsOver() {
        calls.onRinging(call(1));
        calls.onEnded(call(1), Outcome.NO_ANSWER);

        assertThat(log.isActive("CA1")).isFalse();
        assertThat(snapshot().path("active")).isEmpty();
        assertThat(snapshot().path("history").path(0).path("status").textValue())
                .isEqualTo("no_answer");
    }

    @Test
    void keepsCallsApartThatTheCarrierHasGivenNoName() {
        calls.onStarted(notPlaced(1));
        calls.onStarted(notPlaced(2));
        calls.onEnded(notPlaced(1), Outcome.FAILED);

        assertThat(snapshot().path("active")).hasSize(1);
        assertThat(snapshot().path("history").path(0).path("call_sid").isNull()).isTrue();
    }

    @Test
    void keepsSoManyCallsAndEventsOnly() {
        for (int i = 0; i < CallLog.MAX_HISTORY + 5; i++) {
            calls.onEnded(call(i), Outcome.FAILED);
        }
        for (int i = 0; i < CallLog.MAX_EVENTS + 5; i++) {
            calls.onWarning(call(1), new VoiceCallException("Warning " + i));
        }

        JsonNode history = snapshot().path("history");
        assertThat(history).hasSize(CallLog.MAX_HISTORY);
        assertThat(history.path(0).path("call_sid").textValue()).isEqualTo("CA104");
        JsonNode events = snapshot().path("active").path(0).path("events");
        assertThat(events).hasSize(CallLog.MAX_EVENTS);
        assertThat(events.path(0).path("message").textValue()).isEqualTo("Warning 5");
    }

    private static CallInfo call(int number) {
        return called(Optional.of("CA" + number), number);
    }

    private static CallInfo notPlaced(int number) {
        return called(Optional.empty(), number);
    }

    private static CallInfo called(Optional<String> sid, int number) {
        return new CallInfo(Direction.OUTBOUND, sid, "+14155550100", "+14155550101").withRecordId("record-" + number);
    }
}
