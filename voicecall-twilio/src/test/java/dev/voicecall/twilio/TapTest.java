package dev.voicecall.twilio;

import static org.assertj.core.api.Assertions.assertThat;

import dev.voicecall.CallInfo;
import dev.voicecall.CallListener;
import dev.voicecall.CallResult;
import dev.voicecall.CallScript;
import dev.voicecall.Outcome;
import dev.voicecall.TransferResult;
import dev.voicecall.Utterance.Speaker;
import dev.voicecall.VoiceCallException;
import dev.voicecall.VoiceCalls;
import dev.voicecall.VoiceCallsBuilder;
import dev.voicecall.spi.AudioTap;
import dev.voicecall.testkit.Callee;
import dev.voicecall.testkit.FakeSpeechToText;
import dev.voicecall.testkit.FakeTextToSpeech;
import dev.voicecall.testkit.twilio.Faults;
import dev.voicecall.testkit.twilio.Problem;
import dev.voicecall.testkit.twilio.SimulatedCall;
import dev.voicecall.testkit.twilio.SimulatedStream;
import dev.voicecall.testkit.twilio.StreamFaults;
import dev.voicecall.testkit.twilio.StreamFaults.Quirk;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;

/** Scripts whose calls are listened in on, from end to end on virtual time. */
class TapTest {
    private static final String CALLEE = "+14155550123";
    private static final String OTHER = "+14155550177";

    private final SimulatedTwilio twilio = new SimulatedTwilio(Faults.none());
    private final List<VoiceCallException> warnings = new ArrayList<>();
    private final CallListener listener = new CallListener() {
        @Override
        public void onWarning(CallInfo call, VoiceCallException problem) {
            warnings.add(problem);
        }
    };
    private final VoiceCallsBuilder builder =
            VoiceCalls.builder(twilio.gateway).scheduler(twilio.time).listener(listener);
    private final RecordingTap tap = new RecordingTap();

    @AfterEach
    void leavesNothing() {
        assertThat(twilio.gateway.openLegs()).isZero();
        assertThat(twilio.gateway.expectedStreams()).isZero();
        assertThat(twilio.time.blockedWorkers()).isZero();
        assertThat(call().streams()).allMatch(SimulatedStream::ended);
        twilio.close();
    }

    private SimulatedCall call() {
        return twilio.twilio.calls().get(0);
    }

    private <T> CallResult<T> call(Callee callee, CallScript<T> script) {
        twilio.twilio.callee(CALLEE, callee);
        try (VoiceCalls calls = builder.build()) {
            CallResult<T> result = calls.call(CALLEE, script);
            twilio.time.runToEnd();
            return result;
        }
    }

    @Test
    void hearsBothSidesWhileTheCarrierSpeaks() {
        CallResult<String> result = call(Callee.answers().says("Seven of them"), call -> {
            call.tap(tap);
            return call.ask("How many would you like?");
        });
        assertThat(result.answer()).contains("Seven of them");
        assertThat(tap.heard(Speaker.US)).isEqualTo("How many would you like?");
        assertThat(tap.heard(Speaker.THEM)).isEqualTo("Seven of them");
        assertThat(tap.gaps()).isZero();
        assertThat(tap.ends()).isOne();
        assertThat(warnings).isEmpty();
        assertThat(call().problems()).isEmpty();
    }

    @Test
    void hearsTheThirdPartyOfATransfer() {
        twilio.twilio.callee(OTHER, Callee.answers().greets("Support speaking").hangsUpAfter(Duration.ofSeconds(5)));
        CallResult<TransferResult> result = call(Callee.answers(), call -> {
            call.tap(tap);
            return call.transfer(OTHER);
        });
        assertThat(result.answer()).contains(TransferResult.COMPLETED);
        assertThat(tap.heard(Speaker.US)).isEqualTo("Support speaking");
        assertThat(tap.millis(Speaker.THEM)).isGreaterThan(5_000).isEqualTo(tap.millis(Speaker.US));
        assertThat(warnings).isEmpty();
    }

    @Test
    void hearsBothSidesOfLiveAudio() {
        builder.speechToText(new FakeSpeechToText()).textToSpeech(new FakeTextToSpeech(twilio.time));
        CallResult<String> result = call(Callee.answers().staysSilent().says("Seven of them"), call -> {
            call.say("Hello");
            call.tap(tap);
            return call.ask("How many would you like?");
        });
        assertThat(result.answer()).contains("Seven of them");
        assertThat(tap.heard(Speaker.US)).isEqualTo("How many would you like?");
        assertThat(tap.heard(Speaker.THEM)).isEqualTo("Seven of them");
        assertThat(warnings).isEmpty();
    }

