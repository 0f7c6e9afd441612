package dev.voicecall.assemblyai;

import static org.assertj.core.api.Assertions.assertThat;

import dev.voicecall.RecordingTranscript;
import dev.voicecall.RecordingTranscript.Segment;
import dev.voicecall.VoiceCallException;
import dev.voicecall.spi.Scheduler;
import dev.voicecall.spi.SpeechToText;
import dev.voicecall.spi.SpeechToText.Transcription;
import dev.voicecall.spi.SpeechToText.Words;
import dev.voicecall.spi.Transcriber.Audio;
import dev.voicecall.spi.Transcriber.Request;
import dev.voicecall.spi.WebSocket;
import dev.voicecall.spi.WebSocketClient;
import dev.voicecall.spi.WebSocketListener;
import dev.voicecall.testkit.FakeSpeech;
import dev.voicecall.testkit.VirtualScheduler;
import dev.voicecall.testkit.assemblyai.AssemblyAiSimulator;
import dev.voicecall.testkit.assemblyai.SimulatedStreaming;
import dev.voicecall.testkit.assemblyai.StreamingBehaviour;
import java.io.IOException;
import java.net.URI;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpResponse.BodyHandlers;
import java.nio.ByteBuffer;
import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.OptionalDouble;
import java.util.OptionalInt;
import java.util.concurrent.CompletableFuture;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;

/** What is inconvenient about AssemblyAI is so with the simulator. */
@Tag("socket")
class AssemblyAiSimulatorTest {
    private static final StreamingBehaviour USUAL = StreamingBehaviour.usual();
    private static final String MULAW = "?sample_rate=8000&encoding=pcm_mulaw&format_turns=true";

    private final List<String> messages = new ArrayList<>();
    private String closed = "";

    /** A client of the streaming that does as it is told. */
    private WebSocket connect(VirtualScheduler time, StreamingBehaviour behaviour, String query, String key) {
        CompletableFuture<WebSocket> socket = new CompletableFuture<>();
        new SimulatedStreaming(time, behaviour)
                .connect(
                        URI.create("wss://streaming.assemblyai.com/v3/ws" + query),
                        Map.of("Authorization", key),
                        new WebSocketListener() {
                            @Override
                            public void onOpen(WebSocket opened) {
                                socket.complete(opened);
                            }

                            @Override
                            public void onText(WebSocket from, ByteBuffer utf8) {
                                messages.add(StandardCharsets.UTF_8.decode(utf8).toString());
                            }

                            @Override
                            public void onClose(WebSocket from, int code, String reason) {
                                closed = code + " " + reason;
                            }
                        });
        time.advance(Duration.ofMillis(500));
        return socket.join();
    }

    private WebSocket connect(VirtualScheduler time, StreamingBehaviour behaviour) {
        return connect(time, behaviour, MULAW, SimulatedStreaming.KEY);
    }

    private static void send(VirtualScheduler time, WebSocket socket, byte[] sound, int chunkBytes) {
        for (int from = 0; from < sound.length; from += chunkBytes) {
            byte[] chunk = Arrays.copyOfRange(sound, from, from + chunkBytes);
            Arrays.fill(chunk, Math.min(chunkBytes, sound.length - from), chunkBytes, FakeSpeech.SILENCE);
            socket.sendBinary(ByteBuffer.wrap(chunk));
            time.advance(Duration.ofMillis(chunkBytes / 8));
        }
    }

    private static byte[] silence(int millis) {
        byte[] silence = new byte[8 * millis];
        Arrays.fill(silence, FakeSpeech.SILENCE);
        return silence;
    }

    @Test
    void aFrameOf20MillisecondsEndsTheSession() {
        try (VirtualScheduler time = new VirtualScheduler()) {
            send(time, connect(time, USUAL), silence(20), 160);
            time.advance(Duration.ofSeconds(1));
        }
        assertThat(closed).isEqualTo("3007 Input duration violation: 20 ms. Expected between 50 and 1000 ms");
    }

    @Test
    void soundThatIsTooFastEndsTheSession() {
        try (VirtualScheduler time = new VirtualScheduler()) {
            WebSocket socket = connect(time, USUAL);
            time.advance(Duration.ofSeconds(30));
            for (int i = 0; i < 25; i++) {
                socket.sendBinary(ByteBuffer.wrap(silence(100)));
            }
            time.advance(Duration.ofSeconds(1));
        }
        assertThat(closed).startsWith("3007 Audio Transmission Rate Exceeded: Received 2.1 sec. audio");
    }

