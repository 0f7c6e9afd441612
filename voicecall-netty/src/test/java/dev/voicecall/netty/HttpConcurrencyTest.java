package dev.voicecall.netty;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.voicecall.spi.HttpResponse;
import dev.voicecall.spi.WebServer;
import java.net.ConnectException;
import java.net.URI;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Objects;
import java.util.ServiceLoader;
import java.util.concurrent.BlockingQueue;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.LinkedBlockingQueue;
import java.util.concurrent.TimeUnit;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;

/** Many requests at once, on one connection and on many, and how the server closes under them. */
@Tag("socket")
final class HttpConcurrencyTest {
    private final BlockingQueue<CompletableFuture<HttpResponse>> held = new LinkedBlockingQueue<>();
    private final NettyWebServer server =
            NettyWebServer.builder().closeTimeout(Duration.ofSeconds(10)).build();
    private URI address = URI.create("http://127.0.0.1");

    @BeforeEach
    void start() {
        server.route("GET", "/held", request -> {
            CompletableFuture<HttpResponse> answer = new CompletableFuture<>();
            held.add(answer);
            return answer;
        });
        server.route(
                "GET",
                "/now/{n}",
                request -> CompletableFuture.completedFuture(HttpResponse.of(
                        200, "text/plain", request.pathParameters().get("n"))));
        server.route("GET", "/close", request -> {
            server.close();
            return new CompletableFuture<>();
        });
        address = server.start();
    }

    @AfterEach
    void stop() {
        held.forEach(answer -> answer.complete(HttpResponse.of(204)));
        server.close();
    }

    @Test
    void answersPipelinedRequestsInTheirOrder() throws Exception {
        try (RawClient client = new RawClient(address)) {
            StringBuilder requests = new StringBuilder("GET /held HTTP/1.1\r\nHost: t\r\n\r\n");
            for (int i = 0; i < 500; i++) {
                requests.append("GET /now/").append(i).append(" HTTP/1.1\r\nHost: t\r\n\r\n");
            }
            client.send(requests.append("nonsense\r\n\r\n").toString());
            take().complete(HttpResponse.of(200, "text/plain", "first"));
            assertThat(client.read().body()).isEqualTo("first");
            for (int i = 0; i < 500; i++) {
                assertThat(client.read().body()).isEqualTo(String.valueOf(i));
            }
            assertThat(client.read().status()).isEqualTo(400);
            assertThat(client.readToEnd()).isEmpty();
        }
    }

    @Test
    void holdsAThousandRequestsAtOnce() throws Exception {
        List<RawClient> clients = new ArrayList<>();
        try {
            for (int i = 0; i < 1000; i++) {
                clients.add(new RawClient(address));
                clients.get(i).get("/held");
            }
            for (int i = 0; i < 1000; i++) {
                take().complete(HttpResponse.of(200, "text/plain", "now"));
            }
            for (RawClient client : clients) {
                assertThat(client.read().body()).isEqualTo("now");
            }
        } finally {
            for (RawClient client : clients) {
                client.close();
            }
        }
    }

    @Test
    void turnsAnAnswerThatIsNoHttpInto500() throws Exception {
        try (RawClient client = new RawClient(address)) {
            client.get("/held");
            take().complete(HttpResponse.of(200).with("Bad Name", "x"));
            assertThat(client.read().status()).isEqualTo(500);
        }
    }

    @Test
    void closesTheConnectionIfTheClientAsks() throws Exception {
        try (RawClient client = new RawClient(address)) {
            client.send("GET /now/1 HTTP/1.0\r\n\r\n");
            assertThat(client.read().body()).isEqualTo("1");
            assertThat(client.readToEnd()).isEmpty();
        }
    }

    @Test
    void letsRequestsUnderWayFinishWhenItCloses() throws Exception {
        try (RawClient idle = new RawClient(address);
                RawClient busy = new RawClient(address)) {
            idle.get("/now/1");
            idle.read();
            busy.get("/held");
            CompletableFuture<HttpResponse> answer = take();
            CompletableFuture<Void> closed =
                    CompletableFuture.runAsync(server::close, task -> new Thread(task).start());
            assertThat(idle.readToEnd()).isEmpty();
            assertThat(closed).isNotDone();
            answer.complete(HttpResponse.of(200, "text/plain", "finished"));
            RawClient.Answer finished = busy.read();
            assertThat(finished.body()).isEqualTo("finished");
            assertThat(finished.headers()).containsEntry("Connection", "close");
            busy.hangUp();
            closed.get(10, TimeUnit.SECONDS);
            assertThatThrownBy(() -> new RawClient(address)).isInstanceOf(ConnectException.class);
        }
    }

    @Test
    void cutsOffWhatDoesNotFinishWhenItCloses() throws Exception {
        CountDownLatch arrived = new CountDownLatch(1);
        NettyWebServer hasty =
                NettyWebServer.builder().closeTimeout(Duration.ofMillis(50)).build();
        hasty.route("GET", "/never", request -> {
            arrived.countDown();
            return new CompletableFuture<>();
        });
        try (RawClient client = new RawClient(hasty.start())) {
            client.get("/never");
            assertThat(arrived.await(10, TimeUnit.SECONDS)).isTrue();
            hasty.close();
            assertThat(client.readToEnd()).isEmpty();
        }
    }

    @Test
    void leavesNoThreadBehind() throws Exception {
        CompletableFuture<Thread> thread = new CompletableFuture<>();
        NettyWebServer other = NettyWebServer.on("127.0.0.1", 0);
        other.route("GET", "/", request -> {
            thread.complete(Thread.currentThread());
            return CompletableFuture.completedFuture(HttpResponse.of(204));
        });
        try (RawClient client = new RawClient(other.start())) {
            client.get("/");
            client.read();
        }
        other.close();
        thread.get(10, TimeUnit.SECONDS).join(10_000);
        assertThat(thread.get().isAlive()).isFalse();
    }

    @Test
    void refusesToBeClosedByItsOwnThread() throws Exception {
        try (RawClient client = new RawClient(address)) {
            client.get("/close");
            assertThat(client.read().status()).isEqualTo(500);
        }
    }

    @Test
    void isFoundByTheServiceLoader() {
        assertThat(ServiceLoader.load(WebServer.Provider.class)
                        .findFirst()
                        .orElseThrow()
                        .create("127.0.0.1", 0))
                .isInstanceOf(NettyWebServer.class);
    }

    private CompletableFuture<HttpResponse> take() throws InterruptedException {
        CompletableFuture<HttpResponse> answer = held.poll(10, TimeUnit.SECONDS);
        assertThat(answer).isNotNull();
        return Objects.requireNonNull(answer);
    }
}
