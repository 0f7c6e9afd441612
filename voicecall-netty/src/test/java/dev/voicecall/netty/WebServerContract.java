package dev.voicecall.netty;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.junit.jupiter.api.Assumptions.assumeTrue;

import dev.voicecall.VoiceCallException;
import dev.voicecall.spi.BadRequestException;
import dev.voicecall.spi.HttpRequest;
import dev.voicecall.spi.HttpResponse;
import dev.voicecall.spi.WebServer;
import java.net.URI;
import java.util.Map;
import java.util.Objects;
import java.util.concurrent.BlockingQueue;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.LinkedBlockingQueue;
import java.util.concurrent.TimeUnit;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;

/** What every {@link WebServer} must show over HTTP. Bodies up to 1 MiB are expected to be taken, larger ones not. */
@Tag("socket")
abstract class WebServerContract {
    private final BlockingQueue<HttpRequest> requests = new LinkedBlockingQueue<>();
    private final CompletableFuture<HttpResponse> later = new CompletableFuture<>();
    private WebServer server = create("127.0.0.1", 0);
    private URI address = URI.create("http://127.0.0.1");

    /** A server that is not started. */
    abstract WebServer create(String host, int port);

    /** Whether it tells handlers that a client went away. */
    abstract boolean noticesAbandonment();

    @BeforeEach
    void start() {
        server.route(
                "GET",
                "/hello",
                request -> now(HttpResponse.of(200, "text/plain", "Grüß dich").with("X-A", "b")));
        server.route("HEAD", "/hello", request -> now(HttpResponse.of(200, "text/plain", "Grüß dich")));
        server.route("POST", "/echo", request -> now(new HttpResponse(200, Map.of(), request.body())));
        server.route("GET", "/keep/{name}", request -> {
            requests.add(request);
            return now(HttpResponse.of(204));
        });
        server.route("GET", "/later", request -> {
            requests.add(request);
            return later;
        });
        server.route("GET", "/throws", request -> {
            throw new IllegalStateException("secret");
        });
        server.route("GET", "/fails", request -> CompletableFuture.failedFuture(new BadRequestException("No name")));
        address = server.start();
    }

    @AfterEach
    void stop() {
        server.close();
    }

    @Test
    void answersWithStatusHeadersAndBody() throws Exception {
        try (RawClient client = new RawClient(address)) {
            client.get("/hello");
            RawClient.Answer answer = client.read();
            assertThat(answer.status()).isEqualTo(200);
            assertThat(answer.body()).isEqualTo("Grüß dich");
            assertThat(answer.headers())
                    .containsEntry("X-A", "b")
                    .containsEntry("Content-Type", "text/plain; charset=utf-8")
                    .containsEntry("Content-Length", "11");
        }
    }

    @Test
    void datesItsAnswers() throws Exception {
        try (RawClient client = new RawClient(address)) {
            client.get("/hello");
            assertThat(client.read().headers().get("Date"))
                    .matches("\\w{3}, \\d\\d \\w{3} \\d{4} \\d\\d:\\d\\d:\\d\\d GMT");
        }
    }

    @Test
    void givesTheTargetExactlyAsSent() throws Exception {
        try (RawClient client = new RawClient(address)) {
            client.get("/keep/a%2Fb?x=%2B1&y=a+b%20c&x=");
            assertThat(client.read().status()).isEqualTo(204);
        }
        assertThat(request().target()).isEqualTo("/keep/a%2Fb?x=%2B1&y=a+b%20c&x=");
    }

    @Test
    void decodesPathParameters() throws Exception {
        try (RawClient client = new RawClient(address)) {
            client.get("/keep/a%2Fb+c");
            client.read();
        }
        assertThat(request().pathParameters()).containsEntry("name", "a/b+c");
    }

    @Test
    void givesAllValuesOfAHeaderWithoutRegardToCase() throws Exception {
        try (RawClient client = new RawClient(address)) {
            client.send("GET /keep/a HTTP/1.1\r\nHost: test\r\nX-Many: one\r\nx-many: two\r\n\r\n");
            client.read();
        }
        assertThat(request().headers().get("X-MANY")).containsExactly("one", "two");
    }

    @Test
    void givesTheBody() throws Exception {
        try (RawClient client = new RawClient(address)) {
            client.post("/echo", "Digits=1");
            assertThat(client.read().body()).isEqualTo("Digits=1");
        }
    }

