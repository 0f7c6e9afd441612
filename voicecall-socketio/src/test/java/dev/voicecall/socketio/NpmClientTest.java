package dev.voicecall.socketio;

import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.databind.JsonNode;
import dev.voicecall.netty.NettyWebServer;
import dev.voicecall.spi.Scheduler;
import java.io.BufferedReader;
import java.io.IOException;
import java.net.URI;
import java.nio.charset.StandardCharsets;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

/** The server before the judge: socket.io's own client. */
@Tag("socket")
class NpmClientTest {
    private final Scheduler scheduler = Scheduler.system();
    private final Stage stage = new Stage(scheduler);
    private SocketIoServer server = new SocketIoServer(scheduler, SocketIoSettings.DEFAULT, stage);
    private NettyWebServer web = NettyWebServer.builder().build();
    private URI address = URI.create("");

    @BeforeAll
    static void findTheClient() {
        Npm.assumeThere();
    }

    @BeforeEach
    void serve() {
        server.mount(web);
        address = web.start();
    }

    @AfterEach
    void close() {
        server.close();
        web.close();
        scheduler.close();
    }

    @ParameterizedTest
    @CsvSource({"websocket", "polling"})
    void talks(String transport) throws Exception {
        JsonNode seen = run(transport);

        assertThat(seen.path("echo").toString()).isEqualTo("{\"text\":\"grüße 👋\",\"n\":1.5}");
        assertThat(seen.path("joined").booleanValue()).isTrue();
        assertThat(seen.path("words").textValue()).isEqualTo("hello");
        assertThat(seen.path("left").booleanValue()).isTrue();
        assertThat(seen.has("afterLeave")).isFalse();
        assertThat(seen.path("last").textValue()).isEqualTo("last");
        assertThat(seen.path("transport").textValue()).isEqualTo(transport);
    }

    @ParameterizedTest
    @CsvSource({"flowByPolling, polling, 0", "flowFromPollingToWebsocket, websocket, 500"})
    void losesAndDoublesNothingWhileEventsFlowBothWays(String scenario, String transport, int least) throws Exception {
        JsonNode seen = run(scenario);

        assertThat(seen.path("began").textValue()).isEqualTo("polling");
        assertThat(seen.path("changedAfter").intValue()).isGreaterThanOrEqualTo(least);
        assertThat(seen.path("ended").textValue()).isEqualTo(transport);
        assertThat(seen.path("inOrder").booleanValue()).isTrue();
        assertThat(seen.path("received").booleanValue()).isTrue();
    }

    @ParameterizedTest
    @CsvSource({"largeByWebsocket, transport close", "largeByPolling, transport error"})
    void takesAMegabyteAndNoMore(String scenario, String reason) throws Exception {
        JsonNode seen = run(scenario);

        assertThat(seen.path("echoed").booleanValue()).isTrue();
        assertThat(seen.path("tooLarge").textValue()).isEqualTo(reason);
    }

    @Test
    void refusesWithAMessage() throws Exception {
        JsonNode seen = run("refused");

        assertThat(seen.path("message").textValue()).isEqualTo("This token is not known.");
        assertThat(seen.path("connected").booleanValue()).isFalse();
    }

    @Test
    void hasOneNamespace() throws Exception {
        assertThat(run("otherNamespace").path("message").textValue()).isEqualTo("Invalid namespace");
    }

    @ParameterizedTest
    @CsvSource({"disconnected", "binary"})
    void disconnectsForGood(String scenario) throws Exception {
        assertThat(run(scenario).path("reason").textValue()).isEqualTo("io server disconnect");
    }

    @Test
    void dropsAClientThatDoesNotReadAndServesTheOther() throws Exception {
        JsonNode seen = run("stalled");

        assertThat(seen.path("got").intValue()).isEqualTo(25_000);
        assertThat(seen.path("inOrder").booleanValue()).isTrue();
        assertThat(server.counts().dropped()).isEqualTo(1);
    }

    @Test
    void isFoundAgainAfterARestart() throws Exception {
        Process node = start("reconnects");
        BufferedReader errors = node.errorReader(StandardCharsets.UTF_8);
        assertThat(errors.readLine()).isEqualTo("connected");

        server.close();
        web.close();
        server = new SocketIoServer(scheduler, SocketIoSettings.DEFAULT, stage);
        web = NettyWebServer.builder().port(address.getPort()).build();
        serve();

        JsonNode seen = Npm.result(node);
        assertThat(seen.path("reason").textValue()).isEqualTo("transport close");
        assertThat(seen.path("echo").textValue()).isEqualTo("again");
    }

    private JsonNode run(String scenario) throws IOException, InterruptedException {
        return Npm.result(start(scenario));
    }

    private Process start(String scenario) throws IOException {
        return Npm.start("scenario.js", address.toString(), scenario);
    }
}