    @Test
    void partsOfATurnLookFormattedAndSilenceEndsIt() {
        try (VirtualScheduler time = new VirtualScheduler()) {
            WebSocket socket = connect(time, USUAL);
            send(time, socket, FakeSpeech.say("one two"), 800);
            assertThat(messages).hasSizeGreaterThan(1).allMatch(message -> !message.contains("\"end_of_turn\":true"));
            assertThat(messages.get(1)).contains("\"turn_is_formatted\":true", "\"transcript\":\"one\"");
            send(time, socket, silence(400), 800);
            time.advance(Duration.ofSeconds(1));
            socket.sendText(ByteBuffer.wrap("{\"type\":\"Terminate\"}".getBytes(StandardCharsets.UTF_8)));
            time.advance(Duration.ofSeconds(1));
        }
        assertThat(messages.stream().filter(message -> message.contains("\"end_of_turn\":true")))
                .hasSize(1)
                .allMatch(message -> message.contains("\"transcript\":\"One two.\""));
        assertThat(messages.get(messages.size() - 1)).contains("\"Termination\"", "\"audio_duration_seconds\"");
        assertThat(closed).startsWith("1000");
    }

    @Test
    void anotherFinalOfTheSameTurnMayCome() {
        try (VirtualScheduler time = new VirtualScheduler()) {
            WebSocket socket = connect(time, USUAL.withTwoFinals());
            send(time, socket, FakeSpeech.say("one"), 800);
            socket.sendText(ByteBuffer.wrap("{\"type\":\"ForceEndpoint\"}".getBytes(StandardCharsets.UTF_8)));
            time.advance(Duration.ofSeconds(1));
        }
        List<String> finals = messages.stream()
                .filter(message -> message.contains("\"end_of_turn\":true"))
                .toList();
        assertThat(finals).hasSize(2).allMatch(message -> message.contains("\"turn_order\":0"));
        assertThat(finals.get(0)).contains("\"turn_is_formatted\":false");
        assertThat(finals.get(1)).contains("\"turn_is_formatted\":true");
    }

    @Test
    void whatIsNoMessageEndsTheSession() {
        for (String text : List.of("no json", "{\"type\":\"Nonsense\"}")) {
            try (VirtualScheduler time = new VirtualScheduler()) {
                connect(time, USUAL).sendText(ByteBuffer.wrap(text.getBytes(StandardCharsets.UTF_8)));
                time.advance(Duration.ofSeconds(1));
            }
            assertThat(closed).startsWith("3006 Invalid");
        }
    }

    @Test
    void sessionsEndByTheirLimits() {
        try (VirtualScheduler time = new VirtualScheduler()) {
            connect(time, USUAL, MULAW, "wrong");
            assertThat(closed).startsWith("1008 Unauthorized Connection");
            connect(time, USUAL.withMaxSessions(0));
            assertThat(closed).startsWith("3009 Unauthorized Connection: Too many concurrent sessions");
            connect(time, USUAL);
            time.advance(Duration.ofHours(3));
            assertThat(closed).startsWith("3008 Session Expired");
            connect(time, USUAL, MULAW + "&inactivity_timeout=5", SimulatedStreaming.KEY);
            time.advance(Duration.ofSeconds(6));
            assertThat(closed).startsWith("1000");
        }
    }

    @Test
    void hearsOverRealSockets() throws Exception {
        try (AssemblyAiSimulator simulator = AssemblyAiSimulator.builder().start();
                Scheduler time = Scheduler.system()) {
            CompletableFuture<String> words = new CompletableFuture<>();
            SpeechToText ear = AssemblyAi.builder(simulator.apiKey())
                    .baseUrl(simulator.baseUrl().toString())
                    .webSocketClient(WebSocketClient.system())
                    .build()
                    .speechToText();
            try (Transcription transcription =
                    ear.open(new SpeechToText.Request("en-US", List.of(), time), new Answer(words))) {
                transcription.audio(FakeSpeech.say("yes"));
                transcription.endUtterance();
                assertThat(words.join()).isEqualTo("Yes.");
            }
            assertThat(simulator.sessions()).hasSize(1);
        }
    }

