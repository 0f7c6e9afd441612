package dev.voicecall.twilio;

import static org.assertj.core.api.Assertions.assertThat;

import dev.voicecall.CallResult;
import dev.voicecall.CarrierException;
import dev.voicecall.Outcome;
import dev.voicecall.PhoneNumber;
import dev.voicecall.TransferResult;
import dev.voicecall.Utterance.Speaker;
import dev.voicecall.VoiceCalls;
import dev.voicecall.spi.Step;
import dev.voicecall.spi.StepResult;
import dev.voicecall.testkit.Callee;
import dev.voicecall.testkit.twilio.Faults;
import dev.voicecall.testkit.twilio.StreamFaults;
import dev.voicecall.testkit.twilio.StreamFaults.Quirk;
import java.time.Duration;
import java.util.List;
import java.util.Optional;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.TimeUnit;
import java.util.function.Consumer;
import java.util.stream.IntStream;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;

/** Media streams over real WebSockets. */
@Tag("socket")
class StreamWireTest {
    private static final double SPEED = 5;
    private static final String CALLEE = "+14155550123";
    private static final String OTHER = "+14155550177";

    private Wire wire = wire(StreamFaults.none());

    @AfterEach
    void close() {
        assertThat(wire.gateway.openLegs()).isZero();
        assertThat(wire.gateway.expectedStreams()).isZero();
        wire.gateway.close();
        wire.close();
    }

    private static Wire wire(StreamFaults faults) {
        Wire wire = new Wire(Faults.none().withStreams(faults), SPEED);
        wire.gateway.start(wire.scheduler, leg -> {});
        return wire;
    }

    private void faults(StreamFaults faults) {
        wire.close();
        wire = wire(faults);
    }

    @Test
    void callsAtOnceHearWhatTheyAreTold() throws Exception {
        List<StreamingCall> calls = IntStream.range(0, 10)
                .mapToObj(i -> dial("+141555520" + (10 + i), Callee.answers().says("I am number " + i), open -> {
                    open.say("Who are you?");
                    open.line().mark("said");
                }))
                .toList();
        for (int i = 0; i < calls.size(); i++) {
            StreamingCall call = calls.get(i);
            call.answered.get(1, TimeUnit.MINUTES);
            assertThat(call.understood()).isEqualTo("I am number " + i);
            assertThat(call.events).containsExactly("mark said");
            assertThat(call.warnings).isEmpty();
            hangUp(call);
        }
    }

    @Test
    void transfersAfterTheStream() throws Exception {
        wire.callee(OTHER, Callee.answers().hangsUpAfter(Duration.ofSeconds(2)));
        StreamingCall call = dial(CALLEE, Callee.answers(), open -> open.line().close());
        assertThat(call.streamed.get(1, TimeUnit.MINUTES)).isEqualTo(new StepResult.Done());
        CompletableFuture<StepResult> transferred =
                call.perform(new Step.Transfer(PhoneNumber.of(OTHER), Optional.empty(), Duration.ofSeconds(30)));
        assertThat(transferred.get(1, TimeUnit.MINUTES))
                .isEqualTo(new StepResult.Transferred(TransferResult.COMPLETED));
        hangUp(call);
    }

    @Test
    void aConnectionThatBreaksFailsTheStep() throws Exception {
        faults(StreamFaults.none().breakingAfter(Duration.ofSeconds(1)));
        StreamingCall call = dial(CALLEE, Callee.answers(), open -> {});
        assertThat(failure(call)).isInstanceOf(CarrierException.class).hasMessageContaining("media stream");
        hangUp(call);
    }

    @Test
    void aTapHearsBothSidesWhileTheCarrierSpeaks() throws Exception {
        wire.close();
        wire = new Wire(Faults.none(), SPEED);
        wire.callee(CALLEE, Callee.answers().says("Seven of them"));
        RecordingTap tap = new RecordingTap();
        try (VoiceCalls calls =
                VoiceCalls.builder(wire.gateway).scheduler(wire.scheduler).build()) {
            CallResult<String> result = calls.call(CALLEE, call -> {
                call.tap(tap);
                call.pause(Duration.ofSeconds(2)); // until the connection stands
                return call.ask("How many would you like?");
            });
            assertThat(result.answer()).contains("Seven of them");
            assertThat(tap.ended.await(1, TimeUnit.MINUTES)).isTrue();
        }
        assertThat(tap.heard(Speaker.US)).isEqualTo("How many would you like?");
        assertThat(tap.heard(Speaker.THEM)).isEqualTo("Seven of them");
    }

    @Test
    void aForgedHandshakeOpensNothing() throws Exception {
        faults(StreamFaults.none().with(Quirk.WRONG_SIGNATURE));
        StreamingCall call = dial(CALLEE, Callee.answers(), open -> {});
        assertThat(failure(call)).isInstanceOf(CarrierException.class);
        assertThat(call.lines).isEmpty();
        hangUp(call);
    }

    @Test
    void theCalleeHangsUpAndNoStopComes() throws Exception {
        faults(StreamFaults.none().with(Quirk.NO_STOP));
        StreamingCall call = dial(CALLEE, Callee.answers().hangsUpAfter(Duration.ofSeconds(2)), open -> {});
        assertThat(call.ended.get(1, TimeUnit.MINUTES).outcome()).isEqualTo(Outcome.HUNG_UP);
    }

    private StreamingCall dial(String number, Callee callee, Consumer<StreamingCall> whenOpen) {
        wire.callee(number, callee);
        return StreamingCall.dial(wire.gateway, number, whenOpen);
    }

    private static Throwable failure(StreamingCall call) throws Exception {
        return call.streamed.<Throwable>handle((done, broken) -> broken).get(1, TimeUnit.MINUTES);
    }

    private static void hangUp(StreamingCall call) throws Exception {
        call.run(call.leg::hangUp);
        call.ended.get(1, TimeUnit.MINUTES);
    }
}
