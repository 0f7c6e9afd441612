package dev.voicecall.twilio;

import static org.assertj.core.api.Assertions.assertThat;

import dev.voicecall.CallInfo;
import dev.voicecall.CallListener;
import dev.voicecall.CallResult;
import dev.voicecall.CallScript;
import dev.voicecall.Outcome;
import dev.voicecall.TransferResult;
import dev.voicecall.Utterance;
import dev.voicecall.Utterance.Speaker;
import dev.voicecall.VoiceCallException;
import dev.voicecall.VoiceCalls;
import dev.voicecall.VoiceCallsBuilder;
import dev.voicecall.testkit.Callee;
import dev.voicecall.testkit.CalleeOnCall;
import dev.voicecall.testkit.FakeSpeechToText;
import dev.voicecall.testkit.Seeds;
import dev.voicecall.testkit.twilio.Faults;
import dev.voicecall.testkit.twilio.StreamFaults;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.stream.Collectors;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;

/** What two people say to each other is written down, from end to end on virtual time. */
class TranscribedCallTest implements CallListener {
    private static final String CALLEE = "+14155550123";
    private static final String OTHER = "+14155550177";
    private static final Callee CUSTOMER = Callee.answers()
            .says("I have a question about my last invoice")
            .says("It is number four two seven")
            .says("Thank you very much indeed");
    private static final Callee SUPPORT = Callee.answers()
            .greets("Support speaking how can I help you")
            .says("Which invoice would that be please")
            .says("I have corrected it for you")
            .says("You are welcome have a nice day")
            .hangsUpAfter(Duration.ofSeconds(45));

    private final SimulatedTwilio twilio = new SimulatedTwilio(Faults.none());
    private final FakeSpeechToText ear = new FakeSpeechToText().withInterimWords();
    private final List<String> warnings = new ArrayList<>();
    private final List<String> interim = new ArrayList<>();
    private final VoiceCallsBuilder builder =
            VoiceCalls.builder(twilio.gateway).scheduler(twilio.time).listener(this);

    @AfterEach
    void leavesNothing() {
        assertThat(twilio.gateway.openLegs()).isZero();
        assertThat(twilio.gateway.expectedStreams()).isZero();
        assertThat(twilio.time.blockedWorkers()).isZero();
        assertThat(twilio.time.pendingEvents()).isZero();
        assertThat(ear.openTranscriptions()).isZero();
        twilio.close();
    }

    @Override
    public void onWarning(CallInfo call, VoiceCallException problem) {
        warnings.add(problem.getMessage());
    }

    @Override
    public void onInterim(CallInfo call, Speaker speaker, String words) {
        interim.add(speaker + ": " + words);
    }

    private <T> CallResult<T> call(Callee callee, CallScript<T> script) {
        twilio.twilio.callee(CALLEE, callee);
        twilio.twilio.callee(OTHER, SUPPORT);
        try (VoiceCalls calls = builder.build()) {
            CallResult<T> result = calls.call(CALLEE, script);
            assertThat(calls.record(result.recordId()).orElseThrow().transcript())
                    .isEqualTo(result.transcript());
            twilio.time.runToEnd();
            return result;
        }
    }

    private static String said(CallResult<?> result, Speaker speaker) {
        return result.transcript().stream()
                .filter(utterance -> utterance.speaker() == speaker)
                .map(Utterance::text)
                .collect(Collectors.joining(" "));
    }

    private CalleeOnCall person(int call) {
        return twilio.twilio.calls().get(call).callee();
    }

    private String truth(int call) {
        return String.join(" ", person(call).said());
    }

    @Test
    void whatTwoPeopleSayInATransferIsInTheTranscriptWordForWord() {
        CallResult<TransferResult> result = call(CUSTOMER, call -> {
            call.transcribe(ear);
            return call.transfer(OTHER);
        });
        assertThat(result.answer()).contains(TransferResult.COMPLETED);
        assertThat(person(0).said()).hasSize(3);
        assertThat(person(1).said()).hasSize(4);
        assertThat(said(result, Speaker.THEM)).isEqualTo(truth(0));
        assertThat(said(result, Speaker.US)).isEqualTo(truth(1));
        assertThat(result.transcript()).hasSize(7).isSortedAccordingTo((a, b) -> a.at().compareTo(b.at()));
        assertThat(interim).contains("THEM: It is number four", "US: Support speaking how can");
        assertThat(warnings).isEmpty();
    }

