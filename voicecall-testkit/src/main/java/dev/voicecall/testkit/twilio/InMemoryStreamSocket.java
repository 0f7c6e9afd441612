package dev.voicecall.testkit.twilio;

import dev.voicecall.spi.WebSocket;
import dev.voicecall.spi.WebSocketListener;
import dev.voicecall.testkit.InMemoryWebSocket;
import java.nio.ByteBuffer;
import java.nio.charset.StandardCharsets;
import java.util.List;
import java.util.function.Consumer;
import org.jspecify.annotations.Nullable;

/** The WebSocket of a stream within the process. Safe for use by many threads. */
final class InMemoryStreamSocket implements StreamSocket, WebSocketListener {
    private static final int ABNORMAL = 1006;

    private final StreamSocket.Listener listener;
    private volatile @Nullable InMemoryWebSocket socket;
    private volatile boolean abandoned;

    InMemoryStreamSocket(StreamSocket.Listener listener) {
        this.listener = listener;
    }

    @Override
    public void send(List<byte[]> messages) {
        whenOpen(open -> open.sendTexts(messages.stream().map(ByteBuffer::wrap).toList()));
    }

    @Override
    public void close() {
        whenOpen(open -> open.close(WebSocket.NORMAL, ""));
    }

    @Override
    public void abort() {
        abandoned = true;
        whenOpen(InMemoryWebSocket::abort);
    }

    @Override
    public void freeze() {
        whenOpen(InMemoryWebSocket::freeze);
    }

    private void whenOpen(Consumer<InMemoryWebSocket> task) {
        InMemoryWebSocket open = socket;
        if (open != null) {
            task.accept(open);
        }
    }

    @Override
    public void onOpen(WebSocket opened) {
        socket = (InMemoryWebSocket) opened;
        if (abandoned) {
            abort();
        } else {
            listener.onOpen();
        }
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
                                StreamCodes.CLOSED_BY_SERVER,
                                false,
                                "The server closed the stream with " + code + "."));
    }
}
