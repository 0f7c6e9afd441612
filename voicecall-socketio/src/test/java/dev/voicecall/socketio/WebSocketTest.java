package dev.voicecall.socketio;

import static org.assertj.core.api.Assertions.assertThat;

import dev.voicecall.spi.WebSocket;
import dev.voicecall.spi.WebSocketAcceptor.Decision;
import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

/** Engine.IO by a WebSocket from the beginning, and Socket.IO over it, in virtual time. */
class WebSocketTest {
    private final World world = new World();

    private Peer connect() {
        Peer peer = world.socket(World.WEBSOCKET);
        peer.send("40");
        peer.got.clear();
        return peer;
    }

    @Test
    void opensWithoutUpgrades() {
        assertThat(world.socket(World.WEBSOCKET).got)
                .singleElement()
                .asString()
                .startsWith("0{\"sid\":\"")
                .contains("\"upgrades\":[]");
    }

    @ParameterizedTest
    @CsvSource({
        "EIO=4&transport=pigeon, Transport unknown",
        "EIO=4&transport=websocket&sid=nobodys, Session ID unknown",
        "EIO=4&transport=polling, Bad request",
        "EIO=3&transport=websocket, Unsupported protocol version"
    })
    void refusesBeforeTheUpgrade(String query, String message) {
        Decision decision = world.handshake(query, Map.of());

        assertThat(decision).isInstanceOfSatisfying(Decision.Refuse.class, refuse -> {
            assertThat(refuse.response().status()).isEqualTo(400);
            assertThat(new String(refuse.response().body(), StandardCharsets.UTF_8))
                    .contains(message);
        });
    }

    @Test
    void pingsAndEndsWhenNothingComesBack() {
        Peer peer = connect();
        world.time.advance(Duration.ofSeconds(25));
        assertThat(peer.got).containsExactly("2");
        peer.send("3");
        world.time.advance(Duration.ofMillis(24_999));
        assertThat(peer.got).containsExactly("2");
        world.time.advance(Duration.ofMillis(1));
        assertThat(peer.got).containsExactly("2", "2");

        world.time.advance(Duration.ofSeconds(20));
        world.settle();

        assertThat(peer.closeCode).isEqualTo(WebSocket.NORMAL);
        assertThat(world.heard).endsWith("disconnect");
        assertThat(world.server.counts().sessions()).isZero();
    }

    @Test
    void isNotKeptAliveByPongsThatNobodyAskedFor() {
        Peer peer = connect();
        world.time.advance(Duration.ofSeconds(20));
        peer.send("3");
        world.time.advance(Duration.ofSeconds(5));

        assertThat(peer.got).containsExactly("2");
    }

    @Test
    void endsThoseWhoNeverConnect() {
        Peer peer = world.socket(World.WEBSOCKET);
        world.time.advance(Duration.ofSeconds(25));
        peer.send("3");
        world.time.advance(Duration.ofMillis(19_999));
        assertThat(peer.closeCode).isZero();
        world.time.advance(Duration.ofMillis(1));
        world.settle();

        assertThat(peer.closeCode).isEqualTo(WebSocket.NORMAL);
        assertThat(world.heard).isEmpty();
    }

    @Test
    void tellsAuthAndAnswersWithAnotherIdThanTheSessions() {
        Peer peer = world.socket(World.WEBSOCKET);
        peer.send("40{\"token\":\"abc\"}");

        assertThat(world.heard).containsExactly("connect {\"token\":\"abc\"}");
        String id = world.clients.get(0).id();
        assertThat(peer.got.get(1)).isEqualTo("40{\"sid\":\"" + id + "\"}");
        assertThat(peer.got.get(0)).doesNotContain(id);
    }

    @Test
    void refusesWithAMessageAndLetsTheClientTryAgain() {
        world.refusal = java.util.Optional.of("No \"such\" token");
        Peer peer = world.socket(World.WEBSOCKET);
        peer.send("40");
        assertThat(peer.got.get(1)).isEqualTo("44{\"message\":\"No \\\"such\\\" token\"}");
        world.emit("secret", "1");
        world.refusal = java.util.Optional.empty();
        peer.send("40");

        assertThat(peer.got.get(2)).startsWith("40{");
        assertThat(peer.got).hasSize(3);
    }

