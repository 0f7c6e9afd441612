package dev.voicecall.testkit.twilio;

import dev.voicecall.spi.WebSocket;
import dev.voicecall.spi.WebSocketListener;
import dev.voicecall.testkit.InMemoryWebSocket;
import java.nio.ByteBuffer;
import java.nio.charset.StandardCharsets;
import java.util.List;

/** The WebSocket of a stream within the process. Safe for use by many threads once it is open. */
final class InMemoryStreamSocket implements WebSocketListener {
    private static final int ABNORMAL = 1006;

    private final StreamSocket.Listener listener;

    InMemoryStreamSocket(StreamSocket.Listener listener) {
        this.listener = listener;
    }

    /** Twilio's end. */
    private record End(InMemoryWebSocket socket) implements StreamSocket {
        @Override
        public void send(List<byte[]> messages) {
            socket.sendTexts(messages.stream().map(ByteBuffer::wrap).toList());
        }

        @Override
        public void close() {
            socket.close(WebSocket.NORMAL, "");
        }

        @Override
        public void abort() {
            socket.abort();
        }

        @Override
        public void freeze() {
            socket.freeze();
        }
    }

    @Override
    public void onOpen(WebSocket socket) {
        listener.onOpen(new End((InMemoryWebSocket) socket));
    }

    @Override
    public void onText(WebSocket socket, ByteBuffer utf8) {
        listener.onText(StandardCharsets.UTF_8.decode(utf8).toString());
    }

    @Override
    public void onBinary(WebSocket socket, ByteBuffer data) {
        listener.onBinary();
    }

    @Override
    public void onClose(WebSocket socket, int code, String reason) {
        listener.onClosed(
                code == ABNORMAL
                        ? new Problem(StreamCodes.BROKEN, false, "The connection of the stream broke.")
                        : new Problem(
                                StreamCodes.CLOSED_BY_SERVER, false, "The server closed the stream with " + code + "."));
    }
}