    @Test
    void givesABodyThatCameInChunks() throws Exception {
        try (RawClient client = new RawClient(address)) {
            client.send("POST /echo HTTP/1.1\r\nHost: test\r\nTransfer-Encoding: chunked\r\n\r\n"
                    + "3\r\nDig\r\n5\r\nits=1\r\n0\r\n\r\n");
            assertThat(client.read().body()).isEqualTo("Digits=1");
        }
    }

    @Test
    void answersAnUnknownPathWith404() throws Exception {
        assertThat(status("/nowhere")).isEqualTo(404);
    }

    @Test
    void answersAnotherMethodWith405AndThoseAllowed() throws Exception {
        try (RawClient client = new RawClient(address)) {
            client.post("/hello", "");
            RawClient.Answer answer = client.read();
            assertThat(answer.status()).isEqualTo(405);
            assertThat(answer.headers()).containsEntry("Allow", "GET, HEAD");
        }
    }

    @Test
    void answersAFailingHandlerWith500WithoutDetails() throws Exception {
        try (RawClient client = new RawClient(address)) {
            client.get("/throws");
            RawClient.Answer answer = client.read();
            assertThat(answer.status()).isEqualTo(500);
            assertThat(answer.body()).doesNotContain("secret");
        }
    }

    @Test
    void answersABadRequestWith400() throws Exception {
        assertThat(status("/fails")).isEqualTo(400);
    }

    @Test
    void answersHeadWithTheLengthButWithoutTheBody() throws Exception {
        try (RawClient client = new RawClient(address)) {
            client.send("HEAD /hello HTTP/1.1\r\nHost: test\r\nConnection: close\r\n\r\n");
            assertThat(client.readHead().headers()).containsEntry("Content-Length", "11");
            assertThat(client.readToEnd()).isEmpty();
        }
    }

    @Test
    void keepsTheConnectionForFurtherRequests() throws Exception {
        try (RawClient client = new RawClient(address)) {
            for (int i = 0; i < 3; i++) {
                client.get("/hello");
                assertThat(client.read().status()).isEqualTo(200);
            }
        }
    }

    @Test
    void takesALargeBodyWithinItsBound() throws Exception {
        try (RawClient client = new RawClient(address)) {
            client.post("/echo", "x".repeat(1 << 20));
            assertThat(client.read().body()).hasSize(1 << 20);
        }
    }

    @Test
    void answersTooLargeABodyWith413() throws Exception {
        try (RawClient client = new RawClient(address)) {
            client.post("/echo", "x".repeat((1 << 20) + 1));
            assertThat(client.read().status()).isEqualTo(413);
        }
    }

    @Test
    void answersLaterFromAnotherThread() throws Exception {
        try (RawClient client = new RawClient(address)) {
            client.get("/later");
            request();
            later.complete(HttpResponse.of(200, "text/plain", "at last"));
            assertThat(client.read().body()).isEqualTo("at last");
        }
    }

    @Test
    void tellsAHandlerThatTheClientWentAway() throws Exception {
        assumeTrue(noticesAbandonment(), "This server does not notice that a client has gone away.");
        try (RawClient client = new RawClient(address)) {
            client.get("/later");
            HttpRequest request = request();
            assertThat(request.abandoned().toCompletableFuture()).isNotDone();
            client.hangUp();
            assertThat(request.abandoned().toCompletableFuture().get(10, TimeUnit.SECONDS))
                    .isNull();
        }
    }

    @Test
    void startsOnlyOnce() {
        assertThat(server.start()).isEqualTo(address);
    }

    @Test
    void refusesRoutesOnceStarted() {
        assertThatThrownBy(() -> server.route("GET", "/more", request -> later))
                .isInstanceOf(IllegalStateException.class);
    }

    @Test
    void saysWhichPortIsTaken() {
        try (WebServer other = create("127.0.0.1", address.getPort())) {
            assertThatThrownBy(other::start)
                    .isInstanceOf(VoiceCallException.class)
                    .hasMessageContaining("127.0.0.1 port " + address.getPort());
        }
    }

    @Test
    void closesTwiceAndUnstarted() {
        server.close();
        server.close();
        create("127.0.0.1", 0).close();
    }

    private int status(String target) throws Exception {
        try (RawClient client = new RawClient(address)) {
            client.get(target);
            return client.read().status();
        }
    }

    private HttpRequest request() throws InterruptedException {
        HttpRequest request = requests.poll(10, TimeUnit.SECONDS);
        assertThat(request).isNotNull();
        return Objects.requireNonNull(request);
    }

    private static CompletableFuture<HttpResponse> now(HttpResponse response) {
        return CompletableFuture.completedFuture(response);
    }
}
