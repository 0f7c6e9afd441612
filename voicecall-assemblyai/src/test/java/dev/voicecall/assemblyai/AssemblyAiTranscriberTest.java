package dev.voicecall.assemblyai;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.voicecall.ProviderException;
import dev.voicecall.RecordingTranscript;
import dev.voicecall.RecordingTranscript.Segment;
import dev.voicecall.audio.AudioFormat;
import dev.voicecall.spi.Transcriber;
import dev.voicecall.spi.Transcriber.Audio;
import dev.voicecall.spi.Transcriber.Request;
import dev.voicecall.testkit.FakeSpeech;
import dev.voicecall.testkit.TranscriberContract;
import dev.voicecall.testkit.assemblyai.AssemblyAiFault;
import dev.voicecall.testkit.assemblyai.AssemblyAiFault.Kind;
import dev.voicecall.testkit.assemblyai.AssemblyAiFault.Operation;
import dev.voicecall.testkit.assemblyai.AssemblyAiRequest;
import dev.voicecall.testkit.assemblyai.AssemblyAiSimulator;
import java.io.ByteArrayInputStream;
import java.io.IOException;
import java.net.URI;
import java.time.Duration;
import java.util.List;
import java.util.Optional;
import java.util.OptionalDouble;
import java.util.OptionalInt;
import java.util.concurrent.CompletableFuture;
import java.util.stream.IntStream;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Nested;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;

/** Transcribing recordings, against the simulator. */
@Tag("socket")
class AssemblyAiTranscriberTest {
    private static final Request MONO = new Request("en-US", 1, List.of());
    private static final byte[] HELLO = Recordings.wav(Recordings.after(200, "hello there"));

    private final AssemblyAiSimulator simulator = AssemblyAiSimulator.builder()
            .queueing(Duration.ofMillis(5))
            .processing(Duration.ofMillis(5))
            .otherProjects("another-projects-key")
            .start();

    @AfterEach
    void close() {
        simulator.close();
    }

    @Nested
    class Contract extends TranscriberContract {
        @Override
        protected Bench open() {
            AssemblyAiSimulator server = AssemblyAiSimulator.builder()
                    .queueing(Duration.ZERO)
                    .processing(Duration.ZERO)
                    .start();
            Transcriber transcriber = transcriber(server, server.apiKey());
            return new Bench() {
                @Override
                public Transcriber transcriber() {
                    return transcriber;
                }

                @Override
                public AudioFormat format() {
                    return AudioFormat.TELEPHONE;
                }

                @Override
                public byte[] say(String words) {
                    return FakeSpeech.say(words);
                }

                @Override
                public void close() {
                    server.close();
                }
            };
        }
    }

    private Transcriber transcriber() {
        return transcriber(simulator, simulator.apiKey());
    }

    /** Waits a hundredth of what it should. */
    private static Transcriber transcriber(AssemblyAiSimulator simulator, String key) {
        Waits fast = new Waits() {
            @Override
            public long nanoTime() {
                return System.nanoTime() * 100;
            }

            @Override
            public void await(CompletableFuture<Void> wake, Duration atMost) throws InterruptedException {
                REAL.await(wake, atMost.dividedBy(100));
            }
        };
        Account account = new Account(
                key,
                simulator.baseUrl(),
                URI.create("ws://127.0.0.1:1"),
                Duration.ofSeconds(1),
                Duration.ofSeconds(5),
                (uri, headers, listener) -> {
                    throw new AssertionError("Nobody asked for a WebSocket.");
                });
        return new AssemblyAiTranscriber(account, TranscriberSettings.DEFAULT, Optional.empty(), fast);
    }

    private List<AssemblyAiRequest> requests(String method, String path) {
        return simulator.requests().stream()
                .filter(request ->
                        request.method().equals(method) && request.path().startsWith(path))
                .toList();
    }