    @Test
    void allCallsAreTranscribedIfTheBuilderSaysSo() {
        builder.transcribeCalls(ear);
        CallResult<TransferResult> result = call(CUSTOMER, call -> call.transfer(OTHER));
        assertThat(said(result, Speaker.THEM)).isEqualTo(truth(0));
        assertThat(said(result, Speaker.US)).isEqualTo(truth(1));
    }

    @Test
    void jitterAndLossCostTheWordsThatWereLostAndNoOthers() {
        Seeds.upTo(4).check(seed -> {
            try (SimulatedTwilio world = new SimulatedTwilio(Faults.none()
                    .withSeed(seed)
                    .withStreams(StreamFaults.none()
                            .withJitter(Duration.ofMillis(60))
                            .withLosses(0.003)))) {
                lossyTransfer(world);
            }
        });
    }

    private void lossyTransfer(SimulatedTwilio world) {
        RecordingTap tap = new RecordingTap();
        world.twilio.callee(CALLEE, CUSTOMER);
        world.twilio.callee(OTHER, SUPPORT);
        CallResult<TransferResult> result;
        try (VoiceCalls calls = VoiceCalls.builder(world.gateway)
                .scheduler(world.time)
                .tap(call -> Optional.of(tap))
                .transcribeCalls(ear)
                .build()) {
            result = calls.call(CALLEE, call -> call.transfer(OTHER));
            world.time.runToEnd();
        }
        assertThat(tap.gaps()).isPositive();
        for (Speaker speaker : Speaker.values()) {
            int person = speaker == Speaker.THEM ? 0 : 1;
            String truth =
                    String.join(" ", world.twilio.calls().get(person).callee().said());
            List<String> heard = List.of(said(result, speaker).split(" "));
            assertThat(String.join(" ", heard)).isEqualTo(tap.heard(speaker));
            assertThat(truth.split(" ")).containsSubsequence(heard).hasSizeLessThan(heard.size() + 8);
        }
    }

    @Test
    void whatAStepBringsToBeKnownIsNotHeardTwice() {
        builder.transcribeCalls(ear);
        CallResult<String> result = call(CUSTOMER, call -> {
            call.say("Welcome to the shop");
            String question = call.ask("What is it about?");
            call.pause(Duration.ofSeconds(3));
            return question;
        });
        assertThat(result.outcome()).isEqualTo(Outcome.ANSWERED);
        assertThat(result.transcript())
                .extracting(Utterance::text)
                .containsExactly("Welcome to the shop", "What is it about?", "I have a question about my last invoice");
    }

    @Test
    void theLastWordsAreWaitedForWithinABound() {
        ear.latency(Duration.ofSeconds(3));
        CallResult<TransferResult> result = call(hangingUp(), call -> {
            call.transcribe(ear);
            return call.transfer(OTHER);
        });
        assertThat(said(result, Speaker.THEM)).startsWith("I have a question").doesNotContain("invoice");
        assertThat(result.outcome()).isEqualTo(Outcome.HUNG_UP);
        assertThat(result.duration()).isLessThan(Duration.ofSeconds(12));
    }

    @Test
    void wordsThatDoNotComeHoldUpNoResult() {
        ear.latency(Duration.ofSeconds(9));
        CallResult<TransferResult> result = call(hangingUp(), call -> {
            call.transcribe(ear);
            return call.transfer(OTHER);
        });
        assertThat(said(result, Speaker.THEM)).isEmpty();
        assertThat(result.duration()).isLessThan(Duration.ofSeconds(12));
    }

    /** In mid-sentence. */
    private static Callee hangingUp() {
        return CUSTOMER.hangsUpAfter(Duration.ofSeconds(7));
    }

    @Test
    void aRecognizerThatFailsIsAskedAgainForWhatComesNext() {
        ear.failsAt(2);
        CallResult<TransferResult> result = call(CUSTOMER, call -> {
            call.transcribe(ear);
            return call.transfer(OTHER);
        });
        assertThat(said(result, Speaker.THEM)).isEqualTo("It is number four two seven Thank you very much indeed");
        assertThat(said(result, Speaker.US)).isEqualTo(truth(1));
        assertThat(warnings).singleElement().asString().contains("as it was told to");
    }
}
