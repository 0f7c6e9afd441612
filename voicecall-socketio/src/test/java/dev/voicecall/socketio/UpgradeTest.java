package dev.voicecall.socketio;

import static org.assertj.core.api.Assertions.assertThat;

import dev.voicecall.spi.HttpResponse;
import dev.voicecall.spi.WebSocket;
import java.time.Duration;
import java.util.concurrent.CompletableFuture;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/** From long-polling to a WebSocket, in virtual time. */
class UpgradeTest {
    private final World world = new World();
    private final String sid = world.connect();

    private Peer probe() {
        return world.socket(World.WEBSOCKET + "&sid=" + sid);
    }

    @Test
    void releasesThePollAndGoesOnByWebSocket() {
        CompletableFuture<HttpResponse> poll = world.poll(sid);
        Peer peer = probe();
        peer.send("2probe");
        assertThat(peer.got).containsExactly("3probe");
        assertThat(World.body(poll)).isEqualTo("6");

        world.emit("n", "1");
        peer.send("5");
        world.emit("n", "2");
        world.settle();

        assertThat(peer.got).containsExactly("3probe", "42[\"n\",1]", "42[\"n\",2]");
        assertThat(World.error(world.poll(sid))).isEqualTo("400 {\"code\":3,\"message\":\"Bad request\"}");
        assertThat(world.post(sid, "42[\"a\"]").status()).isEqualTo(400);
        peer.send("42[\"b\"]");
        assertThat(world.heard).containsExactly("connect {}", "b []");
    }

    @Test
    void answersPollsAtOnceWhileTheClientTries() {
        Peer peer = probe();
        peer.send("2probe");
        assertThat(World.body(world.poll(sid))).isEqualTo("6");
        world.emit("n", "1");

        assertThat(World.body(world.poll(sid))).isEqualTo("42[\"n\",1]");
        peer.send("5");
        assertThat(peer.got).containsExactly("3probe");
    }

    @ParameterizedTest
    @ValueSource(strings = {"5", "2", "42[\"a\"]", "nonsense"})
    void staysWithPollingIfTheWebSocketTalksNonsense(String packet) {
        Peer peer = probe();
        peer.send(packet);

        assertThat(peer.closeCode).isEqualTo(WebSocket.NORMAL);
        world.emit("n", "1");
        assertThat(World.body(world.poll(sid))).isEqualTo("42[\"n\",1]");
    }

    @Test
    void staysWithPollingIfTheWebSocketIsNotUsed() {
        Peer peer = probe();
        peer.send("2probe");
        world.time.advance(Duration.ofSeconds(10));
        world.settle();

        assertThat(peer.closeCode).isEqualTo(WebSocket.NORMAL);
        CompletableFuture<HttpResponse> poll = world.poll(sid);
        assertThat(poll).isNotDone();
        world.emit("n", "1");
        assertThat(World.body(poll)).isEqualTo("42[\"n\",1]");
    }

    @Test
    void triesOneWebSocketAtATime() {
        Peer first = probe();
        assertThat(probe().closeCode).isEqualTo(WebSocket.NORMAL);
        first.send("2probe");
        first.send("5");
        assertThat(probe().closeCode).isEqualTo(WebSocket.NORMAL);

        world.emit("n", "1");
        world.settle();
        assertThat(first.got).containsExactly("3probe", "42[\"n\",1]");
    }

    @Test
    void triesAgainAfterOneThatWasLost() {
        probe().close();
        Peer second = probe();
        second.send("2probe");
        second.send("5");
        second.close();

        assertThat(world.heard).containsExactly("connect {}", "disconnect");
        assertThat(world.server.counts().sessions()).isZero();
    }

    @Test
    void endsTheWebSocketThatIsTriedWithTheSession() {
        Peer peer = probe();
        world.post(sid, "1");
        world.settle();

        assertThat(peer.closeCode).isEqualTo(WebSocket.NORMAL);
        peer.send("2probe");
        assertThat(peer.got).isEmpty();
    }

    @Test
    void saysGoodbyeByTheWebSocketIfTheClientUpgradesMeanwhile() {
        Peer peer = probe();
        peer.send("2probe");
        world.clients.get(0).disconnect();
        peer.send("5");

        assertThat(peer.got).containsExactly("3probe", "41");
        assertThat(peer.closeCode).isEqualTo(WebSocket.NORMAL);
    }
}