    @Test
    void tellsWordsTimesAndSpeakers() throws Exception {
        byte[] sound = Recordings.then(Recordings.after(200, "hello there"), Recordings.after(1_000, "good bye"));
        RecordingTranscript transcript = transcriber().transcribe(Recordings.content(Recordings.wav(sound)), MONO);
        assertThat(transcript.text()).isEqualTo("hello there\ngood bye");
        assertThat(transcript.language()).contains("en-US");
        Segment first = transcript.segments().get(0);
        assertThat(first.speaker()).contains("A");
        assertThat(first.channel()).isEmpty();
        assertThat(first.begin()).contains(Duration.ofMillis(200));
        assertThat(first.confidence()).isEqualTo(OptionalDouble.of(0.9));
        assertThat(transcript.segments().get(1).begin().orElseThrow())
                .isEqualTo(first.end().orElseThrow().plusMillis(1_000));
    }

    @Test
    void tellsChannelsFromOneInTheOrderOfTheTalk() throws Exception {
        byte[] file = Recordings.wav(Recordings.after(1_500, "yes please"), Recordings.after(100, "tea or coffee"));
        RecordingTranscript transcript =
                transcriber().transcribe(Recordings.content(file), new Request("en-US", 2, List.of("tea", "coffee")));
        assertThat(transcript.segments()).extracting(Segment::text).containsExactly("tea or coffee", "yes please");
        assertThat(transcript.segments())
                .extracting(Segment::channel)
                .containsExactly(OptionalInt.of(2), OptionalInt.of(1));
        assertThat(transcript.segments()).extracting(Segment::speaker).containsOnly(Optional.empty());
        assertThat(requests("POST", "/v2/transcript").get(0).body())
                .contains("\"multichannel\":true", "\"keyterms_prompt\":[\"tea\",\"coffee\"]", "\"universal-2\"")
                .doesNotContain("speaker_labels");
    }

    @Test
    void uploadsWithALengthAndWithoutKeepingTheWhole() throws Exception {
        transcriber().transcribe(Recordings.content(HELLO), MONO);
        AssemblyAiRequest upload = requests("POST", "/v2/upload").get(0);
        assertThat(upload.headers()).containsEntry("content-length", String.valueOf(HELLO.length));
        assertThat(upload.body()).isEqualTo(HELLO.length + " bytes");
    }

    @Test
    void aUrlIsFetchedByTheProvider() throws Exception {
        try (AssemblyAiSimulator host = AssemblyAiSimulator.builder().start()) {
            Audio file = new Audio.At(host.baseUrl().resolve("/upload/nothing?signature=s3cr3t"));
            assertThatThrownBy(() -> transcriber().transcribe(file, MONO))
                    .isInstanceOf(ProviderException.class)
                    .hasMessageContaining("Download error")
                    .hasMessageNotContaining("s3cr3t");
        }
        assertThat(requests("POST", "/v2/upload")).isEmpty();
    }

    @Test
    void anErrorThatComesWithStatus200IsAFailure() {
        simulator.failTranscript("Transcoding failed. File does not appear to contain audio.");
        assertThatThrownBy(() -> transcriber().transcribe(Recordings.content(HELLO), MONO))
                .isInstanceOfSatisfying(ProviderException.class, failure -> assertThat(failure.retryable())
                        .isFalse())
                .hasMessageContaining("does not appear to contain audio");
        simulator.failTranscript("Server error, developers have been alerted");
        assertThatThrownBy(() -> transcriber().transcribe(Recordings.content(HELLO), MONO))
                .isInstanceOfSatisfying(ProviderException.class, failure -> assertThat(failure.retryable())
                        .isTrue());
    }

    @Test
    void aLanguageThatIsNotKnownIsFoundOut() throws Exception {
        transcriber().transcribe(Recordings.content(HELLO), new Request("und", 1, List.of()));
        assertThat(requests("POST", "/v2/transcript").get(0).body())
                .contains("\"language_detection\":true")
                .doesNotContain("language_code");
    }

