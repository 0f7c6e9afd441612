package dev.voicecall.testkit;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.catchThrowableOfType;

import dev.voicecall.CallEndedException;
import dev.voicecall.CallOptions;
import dev.voicecall.CallRecording;
import dev.voicecall.CallResult;
import dev.voicecall.LiveCall;
import dev.voicecall.Recording;
import dev.voicecall.Recording.State;
import dev.voicecall.RecordingListener;
import dev.voicecall.RecordingOptions;
import dev.voicecall.VoiceCalls;
import dev.voicecall.spi.LegRecording;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CompletionException;
import java.util.concurrent.atomic.AtomicReference;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;

/** Recordings as a script and an application see them, whatever the carrier. */
class RecordedCallTest {
    private static final String NUMBER = "+14155550123";
    private static final CallOptions RECORDED =
            CallOptions.builder().recording(RecordingOptions.DUAL).build();

    private final VirtualScheduler time = new VirtualScheduler();
    private final ScriptedCarrier carrier =
            new ScriptedCarrier().callee(NUMBER, Callee.answers().says("John"));
    private final List<Recording> told = new ArrayList<>();
    private final VoiceCalls calls = VoiceCalls.builder(carrier)
            .scheduler(time)
            .recordingListener(new RecordingListener() {
                @Override
                public void onRecording(Recording recording) {
                    told.add(recording);
                }
            })
            .build();

    @AfterEach
    void close() {
        calls.close();
        time.close();
    }

    @Test
    void isRecordedFromWhenItIsPickedUpUntilItsEnd() {
        CallResult<Boolean> result = calls.call(
                NUMBER,
                call -> {
                    boolean recorded = call.recording().isPresent();
                    call.ask("Name?");
                    return recorded;
                },
                RECORDED);
        time.advance(Duration.ofMinutes(1));
        assertThat(result.answer()).contains(true);
        assertThat(told).extracting(Recording::state).containsExactly(State.IN_PROGRESS, State.COMPLETED);
        assertThat(told.get(1).channels()).isEqualTo(2);
    }

    @Test
    void aCallThatComesInIsRecordedFromItsFirstStep() {
        List<Boolean> recorded = new ArrayList<>();
        calls.onIncoming(
                call -> {
                    recorded.add(call.recording().isPresent());
                    call.say("Hello.");
                    recorded.add(call.recording().isPresent());
                    return null;
                },
                RECORDED);
        carrier.callIn(NUMBER, Callee.answers());
        time.advance(Duration.ofMinutes(1));
        assertThat(recorded).containsExactly(false, true);
        assertThat(told).extracting(Recording::state).containsExactly(State.IN_PROGRESS, State.COMPLETED);
    }

    @Test
    void aScriptBeginsAndEndsARecording() {
        Duration[] length = new Duration[1];
        calls.call(NUMBER, call -> {
            call.pause(Duration.ofSeconds(10));
            CallRecording recording = call.record(RecordingOptions.MONO);
            call.pause(Duration.ofSeconds(5));
            recording.pause();
            recording.resume();
            recording.stop();
            recording.stop();
            call.pause(Duration.ofSeconds(10));
            length[0] = told.get(1).duration().orElseThrow();
            return null;
        });
        assertThat(length[0]).isEqualTo(Duration.ofSeconds(5));
        assertThat(told).hasSize(2);
    }

    @Test
    void aCallThatIsOverIsNotRecorded() {
        AtomicReference<LiveCall> late = new AtomicReference<>();
        calls.call(NUMBER, call -> {
            late.set(calls.live(call.info().id().orElseThrow()).orElseThrow());
            return null;
        });
        CompletableFuture<LegRecording> begun = late.get().record(RecordingOptions.MONO);
        CompletionException failure = catchThrowableOfType(CompletionException.class, begun::join);
        assertThat(failure).hasCauseInstanceOf(CallEndedException.class);
        assertThat(told).isEmpty();
    }
}