    @Test
    void hasOneNamespace() {
        Peer peer = world.socket(World.WEBSOCKET);
        peer.send("40/admin,{\"token\":\"abc\"}");
        peer.send("40/admin?x=1");

        assertThat(peer.got.subList(1, 3))
                .containsExactly(
                        "44/admin,{\"message\":\"Invalid namespace\"}",
                        "44/admin?x=1,{\"message\":\"Invalid namespace\"}");
        assertThat(world.heard).isEmpty();
    }

    @Test
    void acknowledgesOnce() {
        Peer peer = connect();
        peer.send("4217[\"ask\",{\"a\":1}]");
        peer.send("42[\"tell\",{\"a\":1}]");

        assertThat(peer.got).containsExactly("4317[{\"a\":1}]");
    }

    @Test
    void letsAClientLeaveAndConnectAgain() {
        Peer peer = connect();
        peer.send("41");
        world.emit("n", "1");
        peer.send("40");
        world.emit("n", "2");
        world.settle();

        assertThat(world.heard).containsExactly("connect {}", "disconnect", "connect {}");
        assertThat(peer.got).hasSize(2).last().isEqualTo("42[\"n\",2]");
    }

    @Test
    void endsThoseWhoLeaveAndConnectAgainAndAgain() {
        Peer peer = connect();
        for (int i = 0; i < 100; i++) {
            peer.send("41");
            peer.send("40");
        }

        assertThat(peer.closeCode).isEqualTo(WebSocket.NORMAL);
        assertThat(world.clients).hasSize(16);
    }

    @Test
    void endsThoseWhoTryManyTokens() {
        world.refusal = java.util.Optional.of("No such token");
        Peer peer = world.socket(World.WEBSOCKET);
        for (int i = 0; i < 100; i++) {
            peer.send("40{\"token\":\"" + i + "\"}");
        }

        assertThat(peer.closeCode).isEqualTo(WebSocket.NORMAL);
        assertThat(world.clients).hasSize(16);
    }

    @Test
    void endsThoseWhoLeaveAndStay() {
        Peer peer = connect();
        peer.send("41");
        world.time.advance(Duration.ofSeconds(25));
        peer.send("3");
        world.time.advance(Duration.ofSeconds(20));
        world.settle();

        assertThat(peer.closeCode).isEqualTo(WebSocket.NORMAL);
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "",
                "x",
                "1",
                "2",
                "5",
                "4",
                "49",
                "42",
                "42{}",
                "42[]",
                "42[\"connect\"]",
                "42[1",
                "42[1]x",
                "40",
                "43",
                "431[1]",
                "44{}",
                "41[1]",
                "42/other,[\"a\"]",
                "42abc[\"a\"]",
                "451[\"a\"]",
                "45-[\"a\"]",
                "bAQID",
                "42[\"fail\"]"
            })
    void endsASessionThatBreaksTheRules(String packet) {
        Peer peer = connect();
        peer.send(packet);
        peer.send("42[\"too late\"]");

        assertThat(peer.closeCode).isIn(WebSocket.NORMAL, WebSocket.POLICY_VIOLATION);
        assertThat(world.heard).containsOnlyOnce("disconnect").doesNotContain("too late []");
        assertThat(world.server.counts().sessions()).isZero();
    }

    @Test
    void disconnectsWhoSendsBinaryData() {
        Peer peer = connect();
        peer.send("451-[\"a\",{\"_placeholder\":true,\"num\":0}]");
        peer.sendBinary();

        assertThat(peer.got).containsExactly("41");
        assertThat(peer.closeCode).isEqualTo(WebSocket.NORMAL);
    }

    @Test
    void takesNoMessageThatIsTooLarge() {
        Peer peer = connect();
        peer.send("42[\"" + "a".repeat(1_000_000) + "\"]");

        assertThat(peer.closeCode).isEqualTo(WebSocket.TOO_BIG);
        assertThat(world.heard).endsWith("disconnect");
    }

    @Test
    void closesAllWhenTheServerCloses() {
        Peer peer = connect();
        world.server.close();
        world.settle();

        assertThat(peer.closeCode).isEqualTo(WebSocket.GOING_AWAY);
        assertThat(world.heard).endsWith("disconnect");
        assertThat(world.handshake(World.WEBSOCKET, Map.of("Host", List.of("x"))))
                .isInstanceOfSatisfying(
                        Decision.Refuse.class,
                        refuse -> assertThat(refuse.response().status()).isEqualTo(503));
        assertThat(world.get(World.POLLING).join().status()).isEqualTo(503);
    }
}