    @Test
    void hintsThatWouldBeRefusedAreLeftOut() throws Exception {
        List<String> hints = IntStream.range(0, 500)
                .mapToObj(i -> i % 2 == 0 ? "word " + i : "much too many words for one hint " + i)
                .toList();
        transcriber().transcribe(Recordings.content(HELLO), new Request("en-US", 1, hints));
        assertThat(requests("POST", "/v2/transcript").get(0).body())
                .contains("\"word 398\"")
                .doesNotContain("too many", "\"word 400\"");
    }

    @ParameterizedTest
    @EnumSource(
            value = Kind.class,
            names = {"RATE_LIMITED", "SERVER_ERROR", "UNAVAILABLE", "GATEWAY_TIMEOUT", "RESET", "RESET_AFTERWARDS"})
    void anUploadOrAQuestionThatFailsIsRepeated(Kind kind) throws Exception {
        simulator.fail(AssemblyAiFault.next(Operation.UPLOAD, kind).times(2));
        simulator.fail(AssemblyAiFault.next(Operation.POLL, kind).times(3));
        assertThat(transcriber().transcribe(Recordings.content(HELLO), MONO).text())
                .isEqualTo("hello there");
        assertThat(requests("POST", "/v2/upload")).hasSize(3);
        assertThat(requests("POST", "/v2/transcript")).hasSize(1);
    }

    @ParameterizedTest
    @EnumSource(
            value = Kind.class,
            names = {"SERVER_ERROR", "UNAVAILABLE", "GATEWAY_TIMEOUT", "RESET", "RESET_AFTERWARDS"})
    void anOrderThatMayHaveBeenTakenIsNotRepeated(Kind kind) {
        simulator.fail(AssemblyAiFault.next(Operation.ORDER, kind));
        assertThatThrownBy(() -> transcriber().transcribe(Recordings.content(HELLO), MONO))
                .isInstanceOfSatisfying(ProviderException.class, failure -> assertThat(failure.retryable())
                        .isTrue());
        assertThat(requests("POST", "/v2/transcript")).hasSize(1);
    }

    @Test
    void anOrderThatWasCertainlyNotTakenIsRepeated() throws Exception {
        simulator.fail(AssemblyAiFault.next(Operation.ORDER, Kind.RATE_LIMITED)
                .times(2)
                .withDelay(Duration.ofSeconds(2)));
        assertThat(transcriber().transcribe(Recordings.content(HELLO), MONO).text())
                .isEqualTo("hello there");
    }

    @Test
    void attemptsAreBounded() {
        simulator.fail(AssemblyAiFault.next(Operation.UPLOAD, Kind.SERVER_ERROR).times(100));
        assertThatThrownBy(() -> transcriber().transcribe(Recordings.content(HELLO), MONO))
                .isInstanceOf(ProviderException.class)
                .hasMessageContaining("500");
        assertThat(requests("POST", "/v2/upload")).hasSize(4);
    }

    @Test
    void doesNotWaitForAServerThatWantsToBeLeftAloneForLong() {
        simulator.fail(AssemblyAiFault.next(Operation.UPLOAD, Kind.RATE_LIMITED).withDelay(Duration.ofHours(1)));
        assertThatThrownBy(() -> transcriber().transcribe(Recordings.content(HELLO), MONO))
                .hasMessageContaining("429");
        assertThat(requests("POST", "/v2/upload")).hasSize(1);
    }

