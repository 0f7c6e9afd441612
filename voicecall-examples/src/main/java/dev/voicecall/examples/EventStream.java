package dev.voicecall.examples;

import dev.voicecall.CallEvent;
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
    private static final String CONNECTED = "{\"evt\":\"connected\"}";

    private final Set<WebSocket> clients = new LinkedHashSet<>();

    @Override
    public void onOpen(WebSocket client) {
        synchronized (clients) {
            if (clients.size() >= MAX_CLIENTS) {
                client.close(WebSocket.POLICY_VIOLATION, "Too many clients");
                return;
            }
            send(client, CONNECTED.getBytes(StandardCharsets.UTF_8));
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
    void publish(CallEvent event) {
        byte[] text = event.toJson().getBytes(StandardCharsets.UTF_8);
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
}