    @Test
    void closingItIsNotTheEndOfTheCall() {
        CallResult<String> result = call(Callee.answers().says("Seven").says("Eight"), call -> {
            AudioTap open = call.tap(tap);
            call.ask("How many?");
            open.close();
            return call.ask("How much?");
        });
        assertThat(result.answer()).contains("Eight");
        assertThat(tap.heard(Speaker.THEM)).isEqualTo("Seven");
        assertThat(tap.ends()).isOne();
        assertThat(call().problems()).isEmpty();
        assertThat(warnings).isEmpty();
    }

    @Test
    void allWhoListenShareOneStreamWhichEndsWithTheLastOfThem() {
        RecordingTap second = new RecordingTap();
        RecordingTap third = new RecordingTap();
        CallResult<String> result = call(Callee.answers().says("Seven").says("Eight"), call -> {
            AudioTap first = call.tap(tap);
            AudioTap another = call.tap(second);
            first.close();
            call.ask("How many?");
            another.close();
            call.pause(Duration.ofSeconds(1));
            assertThat(call().streams()).singleElement().matches(SimulatedStream::ended);
            call.tap(third);
            return call.ask("How much?");
        });
        assertThat(result.answer()).contains("Eight");
        assertThat(tap.millis(Speaker.THEM)).isLessThan(1_000);
        assertThat(second.heard(Speaker.THEM)).isEqualTo("Seven");
        assertThat(third.heard(Speaker.THEM)).isEqualTo("Eight");
        assertThat(List.of(tap.ends(), second.ends(), third.ends())).containsOnly(1);
        assertThat(call().streams()).hasSize(2);
        assertThat(call().problems()).isEmpty();
        assertThat(warnings).isEmpty();
    }

    @Test
    void whoComesWhenAnotherHasGoneHearsTheRestOnce() {
        String greeting = "Hello there this is the support of the shop how may I help you today";
        RecordingTap second = new RecordingTap();
        call(Callee.answers().greets(greeting), call -> {
            AudioTap first = call.tap(tap);
            call.pause(Duration.ofSeconds(1));
            first.close();
            call.pause(Duration.ofSeconds(1));
            call.tap(second);
            call.pause(Duration.ofSeconds(15));
            return true;
        });
        assertThat(greeting).endsWith(second.heard(Speaker.THEM));
        assertThat(second.heard(Speaker.THEM)).isNotEmpty();
        assertThat(second.ends()).isOne();
    }

    @Test
    void theCalleeHangsUp() {
        CallResult<String> result = call(Callee.answers().hangsUp(), call -> {
            call.tap(tap);
            return call.ask("How many?");
        });
        assertThat(result.outcome()).isEqualTo(Outcome.HUNG_UP);
        assertThat(tap.heard(Speaker.US)).isEqualTo("How many?");
        assertThat(tap.ends()).isOne();
        assertThat(warnings).isEmpty();
    }

    @Test
    void aConnectionThatBreaksEndsTheTapAndNotTheCall() {
        faults(StreamFaults.none().breakingAfter(Duration.ofSeconds(1)));
        CallResult<String> result = call(Callee.answers().says("Seven"), call -> {
            call.tap(tap);
            return call.ask("How many would you like?");
        });
        assertThat(result.answer()).contains("Seven");
        assertThat(tap.ends()).isOne();
        assertThat(warnings).singleElement().asString().contains("broke");
    }

    @ParameterizedTest
    @EnumSource(
            value = Quirk.class,
            names = {"WRONG_SIGNATURE", "NO_SIGNATURE"})
    void aForgedHandshakeHearsNothing(Quirk quirk) {
        faults(StreamFaults.none().with(quirk));
        CallResult<String> result = call(Callee.answers().says("Seven"), call -> {
            call.tap(tap);
            return call.ask("How many?");
        });
        assertThat(result.answer()).contains("Seven");
        assertThat(tap.millis(Speaker.THEM)).isZero();
        assertThat(tap.ends()).isOne();
        assertThat(warnings).hasSize(1);
    }

    @Test
    void aListenerThatFailsIsNotAskedAgain() {
        List<Long> heard = new ArrayList<>();
        CallResult<String> result = call(Callee.answers().says("Seven"), call -> {
            call.tap((speaker, positionSamples, muLaw) -> {
                heard.add(positionSamples);
                throw new IllegalStateException("The disk is full.");
            });
            return call.ask("How many?");
        });
        assertThat(result.answer()).contains("Seven");
        assertThat(heard).hasSize(1);
        assertThat(warnings).singleElement().asString().contains("The disk is full.");
        assertThat(call().problems()).extracting(Problem::code).isEmpty();
    }

    @Test
    void closingATapAfterTheCallDoesNothing() {
        List<AudioTap> taps = new ArrayList<>();
        call(Callee.answers(), call -> taps.add(call.tap(tap)));
        taps.get(0).close();
        twilio.time.runToEnd();
        assertThat(tap.ends()).isOne();
        assertThat(warnings).isEmpty();
    }

    private void faults(StreamFaults faults) {
        twilio.twilio.faults(Faults.none().withStreams(faults));
    }
}
