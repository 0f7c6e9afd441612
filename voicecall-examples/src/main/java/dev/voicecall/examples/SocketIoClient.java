package dev.voicecall.examples;

import com.fasterxml.jackson.databind.JsonNode;
import java.net.URI;
import java.net.http.HttpClient;
import java.net.http.WebSocket;
import java.nio.charset.StandardCharsets;
import java.util.Map;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CompletionStage;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.function.BiConsumer;
import org.jspecify.annotations.Nullable;

/**
 * As much of a client of Socket.IO as it takes to watch calls: a WebSocket and packets of text
 * (<a href="https://socket.io/docs/v4/socket-io-protocol/">protocol 5</a>). Safe for use by many threads.
 */
final class SocketIoClient implements WebSocket.Listener, AutoCloseable {
    private static final String OPEN = "0";
    private static final String PING = "2";
    private static final String PONG = "3";
    private static final String CONNECT = "40";
    private static final String EVENT = "42";
    private static final String ACK = "43";
    private static final String CONNECT_ERROR = "44";

    private final String token;
    private final BiConsumer<String, JsonNode> onEvent;
    private final CompletableFuture<WebSocket> socket = new CompletableFuture<>();
    private final CompletableFuture<SocketIoClient> connected = new CompletableFuture<>();
    private final Map<Integer, CompletableFuture<JsonNode>> acks = new ConcurrentHashMap<>();
    private final AtomicInteger ackIds = new AtomicInteger();
    private final StringBuilder packet = new StringBuilder();
    private CompletableFuture<WebSocket> sent = socket;

    private SocketIoClient(String token, BiConsumer<String, JsonNode> onEvent) {
        this.token = token;
        this.onEvent = onEvent;
    }

    /**
     * Connects.
     *
     * @param token sent as {@code auth: {token}}; the empty string for none
     * @param onEvent told of each event, its name and its first argument, one at a time
     * @return completes when events come, or exceptionally if it is refused
     */
    static CompletableFuture<SocketIoClient> connect(URI server, String token, BiConsumer<String, JsonNode> onEvent) {
        SocketIoClient client = new SocketIoClient(token, onEvent);
        URI url = URI.create(
                "ws" + server.toString().substring("http".length()) + "/socket.io/?EIO=4&transport=websocket");
        HttpClient.newHttpClient().newWebSocketBuilder().buildAsync(url, client).exceptionally(failure -> {
            client.connected.completeExceptionally(failure);
            return null;
        });
        return client.connected;
    }

    /** Sends an event with one argument, and completes with what the server acknowledges it with. */
    CompletableFuture<JsonNode> emit(String event, String argument) {
        int id = ackIds.getAndIncrement();
        CompletableFuture<JsonNode> ack = new CompletableFuture<>();
        acks.put(id, ack);
        send(EVENT + id + Json.array().add(event).add(argument));
        return ack;
    }

    /** Goes away. */
    @Override
    public void close() {
        socket.thenAccept(open -> open.sendClose(WebSocket.NORMAL_CLOSURE, ""));
    }

    @Override
    public void onOpen(WebSocket opened) {
        socket.complete(opened);
        opened.request(1);
    }

    @Override
    public @Nullable CompletionStage<?> onText(WebSocket from, CharSequence data, boolean last) {
        packet.append(data);
        if (last) {
            String whole = packet.toString();
            packet.setLength(0);
            onPacket(whole);
        }
        from.request(1);
        return null;
    }

    @Override
    public @Nullable CompletionStage<?> onClose(WebSocket closed, int code, String reason) {
        connected.completeExceptionally(new IllegalStateException("It was closed: " + code + " " + reason));
        return null;
    }

    @Override
    public void onError(WebSocket broken, Throwable error) {
        connected.completeExceptionally(error);
    }

    private void onPacket(String text) {
        if (text.startsWith(EVENT)) {
            JsonNode event = array(text.substring(EVENT.length()));
            onEvent.accept(event.path(0).asText(), event.path(1));
        } else if (text.startsWith(ACK)) {
            int arguments = text.indexOf('[');
            CompletableFuture<JsonNode> ack = acks.remove(Integer.parseInt(text.substring(ACK.length(), arguments)));
            if (ack != null) {
                ack.complete(array(text.substring(arguments)).path(0));
            }
        } else if (text.startsWith(CONNECT_ERROR)) {
            connected.completeExceptionally(new IllegalStateException(text.substring(CONNECT_ERROR.length())));
        } else if (text.startsWith(CONNECT)) {
            connected.complete(this);
        } else if (text.startsWith(OPEN)) {
            send(CONNECT + (token.isEmpty() ? "" : Json.object().put("token", token)));
        } else if (text.equals(PING)) {
            send(PONG);
        }
    }

    /** One after the other, as the JDK wants it. */
    private synchronized void send(String packet) {
        sent = sent.thenCompose(open -> open.sendText(packet, true));
    }

    private static JsonNode array(String json) {
        return Json.value(json.getBytes(StandardCharsets.UTF_8));
    }
}
