package dev.voicecall.testkit.http;

import dev.voicecall.spi.Mailbox;
import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.io.InputStream;
import java.net.InetSocketAddress;
import java.net.Socket;
import java.nio.ByteBuffer;
import java.util.List;
import java.util.concurrent.Executor;
import java.util.function.Function;
import org.java_websocket.WebSocket;
import org.java_websocket.WebSocketAdapter;
import org.java_websocket.WebSocketImpl;
import org.java_websocket.drafts.Draft_6455;
import org.java_websocket.exceptions.WebsocketNotConnectedException;
import org.java_websocket.handshake.Handshakedata;
import org.java_websocket.protocols.Protocol;
import org.jspecify.annotations.Nullable;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/** The server's end of a WebSocket: reads on the connection's thread, writes one after the other on others. */
final class SocketConnection extends WebSocketAdapter implements SocketOutbox {
    private static final Logger LOG = LoggerFactory.getLogger(SocketConnection.class);

    /** OpenAI takes 15 MiB of sound in one event; in base64, with something around it. */
    private static final int MAX_MESSAGE_BYTES = 21 * 1024 * 1024;

    private static final int MAX_QUEUED_MESSAGES = 20_000;
    private static final int BUFFER_BYTES = 64 * 1024;

    private final Socket socket;
    private final Mailbox writer;
    private final SocketPeer peer;
    private final WebSocketImpl protocol = new WebSocketImpl(
            this,
            List.of(new Draft_6455(List.of(), List.of(new Protocol("realtime"), new Protocol("")), MAX_MESSAGE_BYTES)));

    /** @param connect makes who talks with the client */
    SocketConnection(Socket socket, Executor worker, Function<SocketOutbox, SocketPeer> connect) {
        this.socket = socket;
        this.writer = new Mailbox(worker);
        this.peer = connect.apply(this);
    }

    /** Serves until it is over. */
    void serve(byte[] handshake, InputStream in) throws IOException {
        try {
            protocol.decode(ByteBuffer.wrap(handshake));
            byte[] buffer = new byte[BUFFER_BYTES];
            for (int count = in.read(buffer); count >= 0; count = in.read(buffer)) {
                protocol.decode(ByteBuffer.wrap(buffer, 0, count));
            }
            protocol.eot();
        } finally {
            peer.gone();
        }
    }

    @Override
    public void send(String json) {
        if (protocol.outQueue.size() > MAX_QUEUED_MESSAGES) {
            LOG.warn("A client does not read what it is sent; its connection is broken off.");
            cut();
            return;
        }
        try {
            protocol.send(json);
        } catch (WebsocketNotConnectedException e) {
            LOG.debug("An event was not sent: the connection is closing.", e);
        }
    }

    @Override
    public void close(int code, String reason) {
        protocol.close(code, reason);
    }

    @Override
    public void cut() {
        writer.execute(this::closeSocket);
    }

    @Override
    public void onWebsocketOpen(WebSocket from, Handshakedata handshake) {
        peer.open();
    }

    @Override
    public void onWebsocketMessage(WebSocket from, String message) {
        peer.receive(message);
    }

    @Override
    public void onWebsocketMessage(WebSocket from, ByteBuffer message) {
        byte[] data = new byte[message.remaining()];
        message.get(data);
        peer.receive(data);
    }

    @Override
    public void onWriteDemand(WebSocket from) {
        writer.execute(this::flush);
    }

    private void flush() {
        boolean last = protocol.isFlushAndClose(); // set when the close frame is queued
        ByteArrayOutputStream all = new ByteArrayOutputStream();
        for (ByteBuffer frame = protocol.outQueue.poll(); frame != null; frame = protocol.outQueue.poll()) {
            all.write(frame.array(), frame.arrayOffset() + frame.position(), frame.remaining());
        }
        try {
            all.writeTo(socket.getOutputStream());
        } catch (IOException e) {
            LOG.debug("The client is gone.", e);
            closeSocket();
        }
        if (last) {
            closeSocket();
        }
    }

    private void closeSocket() {
        try {
            socket.close();
        } catch (IOException e) {
            LOG.debug("A connection did not close.", e);
        }
    }

    @Override
    public void onWebsocketClose(WebSocket from, int code, String reason, boolean remote) {
        writer.execute(() -> {
            flush();
            closeSocket();
        });
    }

    @Override
    public void onWebsocketError(WebSocket from, Exception problem) {
        LOG.debug("The client broke the WebSocket protocol.", problem);
    }

    @Override
    public void onWebsocketClosing(WebSocket from, int code, String reason, boolean remote) {}

    @Override
    public void onWebsocketCloseInitiated(WebSocket from, int code, String reason) {}

    @Override
    public @Nullable InetSocketAddress getLocalSocketAddress(WebSocket from) {
        return null;
    }

    @Override
    public @Nullable InetSocketAddress getRemoteSocketAddress(WebSocket from) {
        return null;
    }
}