    private record Answer(CompletableFuture<String> words) implements SpeechToText.Listener {
        @Override
        public void onInterim(String interim) {}

        @Override
        public void onFinal(Words last) {
            words.complete(last.text());
        }

        @Override
        public void onFailure(VoiceCallException failure) {
            words.completeExceptionally(failure);
        }
    }

    @Test
    void uploadsCannotBeFetchedAndUnknownThingsAreRefused() throws Exception {
        try (AssemblyAiSimulator simulator = AssemblyAiSimulator.builder().start()) {
            assertThat(status(simulator, "GET", "/upload/something", "")).isEqualTo(403);
            assertThat(status(simulator, "GET", "/v2/transcript/nothing", "")).isEqualTo(400);
            assertThat(status(simulator, "GET", "/v2/elsewhere", "")).isEqualTo(404);
            assertThat(status(simulator, "POST", "/v2/transcript", "{}")).isEqualTo(400);
            assertThat(status(simulator, "POST", "/v2/transcript", "{\"audio_url\":\"https://example.com/a.wav\"}"))
                    .isEqualTo(400);
            assertThat(simulator.requests().get(0).headers()).doesNotContainKey("authorization");
        }
    }

    @Test
    void listsTranscriptsTheNewestFirstAndDeletesThem() throws Exception {
        try (AssemblyAiSimulator simulator = AssemblyAiSimulator.builder().start()) {
            String order = "{\"audio_url\":\"https://example.com/%s.wav\",\"speech_models\":[\"universal-2\"]}";
            status(simulator, "POST", "/v2/transcript", order.formatted("one"));
            status(simulator, "POST", "/v2/transcript", order.formatted("two"));
            String list = send(simulator, "GET", "/v2/transcript?limit=1", "");
            assertThat(list).contains("two.wav", "\"result_count\":1").doesNotContain("one.wav");
            String id = Json.read(list).path("transcripts").path(0).path("id").asText();
            assertThat(send(simulator, "DELETE", "/v2/transcript/" + id, "")).contains("deleted_by_user");
        }
    }

    private static int status(AssemblyAiSimulator simulator, String method, String path, String body)
            throws IOException, InterruptedException {
        return exchange(simulator, method, path, body).statusCode();
    }

    private static String send(AssemblyAiSimulator simulator, String method, String path, String body)
            throws IOException, InterruptedException {
        return exchange(simulator, method, path, body).body();
    }

    private static java.net.http.HttpResponse<String> exchange(
            AssemblyAiSimulator simulator, String method, String path, String body)
            throws IOException, InterruptedException {
        HttpRequest request = HttpRequest.newBuilder(URI.create(simulator.baseUrl() + path))
                .header("Authorization", simulator.apiKey())
                .method(method, HttpRequest.BodyPublishers.ofString(body))
                .build();
        return HttpClient.newHttpClient().send(request, BodyHandlers.ofString());
    }

    @Test
    void fetchesFromThisMachineAndHearsWhatItIsTold() throws Exception {
        RecordingTranscript told = new RecordingTranscript(
                List.of(new Segment(
                        Optional.of("B"),
                        OptionalInt.empty(),
                        "as people say it",
                        Optional.of(Duration.ofMillis(120)),
                        Optional.of(Duration.ofMillis(1_480)),
                        OptionalDouble.of(0.5))),
                Optional.empty(),
                Optional.of(Duration.ofSeconds(2)));
        byte[] real = {1, 2, 3};
        try (FunctionServer host = new FunctionServer(request ->
                        CompletableFuture.completedFuture(new dev.voicecall.spi.HttpResponse(200, Map.of(), real)));
                AssemblyAiSimulator simulator = AssemblyAiSimulator.builder()
                        .transcripts(file -> Arrays.equals(file, real) ? Optional.of(told) : Optional.empty())
                        .start()) {
            RecordingTranscript transcript = AssemblyAi.builder(simulator.apiKey())
                    .baseUrl(simulator.baseUrl().toString())
                    .build()
                    .transcriber(TranscriberSettings.DEFAULT.withPollInterval(Duration.ofMillis(100)))
                    .transcribe(new Audio.At(URI.create(host.url() + "/RE1.wav")), new Request("en-US", 1, List.of()));
            assertThat(transcript.segments()).isEqualTo(told.segments());
            assertThat(transcript.duration()).isEqualTo(told.duration());
        }
    }
}
