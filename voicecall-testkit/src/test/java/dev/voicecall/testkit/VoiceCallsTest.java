package dev.voicecall.testkit;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.voicecall.CallInfo;
import dev.voicecall.CallListener;
import dev.voicecall.CallOptions;
import dev.voicecall.CallRefusedException;
import dev.voicecall.CallRefusedException.Reason;
import dev.voicecall.CallResult;
import dev.voicecall.InvalidPhoneNumberException;
import dev.voicecall.Outcome;
import dev.voicecall.VoiceCalls;
import dev.voicecall.VoiceCallsBuilder;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.CompletableFuture;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/** What {@link VoiceCalls} refuses, limits and survives, whatever the carrier. */
class VoiceCallsTest {
    private static final String JOHN = "+14155550123";

    private final VirtualScheduler time = new VirtualScheduler();
    private final ScriptedCarrier carrier =
            new ScriptedCarrier().callee(JOHN, Callee.answers().says("John"));

    @AfterEach
    void leavesNothing() {
        time.runToEnd();
        assertThat(carrier.openLegs()).isZero();
        assertThat(time.blockedWorkers()).isZero();
        time.close();
    }

    @ParameterizedTest
    @ValueSource(strings = {"", "4155550123", "+1415555012\r\n3", "+0155550123", "+1415555012345678", "whatsapp:+1415"})
    void placesNoCallToANumberThatIsNone(String number) {
        try (VoiceCalls calls = calls().build()) {
            assertThatThrownBy(() -> calls.ask(number, "Name?")).isInstanceOf(InvalidPhoneNumberException.class);
            assertThat(carrier.calls()).isEmpty();
        }
    }

    @ParameterizedTest
    @ValueSource(strings = {"", "  ", "\u0000", "bell \u0007"})
    void placesNoCallForAQuestionThatCanNotBePut(String question) {
        try (VoiceCalls calls = calls().build()) {
            assertThatThrownBy(() -> calls.ask(JOHN, question)).isInstanceOf(IllegalArgumentException.class);
            assertThatThrownBy(() -> calls.askAsync(JOHN, question)).isInstanceOf(IllegalArgumentException.class);
            assertThat(carrier.calls()).isEmpty();
        }
    }

    @Test
    void placesNoCallToAForbiddenCountry() {
        try (VoiceCalls calls = calls().allowPrefixes("+44", "+1").build()) {
            assertThatThrownBy(() -> calls.ask("+8811234567", "Name?"))
                    .isInstanceOfSatisfying(CallRefusedException.class, refused -> assertThat(refused.reason())
                            .isEqualTo(Reason.NUMBER_NOT_ALLOWED))
                    .hasMessageNotContaining("+8811234567");
            assertThat(calls.ask(JOHN, "Name?").answer()).contains("John");
        }
    }

    @Test
    void limitsCallsAtOnceAndTakesTheNextWhenOneIsOver() {
        try (VoiceCalls calls = calls().maxConcurrentCalls(1).build()) {
            CompletableFuture<CallResult<String>> first = calls.askAsync(JOHN, "Name?");
            assertThatThrownBy(() -> calls.ask(JOHN, "Name?"))
                    .isInstanceOfSatisfying(CallRefusedException.class, refused -> assertThat(refused.reason())
                            .isEqualTo(Reason.TOO_MANY_CALLS));
            time.runToEnd();
            assertThat(first).isCompleted();
            assertThat(calls.ask(JOHN, "Name?").answer()).contains("John");
        }
    }

    @Test
    void aCallerBeyondTheLimitHearsABusySignal() {
        try (VoiceCalls calls = calls().maxConcurrentCalls(1).build()) {
            calls.onIncoming(call -> call.ask("Name?"));
            CalleeOnCall first = carrier.callIn("+14155550177", Callee.answers().says("Mary"));
            CalleeOnCall second =
                    carrier.callIn("+14155550178", Callee.answers().says("Jim"));
            time.runToEnd();
            assertThat(first.said()).containsExactly("Mary");
            assertThat(second.heard()).isEmpty();
        }
    }

    @Test
    void drainingLetsCurrentCallsFinish() {
        VoiceCalls calls = calls().build();
        CompletableFuture<CallResult<String>> result = calls.askAsync(JOHN, "Name?");
        calls.close();
        time.runToEnd();
        assertThat(result.join().answer()).contains("John");
        assertThatThrownBy(() -> calls.ask(JOHN, "Name?"))
                .isInstanceOfSatisfying(CallRefusedException.class, refused -> assertThat(refused.reason())
                        .isEqualTo(Reason.CLOSED));
    }

    @Test
    void drainingHasADeadline() {
        VoiceCalls calls = calls().drainTimeout(Duration.ofSeconds(4)).build();
        CompletableFuture<CallResult<Boolean>> result = calls.callAsync(JOHN, call -> {
            call.pause(Duration.ofMinutes(5));
            return true;
        });
        Duration begun = time.elapsed();
        calls.close();
        assertThat(time.elapsed().minus(begun)).isBetween(Duration.ofSeconds(4), Duration.ofSeconds(5));
        time.runToEnd();
        assertThat(result.join().outcome()).isEqualTo(Outcome.CANCELED);
    }

    @Test
    void aListenerThatThrowsHarmsNoCall() {
        CallListener angry = new CallListener() {
            @Override
            public void onRinging(CallInfo call) {
                throw new IllegalStateException("angry");
            }

            @Override
            public void onEnded(CallInfo call, Outcome outcome) {
                throw new IllegalStateException("still angry");
            }
        };
        try (VoiceCalls calls = calls().listener(angry).build()) {
            assertThat(calls.ask(JOHN, "Name?").answer()).contains("John");
        }
    }

    @Test
    void aListenerOfOneCallHearsOfThatCallAlone() {
        List<String> events = new ArrayList<>();
        CallListener listener = new CallListener() {
            @Override
            public void onRinging(CallInfo call) {
                events.add("rings " + call.id().orElseThrow());
            }

            @Override
            public void onEnded(CallInfo call, Outcome outcome) {
                events.add("ended " + call.id().orElseThrow() + " " + outcome);
            }
        };
        try (VoiceCalls calls = calls().build()) {
            calls.askAsync(JOHN, "Name?");
            calls.callAsync(JOHN, call -> call.ask("Name?"), CallOptions.DEFAULT, listener);
            time.runToEnd();
        }
        assertThat(events).containsExactly("rings call-2", "ended call-2 ANSWERED");
    }

    private VoiceCallsBuilder calls() {
        return VoiceCalls.builder(carrier).scheduler(time);
    }
}
