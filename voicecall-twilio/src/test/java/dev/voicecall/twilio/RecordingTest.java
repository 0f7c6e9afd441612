package dev.voicecall.twilio;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.voicecall.CallInfo;
import dev.voicecall.CallListener;
import dev.voicecall.CallOptions;
import dev.voicecall.CallRecording;
import dev.voicecall.CallResult;
import dev.voicecall.CarrierException;
import dev.voicecall.Outcome;
import dev.voicecall.Recording.State;
import dev.voicecall.RecordingOptions;
import dev.voicecall.VoiceCallException;
import dev.voicecall.VoiceCalls;
import dev.voicecall.spi.RecordingArchive;
import dev.voicecall.testkit.Callee;
import dev.voicecall.testkit.twilio.Faults;
import dev.voicecall.testkit.twilio.RestExchange;
import dev.voicecall.testkit.twilio.RestFault;
import dev.voicecall.testkit.twilio.RestFault.Kind;
import dev.voicecall.testkit.twilio.RestFault.Operation;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;

/** Recordings as Twilio makes them, on virtual time. */
class RecordingTest {
    private static final String NUMBER = "+14155550123";
    private static final CallOptions RECORDED =
            CallOptions.builder().recording(RecordingOptions.DUAL).build();

    private final SimulatedTwilio world = new SimulatedTwilio(Faults.none());
    private final OverheardGateway gateway = new OverheardGateway(world.gateway);
    private final List<String> warnings = new ArrayList<>();
    private final VoiceCalls calls = VoiceCalls.builder(gateway)
            .scheduler(world.time)
            .listener(new CallListener() {
                @Override
                public void onWarning(CallInfo call, VoiceCallException problem) {
                    warnings.add(problem.getMessage());
                }
            })
            .build();
    private final RecordingArchive archive = gateway.recordings().orElseThrow();

    RecordingTest() {
        world.twilio.callee(NUMBER, Callee.answers().says("John"));
    }

    @AfterEach
    void close() {
        calls.close();
        world.close();
    }

    @Test
    void recordsACallFromWhenItIsPickedUp() {
        CallResult<String> result = calls.call(
                NUMBER,
                call -> {
                    String name = call.ask("Name?");
                    return name + " on " + call.recording().orElseThrow().id();
                },
                RECORDED);
        world.time.advance(Duration.ofMinutes(1));
        assertThat(gateway.states()).containsExactly(State.IN_PROGRESS, State.COMPLETED);
        assertThat(gateway.told.get(1)).satisfies(recording -> {
            assertThat(result.answer()).contains("John on " + recording.id());
            assertThat(recording.callId()).isEqualTo(world.twilio.calls().get(0).sid());
            assertThat(recording.channels()).isEqualTo(2);
            assertThat(recording.duration().orElseThrow()).isPositive();
            assertThat(recording.startedAt()).isPresent();
        });
        assertThat(requests("/Calls/[^/]+/Recordings.json")).isEmpty();
        assertThat(warnings).isEmpty();
    }

    @Test
    void recordsACallThatComesIn() {
        calls.onIncoming(call -> call.ask("Name?"), RECORDED);
        world.twilio.callIn(NUMBER, Callee.answers().says("John"));
        world.time.advance(Duration.ofMinutes(1));
        assertThat(gateway.states()).containsExactly(State.IN_PROGRESS, State.COMPLETED);
        assertThat(warnings).isEmpty();
    }

    @Test
    void recordsPausesResumesAndStopsInMidCall() {
        calls.call(NUMBER, call -> {
            call.say("Hello.");
            CallRecording recording = call.record(RecordingOptions.MONO);
            call.say("This is recorded.");
            recording.pause();
            call.say("This is not.");
            recording.resume();
            call.say("This is, again.");
            recording.stop();
            recording.stop();
            call.say("Goodbye.");
            return null;
        });
        world.time.advance(Duration.ofMinutes(1));
        assertThat(gateway.states()).containsExactly(State.IN_PROGRESS, State.COMPLETED);
        assertThat(gateway.told)
                .allSatisfy(recording -> assertThat(recording.channels()).isEqualTo(1));
        assertThat(requests("/Recordings/RE[^/]+.json"))
                .extracting(request -> request.parameters().first("Status").orElse(""))
                .containsExactly("paused", "in-progress", "stopped", "stopped");
        assertThat(requests("/Recordings/RE[^/]+.json").get(0).parameters().first("PauseBehavior"))
                .contains("silence");
    }

    @Test
    void twoRecordingsOfACallAreToldApart() {
        List<String> ids = new ArrayList<>();
        calls.call(
                NUMBER,
                call -> {
                    call.say("Hello.");
                    ids.add(call.record(RecordingOptions.MONO).id());
                    ids.add(call.recording().orElseThrow().id());
                    return null;
                },
                RECORDED);
        assertThat(ids).doesNotHaveDuplicates();
        assertThat(archive.ofCall(world.twilio.calls().get(0).sid()))
                .extracting(dev.voicecall.Recording::id)
                .containsExactlyInAnyOrderElementsOf(ids);
    }

    @Test
    void aRecordingThatCanNotBeginIsAWarningAndTheCallGoesOn() {
        calls.onIncoming(call -> call.ask("Name?"), RECORDED);
        world.twilio.faults(Faults.none().with(RestFault.next(Operation.CREATE, Kind.HTML_ERROR)));
        assertThat(world.twilio.callIn(NUMBER, Callee.answers().says("John"))).isNotNull();
        world.time.advance(Duration.ofMinutes(1));
        assertThat(warnings).singleElement().asString().contains("is not recorded");
        assertThat(requests("/Calls/[^/]+/Recordings.json"))
                .as("what may have begun is not begun again")
                .hasSize(1);
    }

    @Test
    void aScriptHearsThatItsRecordingCanNotBegin() {
        CallResult<Object> result = calls.call(NUMBER, call -> {
            call.say("Hello.");
            world.twilio.faults(Faults.none().with(RestFault.next(Operation.CREATE, Kind.UNAVAILABLE)));
            return call.record(RecordingOptions.MONO);
        });
        assertThat(result.outcome()).isEqualTo(Outcome.FAILED);
        assertThat(result.failure()).containsInstanceOf(CarrierException.class);
    }

    @Test
    void findsListsAndDeletesRecordings() {
        calls.call(NUMBER, call -> call.ask("Name?"), RECORDED);
        world.time.advance(Duration.ofMinutes(1));
        String id = gateway.told.get(0).id();
        assertThat(archive.find(id)).contains(gateway.told.get(1));
        archive.delete(id);
        archive.delete(id);
        assertThat(archive.find(id)).isEmpty();
        assertThat(archive.ofCall(gateway.told.get(0).callId())).isEmpty();
        assertThatThrownBy(() -> archive.find("../Calls/CA1")).isInstanceOf(CarrierException.class);
    }

    private List<RestExchange> requests(String path) {
        return world.twilio.requests().stream()
                .filter(request ->
                        request.method().equals("POST") && request.path().matches(".*" + path))
                .toList();
    }
}
