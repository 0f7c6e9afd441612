package dev.voicecall.twilio;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.assertj.core.api.Assertions.catchThrowableOfType;

import dev.voicecall.CallOptions;
import dev.voicecall.CarrierException;
import dev.voicecall.Recording;
import dev.voicecall.RecordingListener;
import dev.voicecall.RecordingOptions;
import dev.voicecall.VoiceCalls;
import dev.voicecall.audio.WavReader;
import dev.voicecall.spi.RecordingArchive;
import dev.voicecall.testkit.Callee;
import dev.voicecall.testkit.twilio.Faults;
import dev.voicecall.testkit.twilio.RecordingFaults;
import dev.voicecall.testkit.twilio.RecordingFaults.Quirk;
import java.io.InputStream;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.TimeUnit;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;

/** A recording from the call to its sound, with real HTTP between us and the simulator. */
@Tag("socket")
class RecordingWireTest {
    private static final String NUMBER = "+14155550123";
    private static final long ENOUGH = 10_000_000;

    @Test
    void theSoundOfBothSidesIsFetched() throws Exception {
        try (Recorded call = new Recorded(RecordingFaults.none())) {
            assertThat(call.recording.channels()).isEqualTo(2);
            assertThat(call.archive.find(call.recording.id())).contains(call.recording);
            try (InputStream sound = call.archive.download(call.recording, ENOUGH);
                    WavReader wav = WavReader.open(sound)) {
                assertThat(wav.channels()).isEqualTo(2);
            }
        }
    }

    @Test
    void soundThatComesLateIsWorthComingAgain() throws Exception {
        try (Recorded call = new Recorded(RecordingFaults.none().with(Quirk.MEDIA_LATE))) {
            CarrierException late =
                    catchThrowableOfType(CarrierException.class, () -> call.archive.download(call.recording, ENOUGH));
            assertThat(late.retryable()).isTrue();
        }
    }

    @Test
    void soundThatIsSaidToBeElsewhereIsNotFetchedThere() throws Exception {
        try (FakeApi trap = new FakeApi();
                Recorded call = new Recorded(RecordingFaults.none().withMediaAt(trap.url()))) {
            assertThatThrownBy(() -> call.archive.download(call.recording, ENOUGH))
                    .isInstanceOf(CarrierException.class);
            assertThat(trap.seen).isEmpty();
        }
    }

    /** A call that was recorded and is over. */
    private static final class Recorded implements AutoCloseable {
        final Recording recording;
        final RecordingArchive archive;
        private final Wire wire;
        private final VoiceCalls calls;

        Recorded(RecordingFaults faults) throws Exception {
            wire = new Wire(Faults.none().withRecordings(faults), 20);
            CompletableFuture<Recording> complete = new CompletableFuture<>();
            calls = VoiceCalls.builder(wire.gateway)
                    .scheduler(wire.scheduler)
                    .recordingListener(new RecordingListener() {
                        @Override
                        public void onRecording(Recording recording) {
                            if (recording.state() == Recording.State.COMPLETED) {
                                complete.complete(recording);
                            }
                        }
                    })
                    .build();
            wire.callee(NUMBER, Callee.answers().says("My name is John"));
            calls.call(
                    NUMBER,
                    call -> call.ask("What is your name?"),
                    CallOptions.builder().recording(RecordingOptions.DUAL).build());
            recording = complete.get(30, TimeUnit.SECONDS);
            archive = wire.gateway.recordings().orElseThrow();
        }

        @Override
        public void close() {
            calls.close();
            wire.close();
        }
    }
}
