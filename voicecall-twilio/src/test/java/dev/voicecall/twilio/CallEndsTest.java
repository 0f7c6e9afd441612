package dev.voicecall.twilio;

import static org.assertj.core.api.Assertions.assertThat;

import dev.voicecall.AnswerFormat;
import dev.voicecall.Answers;
import dev.voicecall.CallInfo;
import dev.voicecall.CallListener;
import dev.voicecall.CallOptions;
import dev.voicecall.CallResult;
import dev.voicecall.MachineDetection;
import dev.voicecall.NotUnderstoodException;
import dev.voicecall.Outcome;
import dev.voicecall.VoiceCalls;
import dev.voicecall.testkit.Callee;
import dev.voicecall.testkit.ScriptedCarrier;
import dev.voicecall.testkit.VirtualScheduler;
import java.time.Duration;
import org.junit.jupiter.api.Test;

/** What an application does wrong must not keep a call from its end. */
class CallEndsTest {
    private static final String NUMBER = "+14155550123";

    private final VirtualScheduler time = new VirtualScheduler();
    private final ScriptedCarrier carrier = new ScriptedCarrier();

    @Test
    void aListenerThatThrowsAnErrorChangesNothing() {
        carrier.callee(NUMBER, Callee.answers().says("John"));
        CallListener broken = new CallListener() {
            @Override
            public void onEnded(CallInfo call, Outcome outcome) {
                throw new AssertionError("broken listener");
            }
        };
        try (VoiceCalls calls =
                VoiceCalls.builder(carrier).scheduler(time).listener(broken).build()) {
            assertThat(calls.ask(NUMBER, "Name?").answer()).contains("John");
        }
    }

    @Test
    void aQuestionOfGreatLengthIsPutAgain() {
        carrier.callee(NUMBER, Callee.answers().staysSilent().says("John"));
        try (VoiceCalls calls = VoiceCalls.builder(carrier).scheduler(time).build()) {
            assertThat(calls.ask(NUMBER, "x".repeat(4_000)).answer()).contains("John");
        }
    }

    @Test
    void whatIsQuotedIsNotCutWithinACharacter() {
        carrier.callee(
                NUMBER,
                Callee.answers().says("x".repeat(99) + "\uD83D\uDE00 indeed").says("four"));
        AnswerFormat<String> four = reply -> {
            if (reply.text().equals("four")) {
                return "4";
            }
            throw new NotUnderstoodException("Please say four.");
        };
        try (VoiceCalls calls = VoiceCalls.builder(carrier).scheduler(time).build()) {
            assertThat(calls.ask(NUMBER, "Four?", four, CallOptions.DEFAULT).answer())
                    .contains("4");
        }
    }

    @Test
    void aMachineThatHangsUpInTheMessageIsStillAMachine() {
        carrier.callee(NUMBER, Callee.machine("Please leave a message.").hangsUpAfter(Duration.ofSeconds(3)));
        CallOptions options = CallOptions.builder()
                .machineDetection(MachineDetection.UNTIL_BEEP)
                .voicemailMessage("This is a message that takes longer than the machine has patience for.")
                .build();
        try (VoiceCalls calls = VoiceCalls.builder(carrier).scheduler(time).build()) {
            assertThat(calls.ask(NUMBER, "Name?", Answers.text(), options).outcome())
                    .isEqualTo(Outcome.VOICEMAIL);
        }
    }

    @Test
    void aMessageThatCannotBeSpokenEndsTheCall() {
        carrier.callee(NUMBER, Callee.machine("Please leave a message."));
        CallOptions options = CallOptions.builder()
                .machineDetection(MachineDetection.UNTIL_BEEP)
                .voicemailMessage("bell \u0007")
                .build();
        try (VoiceCalls calls = VoiceCalls.builder(carrier).scheduler(time).build()) {
            CallResult<String> result = calls.call(NUMBER, call -> call.ask("Name?"), options);
            assertThat(result.outcome()).isEqualTo(Outcome.FAILED);
            assertThat(result.failure().orElseThrow()).hasMessageContaining("U+0007");
        }
    }
}
