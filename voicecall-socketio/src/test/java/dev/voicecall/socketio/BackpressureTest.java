package dev.voicecall.socketio;

import static org.assertj.core.api.Assertions.assertThat;

import java.nio.charset.StandardCharsets;
import org.junit.jupiter.api.Test;

/** Clients that do not take what is sent, in virtual time. */
class BackpressureTest {
    private final World world =
            new World(SocketIoSettings.DEFAULT.withMaxQueuedBytes(10_000).withMaxSessions(2));
    private final EncodedEvent kilobyte =
            EncodedEvent.of("k", ("\"" + "x".repeat(990) + "\"").getBytes(StandardCharsets.UTF_8));

    @Test
    void dropsAClientThatDoesNotPoll() {
        world.connect();
        SocketIoClient client = world.clients.get(0);
        for (int i = 0; i < 10; i++) {
            client.emit(kilobyte);
        }
        assertThat(world.server.counts()).isEqualTo(new SocketIoServer.Counts(1, 0, 0));
        client.emit(kilobyte);

        assertThat(world.server.counts()).isEqualTo(new SocketIoServer.Counts(0, 0, 1));
        assertThat(world.heard).endsWith("disconnect");
    }

    @Test
    void dropsAClientThatDoesNotReadAndServesTheOther() {
        Peer slow = world.socket(World.WEBSOCKET);
        slow.send("40");
        Peer quick = world.socket(World.WEBSOCKET);
        quick.send("40");
        slow.freeze();
        for (int i = 0; i < 100; i++) {
            world.clients.forEach(client -> client.emit(kilobyte));
            world.settle();
        }

        assertThat(quick.got).hasSize(102);
        assertThat(world.heard).containsExactly("connect {}", "connect {}", "disconnect");
        assertThat(world.server.counts()).isEqualTo(new SocketIoServer.Counts(1, 0, 1));
    }

    @Test
    void hasRoomAgainOnceAPollHasTakenAll() {
        String sid = world.connect();
        for (int i = 0; i < 50; i++) {
            world.clients.get(0).emit(kilobyte);
            world.clients.get(0).emit(kilobyte);
            assertThat(World.body(world.poll(sid))).hasSize(2 * 1000 + 1);
        }
        assertThat(world.server.counts().dropped()).isZero();
    }

    @Test
    void refusesMoreSessionsThanItHasPlacesFor() {
        Peer first = world.socket(World.WEBSOCKET);
        world.open();
        assertThat(World.error(world.get(World.POLLING)))
                .isEqualTo("503 {\"code\":4,\"message\":\"Too many sessions\"}");
        first.close();

        assertThat(world.get(World.POLLING).join().status()).isEqualTo(200);
        assertThat(world.server.counts()).isEqualTo(new SocketIoServer.Counts(2, 1, 0));
    }
}
