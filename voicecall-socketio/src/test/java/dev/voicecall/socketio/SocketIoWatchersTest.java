package dev.voicecall.socketio;

import static dev.voicecall.socketio.RelayWorld.ALL;
import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.BooleanNode;
import dev.voicecall.CallInfo;
import dev.voicecall.spi.HttpRequest;
import dev.voicecall.spi.WebSocketAcceptor.Decision;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.function.Predicate;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;

/** Watching over Socket.IO, in virtual time. */
class SocketIoWatchersTest {
    private final RelayWorld world = new RelayWorld();

    @AfterEach
    void leavesNothing() {
        world.close();
    }

    /** Somebody who watches all calls. */
    private Peer connect() {
        return connect(ALL);
    }

    private Peer connect(Predicate<CallInfo> mayWatch) {
        world.entitled.put("good", mayWatch);
        Decision decision = world.server.handshake(request("GET", World.WEBSOCKET, ""));
        Peer peer = new Peer(world.time, ((Decision.Accept) decision).listener());
        world.settle();
        peer.send("40{\"token\":\"good\"}");
        world.settle();
        return peer;
    }

    private static HttpRequest request(String method, String query, String body) {
        return new HttpRequest(
                method,
                "/socket.io/?" + query,
                Map.of("Host", List.of("voice.example")),
                Map.of(),
                body.getBytes(StandardCharsets.UTF_8),
                new CompletableFuture<>());
    }

    @Test
    void whoWatchesComesBackByItselfWhenTheRelayIsClosed() {
        Peer peer = connect();
        world.relay.close();
        world.settle();
        assertThat(peer.closeCode).isEqualTo(1001);
        assertThat(peer.got).as("41 would be for good").doesNotContain("41");
    }

    @Test
    void whoAsksForTooMuchAtOnceIsLetGoAndNoMoreOfItIsDone() {
        World server = new World();
        server.connect();
        SocketIoClient client = server.clients.get(0);
        RelayHub hub = new RelayHub(server.time);
        SocketIoWatchers watchers = new SocketIoWatchers(hub, new Admission((handshake, token) -> Optional.of(ALL)));
        watchers.onConnect(client, request("GET", World.POLLING, ""), Json.object());
        List<JsonNode> answers = new ArrayList<>();
        for (int i = 0; i < 1_000; i++) {
            watchers.onEvent(client, "media", List.of(BooleanNode.TRUE), answers::add);
        }
        server.settle();
        assertThat(answers).hasSize(65);
        assertThat(server.heard).endsWith("disconnect");
    }

    @Test
    void whatIsSentAsTheTokenCountsAndElseTheBearerToken() {
        Map<String, List<String>> headers = Map.of("Authorization", List.of("Bearer in the handshake"));
        HttpRequest handshake = new HttpRequest(
                "GET", "/socket.io/?" + World.POLLING, headers, Map.of(), new byte[0], new CompletableFuture<>());
        List<Optional<String>> tokens = new ArrayList<>();
        Admission admission = new Admission((from, token) -> {
            tokens.add(token);
            return Optional.empty();
        });
        admission.of(handshake, Optional.of("sent"));
        admission.of(handshake, Optional.empty());
        assertThat(tokens).containsExactly(Optional.of("sent"), Optional.of("in the handshake"));
    }

    @Test
    void joinsSoManyCallsAtMost() {
        Subscription subscription = new Subscription(new Deaf(), ALL, false);
        for (int i = 0; i < 1_000; i++) {
            assertThat(subscription.join("CA" + i)).isTrue();
        }
        assertThat(subscription.join("CA1000")).isFalse();
        assertThat(subscription.join("CA0")).isTrue();
        subscription.leave("CA0");
        assertThat(subscription.join("CA1000")).isTrue();
    }

    @Test
    void whoIsGoneIsForgotten() {
        AtomicInteger asked = new AtomicInteger();
        world.begin("CA1");
        for (int i = 0; i < 1_000; i++) {
            Peer peer = connect(call -> asked.incrementAndGet() > 0);
            if (i % 2 == 0) {
                peer.send("42[\"join\",\"CA1\"]");
                peer.send("41");
            }
            peer.close();
        }
        world.settle();
        assertThat(asked).hasValue(1_000);
        world.begin("CA2");
        assertThat(asked).hasValue(1_000);
        assertThat(world.relay.counts().watchers()).isZero();
    }

    private static final class Deaf implements Watcher {
        @Override
        public void send(Message message) {}

        @Override
        public void close() {}
    }
}
