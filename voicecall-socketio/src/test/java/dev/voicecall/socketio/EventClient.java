package dev.voicecall.socketio;

import com.fasterxml.jackson.databind.JsonNode;
import dev.voicecall.spi.WebSocket;
import dev.voicecall.spi.WebSocketListener;
import dev.voicecall.testkit.InMemoryWebSocket;
import java.nio.ByteBuffer;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.List;
import java.util.Objects;
import org.jspecify.annotations.Nullable;

/** A client of plain WebSockets, who keeps what it gets. */
final class EventClient implements WebSocketListener {
    final List<JsonNode> messages = new ArrayList<>();

    @Nullable
    InMemoryWebSocket socket;

    int closeCode;
    String closeReason = "";

    @Override
    public void onText(WebSocket from, ByteBuffer utf8) {
        byte[] bytes = new byte[utf8.remaining()];
        utf8.get(bytes);
        messages.add(Json.object(bytes).orElseThrow());
    }

    @Override
    public void onClose(WebSocket from, int code, String reason) {
        closeCode = code;
        closeReason = reason;
    }

    InMemoryWebSocket socket() {
        return Objects.requireNonNull(socket);
    }

    void send(String json) {
        socket().sendText(ByteBuffer.wrap(json.getBytes(StandardCharsets.UTF_8)));
    }

    /** The messages of this type. */
    List<JsonNode> all(String type) {
        return messages.stream()
                .filter(message -> message.path("evt").asText().equals(type))
                .toList();
    }

    List<String> types() {
        return messages.stream().map(message -> message.path("evt").asText()).toList();
    }

    /** What came since this was called last. */
    List<String> newTypes() {
        List<String> types = types();
        messages.clear();
        return types;
    }
}
