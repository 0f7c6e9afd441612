package dev.voicecall.socketio;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.BooleanNode;
import com.fasterxml.jackson.databind.node.IntNode;
import dev.voicecall.spi.HttpRequest;
import dev.voicecall.spi.Scheduler;
import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.CountDownLatch;
import java.util.function.Consumer;
import org.jspecify.annotations.Nullable;

/** What an application does with clients, as tests want it: answers, rooms, counting. */
final class Stage implements SocketIoServer.Listener {
    private static final String PADDING = "x".repeat(1000);

    final CountDownLatch disconnected = new CountDownLatch(1);
    private final Scheduler scheduler;
    private final Map<SocketIoClient, Set<String>> rooms = new ConcurrentHashMap<>();
    private final Map<SocketIoClient, Integer> counted = new ConcurrentHashMap<>();

    private volatile @Nullable Consumer<JsonNode> stop;

    Stage(Scheduler scheduler) {
        this.scheduler = scheduler;
    }

    @Override
    public Optional<String> onConnect(SocketIoClient client, HttpRequest handshake, JsonNode auth) {
        if (!auth.path("token").asText().equals("good")) {
            return Optional.of("This token is not known.");
        }
        rooms.put(client, ConcurrentHashMap.newKeySet());
        counted.put(client, 0);
        return Optional.empty();
    }

    @Override
    public void onEvent(SocketIoClient client, String event, List<JsonNode> arguments, Consumer<JsonNode> ack) {
        switch (event) {
            case "echo" -> ack.accept(arguments.get(0));
            case "join" ->
                ack.accept(
                        BooleanNode.valueOf(rooms(client).add(arguments.get(0).asText())));
            case "leave" ->
                ack.accept(BooleanNode.valueOf(
                        rooms(client).remove(arguments.get(0).asText())));
            case "tell" -> tell(arguments.get(0).asText(), arguments.get(1));
            case "count" -> count(client, 0);
            case "stop" -> stop = ack;
            case "numbered" ->
                counted.merge(
                        client, 0, (next, zero) -> next == arguments.get(0).asInt() ? next + 1 : -1);
            case "counted" -> ack.accept(IntNode.valueOf(counted.getOrDefault(client, -1)));
            case "burst" -> burst(arguments.get(0).asInt());
            case "disconnect me" -> client.disconnect();
            default -> throw new IllegalArgumentException(event);
        }
    }

    @Override
    public void onDisconnect(SocketIoClient client) {
        rooms.remove(client);
        counted.remove(client);
        disconnected.countDown();
    }

    private Set<String> rooms(SocketIoClient client) {
        return rooms.getOrDefault(client, Set.of());
    }

    private void tell(String room, JsonNode words) {
        EncodedEvent event = EncodedEvent.of("words", words.toString().getBytes(StandardCharsets.UTF_8));
        rooms.forEach((client, joined) -> {
            if (joined.contains(room)) {
                client.emit(event);
            }
        });
    }

    /** Sends numbers, ten each millisecond, until it is told to stop and answers how many they were. */
    private void count(SocketIoClient client, int from) {
        Consumer<JsonNode> stopped = stop;
        if (stopped != null) {
            stopped.accept(IntNode.valueOf(from));
            return;
        }
        for (int n = from; n < from + 10; n++) {
            client.emit(EncodedEvent.of("number", Integer.toString(n).getBytes(StandardCharsets.UTF_8)));
        }
        scheduler.schedule(Duration.ofMillis(1), scheduler.executor(), () -> count(client, from + 10));
    }

    /** Sends a hundred kilobytes to everybody. */
    private void burst(int from) {
        for (int n = from; n < from + 100; n++) {
            EncodedEvent event =
                    EncodedEvent.of("padded", ("[" + n + ",\"" + PADDING + "\"]").getBytes(StandardCharsets.UTF_8));
            rooms.keySet().forEach(client -> client.emit(event));
        }
    }
}
