package dev.voicecall.testkit;

import static org.assertj.core.api.Assertions.assertThat;

import dev.voicecall.CallRecord;
import dev.voicecall.CallResult;
import dev.voicecall.Recording;
import dev.voicecall.Recording.Processing;
import dev.voicecall.Recording.State;
import dev.voicecall.RecordingListener;
import dev.voicecall.VoiceCalls;
import dev.voicecall.VoiceCallsBuilder;
import dev.voicecall.audio.AudioFormat;
import dev.voicecall.audio.WavWriter;
import dev.voicecall.spi.CallGateway;
import dev.voicecall.spi.CallLeg;
import dev.voicecall.spi.CallStore;
import dev.voicecall.spi.OutboundCall;
import dev.voicecall.spi.RecordingArchive;
import dev.voicecall.spi.Scheduler;
import java.io.ByteArrayInputStream;
import java.io.InputStream;
import java.net.URI;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.Test;

/** What VoiceCalls does with the recordings of a carrier. */
class RecordingsAfterTheCallTest {
    private static final String NUMBER = "+14155550123";

    private final VirtualScheduler time = new VirtualScheduler();
    private final CallStore store = CallStore.inMemory();
    private final List<String> heard = new ArrayList<>();
    private final RecordingListener listener = new RecordingListener() {
        @Override
        public void onTranscribed(Recording recording) {
            heard.add(recording.transcript().orElseThrow().text());
        }
    };

    /** A scripted carrier that has one recording, of whatever call. */
    private static final class RecordingCarrier implements CallGateway, RecordingArchive {
        private final ScriptedCarrier calls =
                new ScriptedCarrier().callee(NUMBER, Callee.answers().says("John"));
        private @Nullable Listener listener;

        @Override
        public void start(Scheduler scheduler, Listener listener) {
            this.listener = listener;
            calls.start(scheduler, listener);
        }

        void tell(Recording recording) {
            if (listener != null) {
                listener.onRecording(recording);
            }
        }

        @Override
        public CallLeg dial(OutboundCall call) {
            return calls.dial(call);
        }

        @Override
        public Optional<RecordingArchive> recordings() {
            return Optional.of(this);
        }

        @Override
        public InputStream download(Recording recording, long maxBytes) {
            return new ByteArrayInputStream(
                    WavWriter.file(AudioFormat.TELEPHONE, FakeSpeech.say("What is your name? John.")));
        }

        @Override
        public Optional<Recording> find(String id) {
            return Optional.empty();
        }

        @Override
        public List<Recording> ofCall(String callId) {
            return List.of();
        }

        @Override
        public void delete(String id) {}

        @Override
        public Optional<String> idOf(URI url) {
            return Optional.empty();
        }

        @Override
        public void close() {
            calls.close();
        }
    }

    private VoiceCallsBuilder over(RecordingCarrier carrier) {
        return VoiceCalls.builder(carrier).scheduler(time).store(store).recordingListener(listener);
    }

    @Test
    void aCallsRecordHasItsTranscript() {
        RecordingCarrier carrier = new RecordingCarrier();
        try (VoiceCalls calls =
                over(carrier).transcribeRecordings(new FakeTranscriber(time)).build()) {
            CallResult<String> result = calls.ask(NUMBER, "What is your name?");
            String callId = result.callId().orElseThrow();
            carrier.tell(Recording.of("R1", callId, State.COMPLETED, 1));
            time.advance(Duration.ofMinutes(1));
            CallRecord record = calls.record(callId).orElseThrow();
            assertThat(record.recordings()).singleElement().satisfies(recording -> {
                assertThat(recording.processing()).isEqualTo(Processing.DONE);
                assertThat(recording.transcript().orElseThrow().text()).isEqualTo("What is your name? John.");
            });
        }
        assertThat(heard).containsExactly("What is your name? John.");
    }

    @Test
    void withoutATranscriberRecordingsAreKept() {
        RecordingCarrier carrier = new RecordingCarrier();
        try (VoiceCalls calls = over(carrier).build()) {
            carrier.tell(Recording.of("R1", "of a call that nobody knows", State.COMPLETED, 1));
            assertThat(calls.openCalls()).isZero();
        }
        assertThat(store.findRecording("R1").orElseThrow().processing()).isEqualTo(Processing.NONE);
    }

    @Test
    void whatAProgramHasLeftTheNextOneDoes() {
        RecordingCarrier carrier = new RecordingCarrier();
        FakeTranscriber slow = new FakeTranscriber(time).takes(Duration.ofMinutes(5));
        try (VoiceCalls calls = over(carrier).transcribeRecordings(slow).build()) {
            carrier.tell(Recording.of("R1", "C1", State.COMPLETED, 1));
            time.advance(Duration.ofMinutes(1));
            assertThat(calls.openCalls()).isZero();
        }
        assertThat(time.elapsed()).as("closing did not wait").isEqualTo(Duration.ofMinutes(1));
        assertThat(store.findRecording("R1").orElseThrow().processing()).isEqualTo(Processing.PENDING);
        try (VoiceCalls calls = over(new RecordingCarrier())
                .transcribeRecordings(new FakeTranscriber(time))
                .build()) {
            time.advance(Duration.ofMinutes(1));
            assertThat(calls.openCalls()).isZero();
        }
        assertThat(heard).hasSize(1);
    }
}
