package dev.voicecall.testkit.twilio;

import java.io.IOException;
import java.net.InetSocketAddress;
import java.net.StandardSocketOptions;
import java.net.URI;
import java.nio.ByteBuffer;
import java.nio.channels.SelectionKey;
import java.nio.channels.Selector;
import java.nio.channels.SocketChannel;
import java.nio.channels.UnresolvedAddressException;
import java.util.ArrayDeque;
import java.util.ArrayList;
import java.util.Deque;
import java.util.List;
import java.util.Map;
import org.java_websocket.WebSocket;
import org.java_websocket.WebSocketAdapter;
import org.java_websocket.WebSocketImpl;
import org.java_websocket.drafts.Draft_6455;
import org.java_websocket.exceptions.InvalidHandshakeException;
import org.java_websocket.framing.CloseFrame;
import org.java_websocket.framing.Framedata;
import org.java_websocket.framing.TextFrame;
import org.java_websocket.handshake.HandshakeImpl1Client;
import org.java_websocket.handshake.Handshakedata;
import org.jspecify.annotations.Nullable;

/** One WebSocket over TCP. Its methods as a {@link StreamSocket} are safe for use by many threads; the rest is on one. */
final class TcpSocket extends WebSocketAdapter implements StreamSocket {
    private final TcpSockets sockets;
    private final URI uri;
    private final Map<String, String> headers;
    private final StreamSocket.Listener listener;
    private final WebSocketImpl protocol = new WebSocketImpl(this, new Draft_6455());
    private final Deque<ByteBuffer> unsent = new ArrayDeque<>();
    private @Nullable SocketChannel channel;
    private @Nullable SelectionKey key;
    private boolean open;
    private boolean frozen;
    private boolean told;
    private @Nullable Exception violation;

    TcpSocket(TcpSockets sockets, URI uri, Map<String, String> headers, StreamSocket.Listener listener) {
        this.sockets = sockets;
        this.uri = uri;
        this.headers = headers;
        this.listener = listener;
    }

    void connect(Selector selector) {
        try {
            SocketChannel opened = SocketChannel.open();
            channel = opened;
            opened.configureBlocking(false);
            opened.setOption(StandardSocketOptions.TCP_NODELAY, true);
            key = opened.register(selector, SelectionKey.OP_CONNECT, this);
            protocol.setSelectionKey(key);
            protocol.setChannel(opened);
            if (opened.connect(new InetSocketAddress(uri.getHost(), uri.getPort() < 0 ? 80 : uri.getPort()))) {
                upgrade();
            }
        } catch (UnresolvedAddressException e) {
            failed(StreamCodes.UNREACHABLE, "There is no host " + uri.getHost() + ".");
        } catch (IOException e) {
            failed(StreamCodes.REFUSED, "There is no connection to " + uri.getAuthority() + ": " + e.getMessage());
        }
    }

    private void upgrade() throws IOException {
        HandshakeImpl1Client handshake = new HandshakeImpl1Client();
        handshake.setResourceDescriptor(uri.getRawPath().isEmpty() ? "/" : uri.getRawPath());
        handshake.put("Host", uri.getRawAuthority());
        headers.forEach(handshake::put);
        try {
            protocol.startHandshake(handshake);
        } catch (InvalidHandshakeException e) {
            throw new IOException(e);
        }
    }

    /** The channel can be read from or written to, or is connected. */
    void ready(ByteBuffer buffer) {
        SelectionKey selected = key;
        SocketChannel from = channel;
        if (selected == null || from == null || !selected.isValid()) {
            return;
        }
        try {
            if (selected.isConnectable() && from.finishConnect()) {
                upgrade();
            } else if (selected.isReadable() && !frozen) {
                read(from, buffer);
            }
            sockets.hasUnsent(this);
        } catch (IOException e) {
            if (protocol.isOpen() || protocol.isClosing()) {
                protocol.closeConnection(CloseFrame.ABNORMAL_CLOSE, String.valueOf(e.getMessage()), true);
            } else {
                failed(StreamCodes.REFUSED, "There is no connection to " + uri.getAuthority() + ": " + e.getMessage());
            }
        }
    }

