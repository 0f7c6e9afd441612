package dev.voicecall.socketio;

import dev.voicecall.spi.WebSocket;
import dev.voicecall.spi.WebSocketListener;
import java.nio.ByteBuffer;
import java.nio.charset.StandardCharsets;

/** Hands what happens on a WebSocket to the session it belongs to. Called by one thread at a time. */
final class EngineSocket implements WebSocketListener {
    private final EngineSession session;

    EngineSocket(EngineSession session) {
        this.session = session;
    }

    @Override
    public void onOpen(WebSocket socket) {
        session.run(() -> session.opened(socket));
    }

    @Override
    public void onText(WebSocket socket, ByteBuffer utf8) {
        if (utf8.remaining() > SocketIoSettings.MAX_PAYLOAD_BYTES) {
            socket.close(WebSocket.TOO_BIG, "Message too big");
            return;
        }
        String packet = StandardCharsets.UTF_8.decode(utf8).toString();
        session.run(() -> session.received(socket, packet));
    }

    /** A binary message has no type: it is always the data of a message. */
    @Override
    public void onBinary(WebSocket socket, ByteBuffer data) {
        session.run(() -> session.received(socket, EngineSession.BINARY));
    }

    @Override
    public void onClose(WebSocket socket, int code, String reason) {
        session.run(() -> session.gone(socket));
    }
}
