package dev.voicecall.openai;

import static dev.voicecall.openai.ScriptedServer.head;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.InstanceOfAssertFactories.throwable;

import dev.voicecall.ProviderException;
import dev.voicecall.ProviderException.Stage;
import dev.voicecall.openai.Http.Post;
import dev.voicecall.openai.ScriptedServer.Running;
import dev.voicecall.spi.WebSocketClient;
import java.io.IOException;
import java.net.ServerSocket;
import java.net.URI;
import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.util.List;
import java.util.Optional;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CopyOnWriteArrayList;
import java.util.concurrent.TimeUnit;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

@Tag("socket")
class HttpTest {
    private static final Post POST = new Post("/chat/completions", "application/json", new byte[] {'{', '}'});

    private final List<Duration> pauses = new CopyOnWriteArrayList<>();
    private ScriptedServer server;
    private Http http;

    @BeforeEach
    void start() throws IOException {
        server = new ScriptedServer();
        http = http(server.url(), Duration.ofSeconds(10));
    }

    @AfterEach
    void stop() throws IOException {
        server.close();
    }

    private Http http(String url, Duration timeout) {
        Account account = new Account(
                ScriptedServer.KEY,
                URI.create(url),
                Optional.of("org-1"),
                Optional.of("proj_1"),
                Duration.ofSeconds(5),
                timeout,
                WebSocketClient.system());
        return new Http(account, pauses::add);
    }

    @Test
    void postsAsWhomWeCome() throws Exception {
        server.then(200, "Content-Type: Application/JSON; charset=utf-8\r\n", "{\"ö\":1}");
        try (Reply reply = http.post(Stage.THINKING, POST)) {
            assertThat(reply.contentType()).isEqualTo("application/json");
            assertThat(new String(reply.all(100), StandardCharsets.UTF_8)).isEqualTo("{\"ö\":1}");
        }
        ScriptedServer.Request request = server.requests().get(0);
        assertThat(request.line()).isEqualTo("POST /v1/chat/completions HTTP/1.1");
        assertThat(request.body()).isEqualTo("{}");
        assertThat(request.headers())
                .containsEntry("authorization", "Bearer " + ScriptedServer.KEY)
                .containsEntry("openai-organization", "org-1")
                .containsEntry("openai-project", "proj_1")
                .containsEntry("content-type", "application/json")
                .doesNotContainKeys("upgrade", "http2-settings");
    }

    @Test
    void usesAConnectionAgain() throws Exception {
        server.then(200, "", "a").then(200, "", "b");
        for (String body : List.of("a", "b")) {
            try (Reply reply = http.post(Stage.SPEAKING, POST)) {
                assertThat(reply.all(1)).asString().isEqualTo(body);
            }
        }
        assertThat(server.connections()).isEqualTo(1);
    }

    @ParameterizedTest
    @CsvSource({
        "400, false",
        "401, false",
        "403, false",
        "404, false",
        "408, true",
        "409, true",
        "413, false",
        "429, true",
        "500, true",
        "502, true",
        "503, true",
        "302, false"
    })
    void saysWhetherTryingAgainMayHelp(int status, boolean retryable) throws Exception {
        server.then(status, "Location: /elsewhere\r\n", "");
        assertThat(failure())
                .returns(retryable, ProviderException::retryable)
                .returns(Stage.HEARING, ProviderException::stage);
        assertThat(server.requests()).hasSize(1);
    }

    @Test
    void tellsWhatOpenAiSays() throws Exception {
        server.then(
                400,
                "x-request-id: req_77\r\n",
                "{\"error\":{\"message\":\"Unknown  model\\n'x'.\",\"type\":\"invalid_request_error\","
                        + "\"code\":\"model_not_found\",\"param\":null}}");
        assertThat(failure())
                .hasMessage("OpenAI at " + server.url() + " answered 400 (model_not_found, invalid_request_error):"
                        + " Unknown model 'x'. Request req_77.");
    }

    @ParameterizedTest
    @ValueSource(strings = {"{\"error\":\"no such thing\"}", "{\"message\":\"no such thing\"}", "no such\n\nthing"})
    void understandsOtherServersErrors(String body) throws Exception {
        server.then(404, "", body);
        assertThat(failure())
                .hasMessageEndingWith("answered 404: no such thing Check the model's name and the base URL.");
    }

    @Test
    void doesNotTryAgainWhatIsNotPaid() throws Exception {
        server.then(429, "", "{\"error\":{\"message\":\"You exceeded your quota.\",\"code\":\"insufficient_quota\"}}");
        assertThat(failure()).returns(false, ProviderException::retryable).hasMessageContaining("billing");
    }

    @Test
    void reportsARefusalWhenAShortPauseIsOver() throws Exception {
        server.then(429, "Retry-After: 1\r\n", "").then(503, "retry-after-ms: 250\r\nRetry-After: 1\r\n", "");
        assertThat(failure().retryable()).isTrue();
        assertThat(failure().retryable()).isTrue();
        assertThat(pauses).containsExactly(Duration.ofSeconds(1), Duration.ofMillis(250));
    }

    @Test
    void doesNotWaitForAServerThatWantsAPauseTooLongForACaller() throws Exception {
        server.then(429, "Retry-After: 20\r\n", "{\"error\":{\"message\":\"Slow down.\"}}");
        assertThat(failure()).returns(false, ProviderException::retryable).hasMessageContaining("after 20 s");
        assertThat(pauses).isEmpty();
    }