    private void read(SocketChannel from, ByteBuffer buffer) throws IOException {
        buffer.clear();
        int count = from.read(buffer);
        if (count < 0) {
            protocol.eot();
        } else if (count > 0) {
            protocol.decode(buffer.flip());
        }
    }

    /** Writes what there is to write, as much at a time as there is. */
    void flush() {
        SelectionKey registered = key;
        SocketChannel to = channel;
        if (frozen || registered == null || to == null || !registered.isValid() || !to.isConnected()) {
            return;
        }
        try {
            protocol.outQueue.drainTo(unsent);
            if (!unsent.isEmpty()) {
                to.write(unsent.toArray(ByteBuffer[]::new));
                unsent.removeIf(buffer -> !buffer.hasRemaining());
            }
            registered.interestOps(
                    unsent.isEmpty() ? SelectionKey.OP_READ : SelectionKey.OP_READ | SelectionKey.OP_WRITE);
            if (unsent.isEmpty() && protocol.isFlushAndClose()) {
                to.shutdownOutput();
            }
        } catch (IOException e) {
            protocol.closeConnection(CloseFrame.ABNORMAL_CLOSE, String.valueOf(e.getMessage()), true);
        }
    }

    @Override
    public void send(List<byte[]> messages) {
        sockets.execute(() -> {
            if (!frozen && protocol.isOpen()) {
                List<Framedata> frames = new ArrayList<>(messages.size());
                messages.forEach(message -> frames.add(text(message)));
                protocol.sendFrame(frames);
            }
        });
    }

    private static TextFrame text(byte[] message) {
        TextFrame frame = new TextFrame();
        frame.setPayload(ByteBuffer.wrap(message));
        frame.setTransferemasked(true);
        return frame;
    }

    @Override
    public void close() {
        sockets.execute(() -> {
            if (!frozen) {
                protocol.close(CloseFrame.NORMAL);
            }
        });
    }

    @Override
    public void abort() {
        sockets.execute(this::breakOff);
    }

    void breakOff() {
        protocol.closeConnection(CloseFrame.ABNORMAL_CLOSE, "", false);
    }

    @Override
    public void freeze() {
        sockets.execute(() -> {
            frozen = true;
            SelectionKey registered = key;
            if (registered != null && registered.isValid()) {
                registered.interestOps(0);
            }
        });
    }

    @Override
    public void onWebsocketOpen(WebSocket connection, Handshakedata handshake) {
        open = true;
        listener.onOpen(this);
    }

    @Override
    public void onWebsocketMessage(WebSocket connection, String message) {
        listener.onText(message);
    }

    @Override
    public void onWebsocketMessage(WebSocket connection, ByteBuffer message) {
        listener.onBinary();
    }

    @Override
    public void onWebsocketError(WebSocket connection, Exception problem) {
        violation = problem;
    }

    /** Begins to close, whoever wanted it. */
    @Override
    public void onWebsocketClosing(WebSocket connection, int code, String reason, boolean remote) {
        over(code, reason);
    }

    @Override
    public void onWebsocketClose(WebSocket connection, int code, String reason, boolean remote) {
        over(code, reason);
    }

    private void over(int code, String reason) {
        if (!open) {
            failed(
                    StreamCodes.NO_UPGRADE,
                    "The handshake failed: " + (reason.isEmpty() ? "the connection was closed." : reason));
        } else if (violation != null) {
            failed(StreamCodes.PROTOCOL, "The server broke the WebSocket protocol: " + violation.getMessage());
        } else if (code == CloseFrame.ABNORMAL_CLOSE) {
            failed(StreamCodes.BROKEN, "The connection of the stream broke.");
        } else {
            failed(StreamCodes.CLOSED_BY_SERVER, "The server closed the stream with " + code + ".");
        }
    }

    private void failed(int code, String message) {
        if (!told) {
            told = true;
            listener.onClosed(new Problem(code, false, message));
        }
    }

    @Override
    public void onWebsocketCloseInitiated(WebSocket connection, int code, String reason) {}

    @Override
    public void onWriteDemand(WebSocket connection) {
        sockets.hasUnsent(this);
    }

    @Override
    public @Nullable InetSocketAddress getLocalSocketAddress(WebSocket connection) {
        return null;
    }

    @Override
    public @Nullable InetSocketAddress getRemoteSocketAddress(WebSocket connection) {
        return null;
    }
}