    @Test
    void aTranscriptThatTakesTooLongIsGivenUpAndDeleted() throws Exception {
        try (AssemblyAiSimulator slow =
                AssemblyAiSimulator.builder().processing(Duration.ofMinutes(5)).start()) {
            AssemblyAi client = AssemblyAi.builder(slow.apiKey())
                    .baseUrl(slow.baseUrl().toString())
                    .build();
            TranscriberSettings hasty = TranscriberSettings.DEFAULT
                    .withPollInterval(Duration.ofMillis(20))
                    .withTimeout(Duration.ofMillis(100));
            assertThatThrownBy(() -> client.transcriber(hasty).transcribe(Recordings.content(HELLO), MONO))
                    .isInstanceOfSatisfying(ProviderException.class, failure -> assertThat(failure.retryable())
                            .isTrue())
                    .hasMessageContaining("PT0.1S");
            awaitDeletion(slow);
        }
    }

    @Test
    void anInterruptGivesUpAndDeletes() throws Exception {
        try (AssemblyAiSimulator slow =
                AssemblyAiSimulator.builder().processing(Duration.ofMinutes(5)).start()) {
            AssemblyAi client = AssemblyAi.builder(slow.apiKey())
                    .baseUrl(slow.baseUrl().toString())
                    .build();
            CompletableFuture<Throwable> failure = new CompletableFuture<>();
            Thread thread = new Thread(() -> {
                try {
                    client.transcriber(TranscriberSettings.DEFAULT.withPollInterval(Duration.ofMillis(20)))
                            .transcribe(Recordings.content(HELLO), MONO);
                } catch (Exception e) {
                    failure.complete(e);
                }
            });
            thread.start();
            Eventually.until(() -> has(slow, "GET"));
            thread.interrupt();
            assertThat(failure.join()).isInstanceOf(InterruptedException.class);
            awaitDeletion(slow);
        }
    }

    private static void awaitDeletion(AssemblyAiSimulator where) {
        Eventually.until(() -> has(where, "DELETE"));
    }

    private static boolean has(AssemblyAiSimulator where, String method) {
        return where.requests().stream().anyMatch(request -> request.method().equals(method));
    }

    @Test
    void soundThatCannotBeReadIsNoFailureOfTheProvider() {
        Audio broken = new Audio.Content("RE1.wav", 10, () -> {
            throw new IOException("The disk is gone.");
        });
        assertThatThrownBy(() -> transcriber().transcribe(broken, MONO))
                .isInstanceOf(IOException.class)
                .hasMessage("The disk is gone.");
        Audio shorter = new Audio.Content("RE1.wav", HELLO.length + 10, () -> new ByteArrayInputStream(HELLO));
        assertThatThrownBy(() -> transcriber().transcribe(shorter, MONO))
                .isInstanceOf(IOException.class)
                .hasMessageContaining("ends 10 bytes before");
        assertThat(requests("POST", "/v2/transcript")).isEmpty();
    }

    @Test
    void aWrongKeyIsSaidAndNotTold() {
        assertThatThrownBy(() -> transcriber(simulator, "wrong-s3cr3t").transcribe(Recordings.content(HELLO), MONO))
                .isInstanceOfSatisfying(ProviderException.class, failure -> assertThat(failure.retryable())
                        .isFalse())
                .hasMessageContaining("401")
                .hasMessageContaining("Check the API key")
                .hasMessageNotContaining("s3cr3t");
    }

    @Test
    void anUploadOfAnotherProjectIsRefused() throws Exception {
        transcriber().transcribe(Recordings.content(HELLO), MONO);
        String url = Json.read(requests("POST", "/v2/transcript").get(0).body())
                .path("audio_url")
                .asText();
        assertThatThrownBy(() ->
                        transcriber(simulator, "another-projects-key").transcribe(new Audio.At(URI.create(url)), MONO))
                .isInstanceOf(ProviderException.class)
                .hasMessageContaining("403")
                .hasMessageContaining("Cannot access uploaded file");
    }

    @Test
    void silenceHasNoSegments() throws Exception {
        RecordingTranscript transcript =
                transcriber().transcribe(Recordings.content(Recordings.wav(Recordings.after(3_000, ""))), MONO);
        assertThat(transcript.segments()).isEmpty();
        assertThat(transcript.duration()).contains(Duration.ofSeconds(3));
    }
}
