package dev.voicecall.socketio;

import static org.assertj.core.api.Assertions.assertThat;

import dev.voicecall.netty.NettyWebServer;
import dev.voicecall.spi.Scheduler;
import java.io.IOException;
import java.net.Socket;
import java.net.URI;
import java.nio.charset.StandardCharsets;
import java.util.SplittableRandom;
import java.util.concurrent.TimeUnit;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/** Raw sockets that say what no client would. Afterwards the server serves others as before. */
@Tag("socket")
class HostileClientTest {
    private static final String GRAMMAR = "0123456[]{}\",-/b\u001e";
    private static final String POLL = "/socket.io/?EIO=4&transport=polling";

    private final Scheduler scheduler = Scheduler.system();
    private final Stage stage = new Stage(scheduler);
    private final SocketIoServer server = new SocketIoServer(scheduler, SocketIoSettings.DEFAULT, stage);
    private final NettyWebServer web = NettyWebServer.builder().build();
    private URI address = URI.create("");

    @BeforeEach
    void serve() {
        server.mount(web);
        address = web.start();
    }

    @AfterEach
    void servesOthersAsBefore() throws IOException {
        assertThat(exchange(get(POLL))).startsWith("HTTP/1.1 200").contains("\"upgrades\":[\"websocket\"]");
        server.close();
        web.close();
        scheduler.close();
    }

    private static String get(String target) {
        return "GET " + target + " HTTP/1.1\r\nHost: x\r\nConnection: close\r\n\r\n";
    }

    private static String post(String target, String body) {
        return "POST " + target + " HTTP/1.1\r\nHost: x\r\nConnection: close\r\nContent-Length: " + body.length()
                + "\r\n\r\n" + body;
    }

    private String open() throws IOException {
        return exchange(get(POLL)).replaceAll("(?s).*\"sid\":\"([^\"]+)\".*", "$1");
    }

    /** Sends something and reads until the server closes. */
    private String exchange(String bytes) throws IOException {
        try (Socket socket = new Socket(address.getHost(), address.getPort())) {
            socket.setSoTimeout(10_000);
            socket.getOutputStream().write(bytes.getBytes(StandardCharsets.ISO_8859_1));
            return new String(socket.getInputStream().readAllBytes(), StandardCharsets.ISO_8859_1);
        }
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "/socket.io/?EIO=4&transport=polling&sid=../../etc/passwd",
                "/socket.io/?EIO=4&transport=polling&sid=%00",
                "/socket.io/?EIO=4&transport=polling&sid=__proto__",
                "/socket.io/?EIO=4&EIO=3&transport=%70igeon",
                "/socket.io/?%",
                "/socket.io/?&&&&"
            })
    void isToldWhatIsWrongWithAQuery(String target) throws IOException {
        assertThat(exchange(get(target))).startsWith("HTTP/1.1 400").contains("{\"code\":");
    }

    @Test
    void cannotSmuggleASecondRequest() throws IOException {
        String sid = open();
        String body = "40{\"token\":\"good\"}";
        String answer = exchange("POST " + POLL + "&sid=" + sid + " HTTP/1.1\r\nHost: x\r\nContent-Length: "
                + body.length() + "\r\nTransfer-Encoding: chunked\r\n\r\n" + body + "\r\n\r\n" + get(POLL));

        assertThat(answer).startsWith("HTTP/1.1 400").containsOnlyOnce("HTTP/1.1");
    }

    @Test
    void cannotSendABodyWithoutEnd() throws IOException {
        String sid = open();

        assertThat(exchange(
                        "POST " + POLL + "&sid=" + sid + " HTTP/1.1\r\nHost: x\r\nContent-Length: 99999999\r\n\r\n4"))
                .startsWith("HTTP/1.1 413");
        assertThat(exchange(post(POLL + "&sid=" + sid, "4".repeat(1_000_001)))).startsWith("HTTP/1.1 413");
    }

    @Test
    void cannotUseASessionThatIsOver() throws IOException {
        String sid = open();
        assertThat(exchange(post(POLL + "&sid=" + sid, "1"))).endsWith("ok");

        assertThat(exchange(get(POLL + "&sid=" + sid))).contains("{\"code\":1,\"message\":\"Session ID unknown\"}");
        assertThat(exchange(post(POLL + "&sid=" + sid, "40")))
                .contains("{\"code\":1,\"message\":\"Session ID unknown\"}");
        assertThat(server.counts().sessions()).isZero();
    }

    @Test
    void getsNowhereWithGarbage() throws IOException {
        SplittableRandom random = new SplittableRandom(1);
        for (int i = 0; i < 50; i++) {
            StringBuilder garbage = new StringBuilder();
            for (int length = random.nextInt(1, 60); length > 0; length--) {
                garbage.append(
                        random.nextBoolean()
                                ? (char) random.nextInt(256)
                                : GRAMMAR.charAt(random.nextInt(GRAMMAR.length())));
            }
            String answer = exchange(post(POLL + "&sid=" + open(), garbage.toString()));
            assertThat(answer).as(garbage.toString()).matches("(?s)HTTP/1.1 (200|400) .*");
        }
    }

    @Test
    void endsItsSessionByGoingAwayDuringAPoll() throws Exception {
        String sid = open();
        exchange(post(POLL + "&sid=" + sid, "40{\"token\":\"good\"}"));
        exchange(get(POLL + "&sid=" + sid));
        try (Socket socket = new Socket(address.getHost(), address.getPort())) {
            socket.getOutputStream().write(get(POLL + "&sid=" + sid).getBytes(StandardCharsets.ISO_8859_1));
        }
        assertThat(stage.disconnected.await(10, TimeUnit.SECONDS)).isTrue();
        assertThat(server.counts().sessions()).isZero();
    }
}
