package dev.voicecall.examples;

import com.fasterxml.jackson.databind.node.ObjectNode;
import dev.voicecall.spi.WebSocket;
import dev.voicecall.spi.WebSocketListener;
import java.nio.ByteBuffer;
import java.nio.charset.StandardCharsets;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Set;

/**
 * Sends events to whoever is connected, as JSON; what they send is ignored. There are at most {@value #MAX_CLIENTS} of them,
 * and one that leaves {@value #MAX_QUEUED_BYTES} bytes unread is disconnected. Safe for use by many threads.
 */
final class EventStream implements WebSocketListener {
    static final int MAX_CLIENTS = 32;
    private static final int MAX_QUEUED_BYTES = 65_536;

    private final Set<WebSocket> clients = new LinkedHashSet<>();

    @Override
    public void onOpen(WebSocket client) {
        synchronized (clients) {
            if (clients.size() >= MAX_CLIENTS) {
                client.close(WebSocket.POLICY_VIOLATION, "Too many clients");
                return;
            }
            send(client, bytes(Json.object().put("event", "connected")));
            clients.add(client);
        }
    }

    @Override
    public void onText(WebSocket client, ByteBuffer utf8) {}

    @Override
    public void onClose(WebSocket client, int code, String reason) {
        synchronized (clients) {
            clients.remove(client);
        }
    }

    /** Sends an event to all. Does not block. */
    void publish(ObjectNode event) {
        byte[] text = bytes(event);
        List<WebSocket> all;
        synchronized (clients) {
            all = List.copyOf(clients);
        }
        all.forEach(client -> send(client, text));
    }

    private static void send(WebSocket client, byte[] text) {
        if (client.queuedBytes() + text.length > MAX_QUEUED_BYTES) {
            client.close(WebSocket.POLICY_VIOLATION, "Does not read what is sent");
        } else {
            client.sendText(ByteBuffer.wrap(text));
        }
    }

    private static byte[] bytes(ObjectNode event) {
        return event.toString().getBytes(StandardCharsets.UTF_8);
    }
}
