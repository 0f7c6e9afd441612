package dev.voicecall.netty;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.voicecall.spi.HttpResponse;
import java.io.IOException;
import java.net.URI;
import java.time.Duration;
import java.util.Map;
import java.util.concurrent.CompletableFuture;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/** What clients get who send too much, too slowly, or something that is not HTTP. */
@Tag("socket")
final class HttpBoundsTest {
    private final NettyWebServer server = NettyWebServer.builder()
            .requestTimeout(Duration.ofMillis(300))
            .idleTimeout(Duration.ofMillis(600))
            .maxConnections(4)
            .build();
    private URI address = URI.create("http://127.0.0.1");

    @BeforeEach
    void start() {
        server.route(
                "POST",
                "/echo",
                request -> CompletableFuture.completedFuture(new HttpResponse(200, Map.of(), request.body())));
        address = server.start();
    }

    @AfterEach
    void stop() {
        server.close();
    }

    @Test
    void answersTenMegabytesWith413WhileTheyAreStillBeingSent() throws Exception {
        try (RawClient client = new RawClient(address)) {
            client.post("/echo", "x".repeat(10 << 20));
            assertThat(client.read().status()).isEqualTo(413);
            assertThat(client.readToEnd()).isEmpty();
        }
    }

    @Test
    void answersAnAnnouncedTooLargeBodyBeforeItComes() throws Exception {
        assertThat(status("POST /echo HTTP/1.1\r\nHost: test\r\nContent-Length: 99999999\r\n\r\n"))
                .isEqualTo(413);
    }

    @Test
    void answersTooManyChunksWith413() throws Exception {
        String chunk = "10000\r\n" + "x".repeat(0x10000) + "\r\n";
        assertThat(status("POST /echo HTTP/1.1\r\nHost: test\r\nTransfer-Encoding: chunked\r\n\r\n" + chunk.repeat(17)))
                .isEqualTo(413);
    }

    @Test
    void invitesABodyThatIsNotTooLarge() throws Exception {
        try (RawClient client = new RawClient(address)) {
            client.send("POST /echo HTTP/1.1\r\nHost: test\r\nExpect: 100-continue\r\nContent-Length: 2\r\n\r\n");
            assertThat(client.readHead().status()).isEqualTo(100);
            client.send("hi");
            assertThat(client.read().body()).isEqualTo("hi");
        }
    }

    @Test
    void doesNotInviteABodyThatIsTooLarge() throws Exception {
        assertThat(
                        status(
                                "POST /echo HTTP/1.1\r\nHost: test\r\nExpect: 100-continue\r\nContent-Length: 99999999\r\n\r\n"))
                .isEqualTo(413);
    }

    @Test
    void answersTooLargeHeadersWith431() throws Exception {
        assertThat(status("GET / HTTP/1.1\r\nHost: test\r\nX: " + "x".repeat(20_000) + "\r\n\r\n"))
                .isEqualTo(431);
    }

    @Test
    void answersTooLongALineWith414() throws Exception {
        assertThat(status("GET /" + "x".repeat(20_000) + " HTTP/1.1\r\nHost: test\r\n\r\n"))
                .isEqualTo(414);
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "nonsense\r\n\r\n",
                "GET / HTTP/1.1\r\n\r\n",
                "GET / HTTP/1.1\r\nHost: a\r\nHost: b\r\n\r\n",
                "GET / HTTP/1.1\r\nHost: a\r\nBad Name: b\r\n\r\n",
                "POST /echo HTTP/1.1\r\nHost: a\r\nContent-Length: -1\r\n\r\n",
                "POST /echo HTTP/1.1\r\nHost: a\r\nContent-Length: 1\r\nContent-Length: 2\r\n\r\n",
                "POST /echo HTTP/1.1\r\nHost: a\r\nTransfer-Encoding: chunked\r\n\r\nzz\r\n",
            })
    void answersBrokenRequestsWith400(String request) throws Exception {
        assertThat(status(request)).isEqualTo(400);
    }

    @Test
    void answersAnotherVersionOfHttpWith505() throws Exception {
        assertThat(status("PRI * HTTP/2.0\r\n\r\nSM\r\n\r\n")).isEqualTo(505);
    }

    @Test
    void cutsOffWhoeverDoesNotEndItsHeaders() throws Exception {
        assertThat(status("POST /echo HTTP/1.1\r\nHost: te")).isEqualTo(408);
    }

    @Test
    void cutsOffWhoeverDoesNotEndItsBody() throws Exception {
        assertThat(status("POST /echo HTTP/1.1\r\nHost: test\r\nContent-Length: 100\r\n\r\nabc"))
                .isEqualTo(408);
    }

    @Test
    void cutsOffWhoeverKeepsTrickling() throws Exception {
        try (RawClient client = new RawClient(address)) {
            client.send("POST /echo HTTP/1.1\r\nHost: test\r\n");
            assertThatThrownBy(() -> trickle(client)).isInstanceOf(IOException.class);
        }
    }

    /** Sends a byte whenever none came back for 20 ms; the server's giving up ends it. */
    private static void trickle(RawClient client) throws IOException {
        client.socket().setSoTimeout(20);
        for (int i = 0; i < 500; i++) {
            client.send("x");
            try {
                client.read();
                throw new IOException("answered");
            } catch (java.net.SocketTimeoutException nothingYet) {
                assertThat(nothingYet).isNotNull();
            }
        }
    }

    @Test
    void closesAConnectionOnWhichNothingComes() throws Exception {
        try (RawClient client = new RawClient(address)) {
            assertThat(client.readToEnd()).isEmpty();
        }
    }

    @Test
    void closesAConnectionThatIsNoLongerUsed() throws Exception {
        try (RawClient client = new RawClient(address)) {
            client.post("/echo", "hi");
            assertThat(client.read().body()).isEqualTo("hi");
            assertThat(client.readToEnd()).isEmpty();
        }
    }

    @Test
    void closesConnectionsBeyondItsBoundAtOnce() throws Exception {
        try (RawClient a = new RawClient(address);
                RawClient b = new RawClient(address);
                RawClient c = new RawClient(address);
                RawClient d = new RawClient(address)) {
            for (RawClient client : new RawClient[] {a, b, c, d}) {
                client.post("/echo", "hi");
                assertThat(client.read().status()).isEqualTo(200);
            }
            try (RawClient tooMany = new RawClient(address)) {
                assertThat(tooMany.readToEnd()).isEmpty();
            }
        }
    }

    private int status(String request) throws IOException {
        try (RawClient client = new RawClient(address)) {
            client.send(request);
            RawClient.Answer answer = client.read();
            assertThat(answer.headers()).containsEntry("Connection", "close");
            assertThat(client.readToEnd()).isEmpty();
            return answer.status();
        }
    }
}
