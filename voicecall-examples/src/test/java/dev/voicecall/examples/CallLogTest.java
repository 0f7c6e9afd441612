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
import java.time.Clock;
import java.time.Duration;
import java.util.Optional;
import org.junit.jupiter.api.Test;

class CallLogTest {
    private final CallLog log = new CallLog();
    private final CallListener calls = new CallEvents(Clock.systemUTC(), log);

    @Test
    void keepsWhatHappensButNotWhatIsSoonMadeGood() {
        calls.onRinging(call(1));
        calls.onAnswered(call(1), AnsweredBy.UNKNOWN);
        calls.onInterim(call(1), Speaker.THEM, "Once");
        calls.onInterrupted(
                call(1), new HeardText("Once upon", Duration.ofMillis(640), false, HeardText.Certainty.MARKS));
        calls.onWarning(call(1), new VoiceCallException("Something"));

        assertThat(log.isActive("CA1")).isTrue();
        JsonNode active = log.snapshot().path("active").path(0);
        assertThat(active.path("status").textValue()).isEqualTo("in_progress");
        assertThat(active.path("events").findValuesAsText("evt"))
                .containsExactly("status", "status", "interrupted", "warning");
        assertThat(active.path("events").path(2).path("heard_ms").intValue()).isEqualTo(640);
        assertThat(active.path("call_sid").textValue()).isEqualTo("CA1");
    }

    @Test
    void movesACallToTheHistoryWhenItIsOver() {
        calls.onRinging(call(1));
        calls.onEnded(call(1), Outcome.NO_ANSWER);

        assertThat(log.isActive("CA1")).isFalse();
        assertThat(log.snapshot().path("active")).isEmpty();
        assertThat(log.snapshot().path("history").path(0).path("status").textValue())
                .isEqualTo("no_answer");
    }

    @Test
    void keepsSoManyCallsAndEventsOnly() {
        for (int i = 0; i < CallLog.MAX_HISTORY + 5; i++) {
            calls.onEnded(call(i), Outcome.FAILED);
        }
        for (int i = 0; i < CallLog.MAX_EVENTS + 5; i++) {
            calls.onWarning(call(1), new VoiceCallException("Warning " + i));
        }

        JsonNode history = log.snapshot().path("history");
        assertThat(history).hasSize(CallLog.MAX_HISTORY);
        assertThat(history.path(0).path("call_sid").textValue()).isEqualTo("CA104");
        JsonNode events = log.snapshot().path("active").path(0).path("events");
        assertThat(events).hasSize(CallLog.MAX_EVENTS);
        assertThat(events.path(0).path("message").textValue()).isEqualTo("Warning 5");
    }

    private static CallInfo call(int number) {
        return new CallInfo(Direction.OUTBOUND, Optional.of("CA" + number), "+14155550100", "+14155550101");
    }
}