    @ParameterizedTest
    @ValueSource(strings = {"soon", "-1", "1e9", "Wed, 21 Oct 2026 07:28:00 GMT", "99999999999999999999", ""})
    void passesOverAPauseThatIsNone(String value) throws Exception {
        server.then(429, "Retry-After: " + value + "\r\n", "");
        assertThat(failure().retryable()).isTrue();
        assertThat(pauses).isEmpty();
    }

    @Test
    void boundsTheMessageOfARefusal() throws Exception {
        server.then(500, "", "<html>" + "x".repeat(200_000));
        assertThat(failure().getMessage()).hasSizeLessThan(700);
    }

    @Test
    void neverTellsTheKey() throws Exception {
        server.then(401, "", "{\"error\":{\"message\":\"Incorrect API key: " + ScriptedServer.KEY + "\"}}");
        assertThat(failure()).hasMessageContaining("Incorrect API key: ***").hasMessageContaining("Check the API key");
    }

    @Test
    void aServerThatIsNotThereIsReported() throws Exception {
        int port;
        try (ServerSocket free = new ServerSocket(0)) {
            port = free.getLocalPort();
        }
        http = http("http://127.0.0.1:" + port + "/v1", Duration.ofSeconds(5));
        assertThat(failure()).returns(true, ProviderException::retryable).hasMessageContaining("could not be asked");
    }

    @Test
    void anAnswerThatDoesNotBeginEnds() throws Exception {
        CompletableFuture<Void> closed = new CompletableFuture<>();
        server.then(exchange -> {
            exchange.awaitClose();
            closed.complete(null);
        });
        http = http(server.url(), Duration.ofMillis(200));
        assertThat(failure()).returns(true, ProviderException::retryable).hasMessageContaining("within 200 ms");
        closed.get(10, TimeUnit.SECONDS);
    }

    @Test
    void anAnswerThatStallsEnds() throws Exception {
        CompletableFuture<Void> closed = new CompletableFuture<>();
        server.then(exchange -> {
            exchange.send(head(200, "Transfer-Encoding: chunked\r\n\r\n"));
            exchange.chunk("a");
            exchange.awaitClose();
            closed.complete(null);
        });
        http = http(server.url(), Duration.ofMillis(300));
        Running reading = ScriptedServer.run(() -> {
            try (Reply reply = http.post(Stage.THINKING, POST)) {
                reply.all(100);
            }
        });
        assertThat(reading.failure())
                .asInstanceOf(throwable(ProviderException.class))
                .returns(true, ProviderException::retryable)
                .hasMessageContaining("nothing came for 300 ms");
        closed.get(10, TimeUnit.SECONDS);
    }

    @Test
    void anAnswerThatIsCutIsReported() throws Exception {
        server.then(exchange -> {
            exchange.send(head(200, "Transfer-Encoding: chunked\r\n\r\n"));
            exchange.chunk("a");
            exchange.socket().close();
        });
        Running reading = ScriptedServer.run(() -> {
            try (Reply reply = http.post(Stage.THINKING, POST)) {
                reply.all(100);
            }
        });
        assertThat(reading.failure())
                .asInstanceOf(throwable(ProviderException.class))
                .returns(true, ProviderException::retryable);
    }

    @Test
    void anInterruptEndsTheWaitForAnAnswer() throws Exception {
        CompletableFuture<Void> asked = new CompletableFuture<>();
        CompletableFuture<Void> closed = new CompletableFuture<>();
        server.then(exchange -> {
            asked.complete(null);
            exchange.awaitClose();
            closed.complete(null);
        });
        Running waiting = ScriptedServer.run(() -> http.post(Stage.THINKING, POST));
        asked.get(10, TimeUnit.SECONDS);
        waiting.interrupt();
        assertThat(waiting.failure()).isInstanceOf(InterruptedException.class);
        closed.get(10, TimeUnit.SECONDS);
    }

    @Test
    void anInterruptEndsARead() throws Exception {
        CompletableFuture<Void> read = new CompletableFuture<>();
        CompletableFuture<Void> closed = new CompletableFuture<>();
        server.then(exchange -> {
            exchange.send(head(200, "Transfer-Encoding: chunked\r\n\r\n"));
            exchange.chunk("a");
            exchange.awaitClose();
            closed.complete(null);
        });
        Running reading = ScriptedServer.run(() -> {
            try (Reply reply = http.post(Stage.THINKING, POST)) {
                reply.next();
                read.complete(null);
                reply.next();
            }
        });
        read.get(10, TimeUnit.SECONDS);
        reading.interrupt();
        assertThat(reading.failure()).isInstanceOf(InterruptedException.class);
        closed.get(10, TimeUnit.SECONDS);
    }

    @Test
    void bodiesAreBounded() throws Exception {
        server.then(200, "", "x".repeat(1_000));
        Running reading = ScriptedServer.run(() -> {
            try (Reply reply = http.post(Stage.THINKING, POST)) {
                reply.all(999);
            }
        });
        assertThat(reading.failure()).hasMessageContaining("longer than 999 bytes");
    }

    private ProviderException failure() throws Exception {
        Throwable failure =
                ScriptedServer.run(() -> http.post(Stage.HEARING, POST)).failure();
        assertThat(failure).isInstanceOf(ProviderException.class);
        return (ProviderException) failure;
    }
}
