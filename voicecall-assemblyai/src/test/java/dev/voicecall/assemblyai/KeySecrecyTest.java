package dev.voicecall.assemblyai;

import static org.assertj.core.api.Assertions.assertThat;

import ch.qos.logback.classic.Level;
import ch.qos.logback.classic.Logger;
import ch.qos.logback.classic.spi.ILoggingEvent;
import ch.qos.logback.classic.spi.ThrowableProxyUtil;
import ch.qos.logback.core.read.ListAppender;
import dev.voicecall.VoiceCallException;
import dev.voicecall.spi.HttpRequest;
import dev.voicecall.spi.HttpResponse;
import dev.voicecall.spi.SpeechToText;
import dev.voicecall.spi.SpeechToText.Transcription;
import dev.voicecall.spi.SpeechToText.Words;
import dev.voicecall.spi.Transcriber.Audio;
import dev.voicecall.spi.Transcriber.Request;
import dev.voicecall.spi.WebSocket;
import dev.voicecall.spi.WebSocketListener;
import dev.voicecall.testkit.InMemoryWebServer;
import dev.voicecall.testkit.InMemoryWebSocket;
import dev.voicecall.testkit.VirtualScheduler;
import java.io.PrintWriter;
import java.io.StringWriter;
import java.net.URI;
import java.nio.ByteBuffer;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CompletionStage;
import java.util.concurrent.CopyOnWriteArrayList;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import org.slf4j.LoggerFactory;

/** The key goes to AssemblyAI in a header, and nowhere else, whatever fails; nor does the signature of a recording's URL. */
@Tag("socket")
class KeySecrecyTest {
    private static final String KEY = "k3y-5f9a6c21d0";
    private static final String SIGNED = "https://example.com/RE1.wav?signature=k3y-s1gned";
    private static final Request MONO = new Request("en", 1, List.of());

    private final ListAppender<ILoggingEvent> log = new ListAppender<>();
    private final Logger root = (Logger) LoggerFactory.getLogger(org.slf4j.Logger.ROOT_LOGGER_NAME);
    private final List<String> produced = new ArrayList<>();
    private final List<String> keys = new CopyOnWriteArrayList<>();
    private volatile int status;
    private volatile String body = "";
    private Level level;
    private final FunctionServer server = new FunctionServer(this::answer);

    private CompletionStage<HttpResponse> answer(HttpRequest request) {
        keys.add(request.header("Authorization").orElse(""));
        boolean order = request.method().equals("POST") && request.path().equals("/v2/transcript");
        return CompletableFuture.completedFuture(
                order && status == 200
                        ? HttpResponse.of(200, "application/json", "{\"id\":\"1\"}")
                        : HttpResponse.of(status, "application/json", body));
    }

    @BeforeEach
    void listen() {
        level = root.getLevel();
        root.setLevel(Level.TRACE);
        log.start();
        root.addAppender(log);
    }

    @AfterEach
    void stop() {
        root.detachAppender(log);
        root.setLevel(level);
        server.close();
    }

    @Test
    void nothingTellsTheKey() {
        for (int wrong : new int[] {400, 401, 403, 404, 302}) {
            answered(wrong, "{\"error\":\"Bad key " + KEY + " for " + SIGNED + "\"}");
            answered(wrong, "<html>" + KEY + " " + SIGNED + "</html>");
        }
        answered(
                200,
                "{\"status\":\"error\",\"error\":\"Download error, unable to download " + SIGNED + " " + KEY + "\"}");
        answered(200, "{\"status\":\"" + KEY + "\"}");
        for (int padding = 480; padding < 500; padding++) {
            answered(400, "{\"error\":\"" + "x".repeat(padding) + KEY + "\"}");
        }
        streaming();
        strings();
        assertThat(produced).hasSizeGreaterThan(40);
        log.list.forEach(event ->
                produced.add(event.getFormattedMessage() + ThrowableProxyUtil.asString(event.getThrowableProxy())));
        assertThat(produced).noneSatisfy(text -> assertThat(text).contains("k3y"));
        assertThat(keys).isNotEmpty().containsOnly(KEY);
    }

    private void answered(int with, String text) {
        status = with;
        body = text;
        AssemblyAi client = AssemblyAi.builder(KEY).baseUrl(server.url()).build();
        TranscriberSettings fast = TranscriberSettings.DEFAULT.withPollInterval(Duration.ofMillis(1));
        attempt(() -> client.transcriber(fast).transcribe(new Audio.At(URI.create(SIGNED)), MONO));
    }

    /** A server that closes with the key for a reason. */
    private void streaming() {
        VirtualScheduler time = new VirtualScheduler();
        for (int code : new int[] {1_008, 3_005, 3_006}) {
            AssemblyAi client = AssemblyAi.builder(KEY)
                    .webSocketClient((uri, headers, listener) -> {
                        InMemoryWebSocket.connect(time, Duration.ofMillis(1), listener, new WebSocketListener() {
                            @Override
                            public void onOpen(WebSocket socket) {
                                socket.close(code, "Not with " + KEY);
                            }

                            @Override
                            public void onText(WebSocket socket, ByteBuffer utf8) {}
                        });
                        return new CompletableFuture<>();
                    })
                    .build();
            produced.add(client.speechToText().toString());
            try (Transcription transcription =
                    client.speechToText().open(new SpeechToText.Request("en", List.of(), time), new Producer())) {
                transcription.audio(new byte[8_000]);
                transcription.endUtterance();
                time.advance(Duration.ofSeconds(20));
            }
        }
        time.close();
    }

    private final class Producer implements SpeechToText.Listener {
        @Override
        public void onInterim(String words) {}

        @Override
        public void onFinal(Words words) {}

        @Override
        public void onFailure(VoiceCallException failure) {
            produced.add(trace(failure));
        }
    }

    private void strings() {
        AssemblyAiBuilder builder =
                AssemblyAi.builder(KEY).webhook(new InMemoryWebServer(), "https://example.com/ready");
        produced.addAll(List.of(
                builder.toString(),
                builder.build().toString(),
                AssemblyAi.builder(KEY).build().transcriber().toString(),
                new Failures(account()).toString(),
                account().toString()));
        attempt(() -> AssemblyAi.builder(KEY + "\n"));
        attempt(() -> AssemblyAi.of(Map.of("ASSEMBLYAI_API_KEY", KEY, "ASSEMBLYAI_BASE_URL", "nowhere")));
        attempt(() -> AssemblyAi.of(Map.of("ASSEMBLYAI_BASE_URL", "nowhere")));
        attempt(() -> AssemblyAi.builder(KEY).baseUrl("https://" + KEY + "@example.com"));
        attempt(() -> AssemblyAi.builder(KEY).streamingUrl("wss://a:" + KEY + "^@example.com"));
    }

    private static Account account() {
        URI nowhere = URI.create("http://127.0.0.1:1");
        return new Account(
                KEY, nowhere, nowhere, Duration.ofSeconds(1), Duration.ofSeconds(1), (uri, headers, listener) -> {
                    throw new AssertionError("Nobody asked for a WebSocket.");
                });
    }

    /** Something that should fail. */
    private interface Task {
        void run() throws Exception;
    }

    private void attempt(Task task) {
        try {
            task.run();
            throw new AssertionError("It did not fail.");
        } catch (Exception e) {
            produced.add(trace(e));
        }
    }

    private static String trace(Exception failure) {
        StringWriter trace = new StringWriter();
        failure.printStackTrace(new PrintWriter(trace));
        return trace.toString();
    }
}
