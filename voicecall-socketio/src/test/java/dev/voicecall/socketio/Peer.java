package dev.voicecall.socketio;

import dev.voicecall.spi.WebSocket;
import dev.voicecall.spi.WebSocketListener;
import dev.voicecall.testkit.InMemoryWebSocket;
import dev.voicecall.testkit.VirtualScheduler;
import java.nio.ByteBuffer;
import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;

/** A client's end of a WebSocket in virtual time: notes what comes. */
final class Peer implements WebSocketListener {
    final List<String> got = new ArrayList<>();
    int closeCode;
    private final VirtualScheduler time;
    private final InMemoryWebSocket socket;

    Peer(VirtualScheduler time, WebSocketListener server) {
        this.time = time;
        this.socket = InMemoryWebSocket.connect(time, Duration.ZERO, this, server);
    }

    @Override
    public void onText(WebSocket from, ByteBuffer utf8) {
        got.add(StandardCharsets.UTF_8.decode(utf8).toString());
    }

    @Override
    public void onClose(WebSocket from, int code, String reason) {
        closeCode = code;
    }

    void send(String packet) {
        socket.sendText(ByteBuffer.wrap(packet.getBytes(StandardCharsets.UTF_8)));
        time.advance(Duration.ZERO);
    }

    void sendBinary() {
        socket.sendBinary(ByteBuffer.wrap(new byte[] {1, 2, 3}));
        time.advance(Duration.ZERO);
    }

    void close() {
        socket.close(WebSocket.NORMAL, "");
        time.advance(Duration.ZERO);
    }

    /** Does not read any more. */
    void freeze() {
        socket.freeze();
    }
}
