package dev.voicecall.socketio;

import dev.voicecall.spi.HttpResponse;
import dev.voicecall.spi.WebSocket;
import dev.voicecall.spi.WebSocketAcceptor.Decision;
import dev.voicecall.spi.WebSocketListener;
import dev.voicecall.testkit.InMemoryWebSocket;
import java.nio.ByteBuffer;
import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.util.ArrayDeque;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Queue;
import java.util.SplittableRandom;
import org.jspecify.annotations.Nullable;

/**
 * A client that polls, posts and at some time upgrades, by the rules of engine.io-client: it pauses when its probe was answered,
 * and says that it upgrades when neither a poll nor a post is under way. Everything takes a time that nobody knows beforehand.
 */
final class RandomClient implements WebSocketListener {
    final List<String> got = new ArrayList<>();
    private final World world;
    private final SplittableRandom random;
    private final String sid;
    private final Queue<String> outgoing = new ArrayDeque<>();
    private boolean polling;
    private boolean posting;
    private boolean pausing;
    private @Nullable InMemoryWebSocket probe;
    private @Nullable InMemoryWebSocket upgraded;

    RandomClient(World world, SplittableRandom random, String sid) {
        this.world = world;
        this.random = random;
        this.sid = sid;
    }

    boolean isUpgraded() {
        return upgraded != null;
    }

    void poll() {
        polling = true;
        later(() -> world.poll(sid).thenAccept(answer -> later(() -> polled(answer))));
    }

    private void polled(HttpResponse answer) {
        for (String packet : new String(answer.body(), StandardCharsets.UTF_8).split("\u001e")) {
            received(packet);
        }
        polling = false;
        if (pausing) {
            upgradeIfQuiet();
        } else {
            poll();
        }
    }

    void send(String packet) {
        outgoing.add(packet);
        flush();
    }

    private void flush() {
        if (upgraded != null) {
            outgoing.forEach(packet -> upgraded.sendText(utf8(packet)));
            outgoing.clear();
        } else if (!posting && !pausing && !outgoing.isEmpty()) {
            posting = true;
            String payload = String.join("\u001e", outgoing);
            outgoing.clear();
            later(() -> {
                world.post(sid, payload);
                later(this::posted);
            });
        }
    }

    private void posted() {
        posting = false;
        upgradeIfQuiet();
        flush();
    }

    void tryWebSocket() {
        Decision decision = world.handshake(World.WEBSOCKET + "&sid=" + sid, Map.of());
        probe = InMemoryWebSocket.connect(world.time, someTime(), this, ((Decision.Accept) decision).listener());
        probe.sendText(utf8("2probe"));
    }

    private void upgradeIfQuiet() {
        if (pausing && !polling && !posting && upgraded == null && probe != null) {
            probe.sendText(utf8("5"));
            upgraded = probe;
            flush();
        }
    }

    @Override
    public void onText(WebSocket socket, ByteBuffer utf8) {
        String packet = StandardCharsets.UTF_8.decode(utf8).toString();
        if (packet.equals("3probe")) {
            pausing = true;
            upgradeIfQuiet();
        } else {
            received(packet);
        }
    }

    private void received(String packet) {
        if (packet.startsWith("42")) {
            got.add(packet);
        } else if (packet.equals("2")) {
            send("3");
        }
    }

    private void later(Runnable task) {
        world.time.schedule(someTime(), world.time.executor(), task);
    }

    private Duration someTime() {
        return Duration.ofMillis(random.nextInt(60));
    }

    private static ByteBuffer utf8(String text) {
        return ByteBuffer.wrap(text.getBytes(StandardCharsets.UTF_8));
    }
}
