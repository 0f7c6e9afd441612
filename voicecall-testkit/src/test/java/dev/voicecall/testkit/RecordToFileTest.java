package dev.voicecall.testkit;

import static org.assertj.core.api.Assertions.assertThat;

import dev.voicecall.CallInfo;
import dev.voicecall.CallListener;
import dev.voicecall.CallResult;
import dev.voicecall.CallScript;
import dev.voicecall.CaptureOptions;
import dev.voicecall.Outcome;
import dev.voicecall.Timeline;
import dev.voicecall.Timeline.Kind;
import dev.voicecall.Timeline.Source;
import dev.voicecall.Timeline.Span;
import dev.voicecall.VoiceAgent;
import dev.voicecall.VoiceCallException;
import dev.voicecall.VoiceCalls;
import dev.voicecall.VoiceCallsBuilder;
import dev.voicecall.audio.WavReader;
import dev.voicecall.spi.AudioTap;
import dev.voicecall.testkit.Callee.Reaction;
import java.io.ByteArrayInputStream;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.net.URI;
import java.nio.file.FileSystem;
import java.nio.file.FileSystems;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** Calls that are recorded by ourselves. */
class RecordToFileTest implements CallListener {
    private static final String CALLEE = "+14155550123";
    private static final int THEIRS = 0;
    private static final int OURS = 1;

    @TempDir
    private Path directory;

    private final VirtualScheduler time = new VirtualScheduler();
    private final ScriptedCarrier carrier = new ScriptedCarrier();
    private final List<String> warnings = new ArrayList<>();
    private final List<Timeline> timelines = new ArrayList<>();
    private final VoiceCallsBuilder builder =
            VoiceCalls.builder(carrier).scheduler(time).listener(this);

    @AfterEach
    void leavesNothing() {
        assertThat(carrier.openLegs()).isZero();
        assertThat(time.blockedWorkers()).isZero();
        assertThat(time.pendingEvents()).isZero();
        time.close();
    }

    @Override
    public void onWarning(CallInfo call, VoiceCallException problem) {
        warnings.add(problem.getMessage());
    }

    private Outcome call(Callee callee, CallScript<?> script) {
        carrier.callee(CALLEE, callee);
        try (VoiceCalls calls = builder.build()) {
            CallResult<?> result = calls.call(CALLEE, script);
            time.runToEnd();
            timelines.add(calls.record(result.recordId()).orElseThrow().timeline());
            return result.outcome();
        }
    }

    private Source source() {
        return timelines.get(0).source();
    }

    private List<Span> spans(Kind kind) {
        return timelines.get(0).spans().stream()
                .filter(span -> span.kind() == kind)
                .toList();
    }

    private static byte[] read(Path file, int channel) {
        try {
            return read(Files.readAllBytes(file), channel);
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    private static byte[] read(byte[] wav, int channel) throws IOException {
        try (WavReader reader = WavReader.openChannel(new ByteArrayInputStream(wav), channel)) {
            return reader.readAllBytes();
        }
    }

    private VoiceAgent agent() {
        return VoiceAgent.builder()
                .greeting("Hello, how can I help you?")
                .speechToText(new FakeSpeechToText())
                .responder(conversation -> "That is interesting, please go on and tell me more of it.")
                .textToSpeech(new FakeTextToSpeech(time))
                .build();
    }

    @Test
    void anAgentsCallIsInTheFileAsTheCalleeHeardIt() throws IOException {
        builder.recordTo(directory.resolve("calls"));
        Callee talker = Callee.answers()
                .says("I have a question")
                .reacts(Reaction.speak("Stop it now please").interruptingAtWord("go"))
                .reacts(Reaction.speak("This is all there is").after(Duration.ofSeconds(5)))
                .hangsUpAfter(Duration.ofSeconds(40))
                .recorded();

        assertThat(call(talker, agent())).isEqualTo(Outcome.HUNG_UP);

        assertThat(warnings).isEmpty();
        Path file = directory.resolve("calls/call-1.wav");
        byte[] theirs = read(file, THEIRS);
        byte[] ours = read(file, OURS);
        assertThat(FakeSpeech.understand(theirs))
                .isEqualTo("I have a question Stop it now please This is all there is");
        byte[] truth = carrier.lastCall().recording();
        int shift = firstSound(ours) - firstSound(read(truth, 0));
        assertThat(shift).as("of the tap before the line").isBetween(0, 8_000);
        assertThat(theirs).endsWith(read(truth, 1));
        assertThat(ours).endsWith(read(truth, 0));
        assertThat(source()).isEqualTo(Source.AUDIO);
        assertThat(spans(Kind.THEM)).hasSize(3);
    }

    private static int firstSound(byte[] muLaw) {
        int at = 0;
        while (muLaw[at] == FakeSpeech.SILENCE) {
            at++;
        }
        return at;
    }

    @Test
    void aTappedCallOfCarrierSpeechHasATimelineOfItsSound() {
        builder.recordTo(directory);
        call(Callee.answers().says("Seven of them"), call -> {
            call.say("Welcome.");
            return call.ask("How many?");
        });
        Path file = directory.resolve("call-1.wav");
        assertThat(FakeSpeech.understand(read(file, THEIRS))).isEqualTo("Seven of them");
        assertThat(FakeSpeech.understand(read(file, OURS))).isEqualTo("Welcome. How many?");
        assertThat(source()).isEqualTo(Source.AUDIO);
        assertThat(spans(Kind.US)).isNotEmpty();
        assertThat(spans(Kind.THEM)).hasSize(1);
    }

    @Test
    void aCallOfCarrierSpeechAloneHasATimelineOfReports() {
        call(Callee.answers().says("Seven of them"), call -> {
            call.say("Welcome.");
            return call.ask("How many?");
        });
        assertThat(source()).isEqualTo(Source.CARRIER);
        assertThat(spans(Kind.US)).hasSize(2);
        assertThat(spans(Kind.US).get(0).begin()).isZero();
        assertThat(spans(Kind.THEM)).isEmpty();
    }

    @Test
    void aScriptRecordsAPartOfItsCall() {
        call(Callee.answers().says("Seven").says("Eight").says("Nine"), call -> {
            call.ask("How many?");
            AudioTap tap = call.recordTo(directory.resolve("part.wav"));
            call.ask("How much?");
            tap.close();
            return call.ask("How long?");
        });
        assertThat(FakeSpeech.understand(read(directory.resolve("part.wav"), THEIRS)))
                .isEqualTo("Eight");
        assertThat(FakeSpeech.understand(read(directory.resolve("part.wav"), OURS)))
                .isEqualTo("How much?");
    }

    @Test
    void theFileCanBeReadWhileTheCallGoesOn() {
        builder.recordTo(directory);
        List<Integer> soFar = new ArrayList<>();
        call(Callee.answers(), call -> {
            for (int i = 0; i < 3; i++) {
                call.say("This is a sentence that takes quite a while to be spoken to its end");
                call.pause(Duration.ofSeconds(10));
                soFar.add(read(directory.resolve("call-1.wav"), OURS).length / 8_000);
            }
            return null;
        });
        assertThat(soFar).hasSize(3);
        assertThat(soFar.get(0)).isGreaterThanOrEqualTo(10);
        assertThat(soFar.get(2)).isGreaterThan(soFar.get(0) + 20);
    }

    @Test
    void aDirectoryThatCanNotBeMadeCostsAWarning() throws IOException {
        Path taken = Files.createFile(directory.resolve("taken"));
        builder.recordTo(taken);
        Outcome outcome = call(Callee.answers().says("Seven"), call -> {
            call.pause(Duration.ofSeconds(2));
            return call.ask("How many?");
        });
        assertThat(outcome).isEqualTo(Outcome.ANSWERED);
        assertThat(warnings).singleElement().asString().contains("The recording ends here");
    }

    @Test
    void aFileSystemThatIsGoneCostsAWarning() throws IOException {
        URI archive = URI.create("jar:" + directory.resolve("calls.zip").toUri());
        try (FileSystem zip = FileSystems.newFileSystem(archive, Map.of("create", "true"))) {
            builder.recordTo(zip.getPath("/calls"));
        }
        Outcome outcome = call(Callee.answers().says("Seven"), call -> {
            call.pause(Duration.ofSeconds(2));
            return call.ask("How many?");
        });
        assertThat(outcome).isEqualTo(Outcome.ANSWERED);
        assertThat(warnings).singleElement().asString().contains("The recording ends here");
    }

    @Test
    void aCallThatIsTurnedAwayIsNotRecorded() {
        builder.recordTo(directory.resolve("calls"));
        try (VoiceCalls calls = builder.build()) {
            calls.onIncoming(call -> {
                call.reject(true);
                return null;
            });
            carrier.callIn(CALLEE, Callee.answers());
            time.advance(Duration.ofMinutes(1));
        }
        time.runToEnd();
        assertThat(directory).isEmptyDirectory();
    }

    @Test
    void aRecordingThatBeginsLateOnATappedCallBeginsThere() throws IOException {
        Path file = directory.resolve("late.wav");
        builder.tap(call -> Optional.of((speaker, position, sound) -> {}));
        call(Callee.answers().says("Seven of them"), call -> {
            call.pause(Duration.ofSeconds(30));
            call.recordTo(file);
            return call.ask("How many?");
        });
        assertThat(FakeSpeech.understand(read(file, THEIRS))).isEqualTo("Seven of them");
        assertThat(FakeSpeech.understand(read(file, OURS))).isEqualTo("How many?");
        assertThat(read(file, OURS)).hasSizeLessThan(5 * 8_000);
        assertThat(warnings).isEmpty();
    }

    @Test
    void eachSideHasAFileOfItsOwnIfThatIsWanted() throws IOException {
        builder.recordTo(CaptureOptions.in(directory).withSides());
        call(Callee.answers().says("Seven of them"), call -> call.ask("How many?"));
        assertThat(FakeSpeech.understand(read(directory.resolve("call-1-caller.wav"), THEIRS)))
                .isEqualTo("Seven of them");
        assertThat(FakeSpeech.understand(read(directory.resolve("call-1-agent.wav"), THEIRS)))
                .isEqualTo("How many?");
        assertThat(read(directory.resolve("call-1-agent.wav"), 0))
                .isEqualTo(read(directory.resolve("call-1.wav"), OURS));
    }

    @Test
    void aCallForWhoseRecordingThereIsNoMoreRoomGoesOn() {
        builder.recordTo(CaptureOptions.in(directory).withMaxBytes(1_000_000));
        Outcome outcome = call(Callee.answers().says("Seven of them"), call -> {
            call.pause(Duration.ofMinutes(2));
            return call.ask("How many?");
        });
        assertThat(outcome).isEqualTo(Outcome.ANSWERED);
        assertThat(warnings).singleElement().asString().contains("none left to delete");
        assertThat(read(directory.resolve("call-1.wav"), OURS)).hasSizeBetween(400_000, 500_000);
    }
}
