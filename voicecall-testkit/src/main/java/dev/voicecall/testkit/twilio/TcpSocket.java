package dev.voicecall.testkit.twilio;

import java.io.IOException;
import java.net.InetSocketAddress;
import java.net.StandardSocketOptions;
import java.net.URI;
import java.nio.ByteBuffer;
import java.nio.channels.ByteChannel;
import java.nio.channels.SelectionKey;
import java.nio.channels.Selector;
import java.nio.channels.SocketChannel;
import java.nio.channels.UnresolvedAddressException;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import javax.net.ssl.SSLEngineResult.HandshakeStatus;
import javax.net.ssl.SSLException;
import org.java_websocket.SSLSocketChannel2;
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
    /** A minute of sound, beside what the system holds. */
    private static final int MAX_QUEUED_MESSAGES = 3_000;

    private final TcpSockets sockets;
    private final URI uri;
    private final Map<String, String> headers;
    private final StreamSocket.Listener listener;
    private final WebSocketImpl protocol = new WebSocketImpl(this, new Draft_6455());
    private final TcpOutput output = new TcpOutput(protocol.outQueue);
    private @Nullable SocketChannel channel;
    private @Nullable ByteChannel transport;
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
            if (opened.connect(address())) {
                upgrade(opened, key);
            }
        } catch (UnresolvedAddressException e) {
            failed(StreamCodes.UNREACHABLE, "There is no host " + uri.getHost() + ".");
            breakOff();
        } catch (IOException e) {
            lost(e);
        }
    }

    private InetSocketAddress address() {
        int standard = isSecure() ? 443 : 80;
        return new InetSocketAddress(uri.getHost(), uri.getPort() < 0 ? standard : uri.getPort());
    }

    private boolean isSecure() {
        return "wss".equals(uri.getScheme());
    }

    private void upgrade(SocketChannel connected, SelectionKey registered) throws IOException {
        transport = isSecure() ? sockets.secure(connected, registered, uri) : connected;
        protocol.setChannel(transport);
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
                upgrade(from, selected);
            } else if (!frozen) {
                read(buffer);
            }
            sockets.hasUnsent(this);
        } catch (IOException e) {
            lost(e);
        }
    }

    private void lost(IOException why) {
        if (why instanceof SSLException) {
            failed(StreamCodes.TLS, "There is no TLS with " + uri.getAuthority() + ": " + why.getMessage());
        } else if (transport == null) {
            failed(StreamCodes.REFUSED, "There is no connection to " + uri.getAuthority() + ": " + why.getMessage());
        }
        protocol.closeConnection(CloseFrame.ABNORMAL_CLOSE, String.valueOf(why.getMessage()), true);
    }

    private void read(ByteBuffer buffer) throws IOException {
        ByteChannel from = transport;
        boolean more = from != null;
        while (more && from != null) {
            buffer.clear();
            int count = from.read(buffer);
            if (count < 0) {
                protocol.eot();
            } else if (count > 0) {
                protocol.decode(buffer.flip());
            }
            more = count == buffer.capacity() || (count >= 0 && hasMore(from));
        }
    }

    /** Whether there is something to read that has come already: TLS has its own buffers, and records without data. */
    private static boolean hasMore(ByteChannel from) {
        return from instanceof SSLSocketChannel2 secure
                && secure.isNeedRead()
                && secure.getSSLEngine().getHandshakeStatus() == HandshakeStatus.NOT_HANDSHAKING;
    }

    /** Writes what there is to write, as much at a time as there is. */
    void flush() {
        SelectionKey registered = key;
        SocketChannel open = channel;
        ByteChannel to = transport;
        if (frozen || registered == null || open == null || to == null || !registered.isValid()) {
            return;
        }
        try {
            boolean all = output.writeTo(to);
            registered.interestOps(all ? SelectionKey.OP_READ : SelectionKey.OP_READ | SelectionKey.OP_WRITE);
            if (all && to == open && protocol.isFlushAndClose()) {
                open.shutdownOutput();
            }
        } catch (IOException e) {
            lost(e);
        }
    }

    @Override
    public void send(List<byte[]> messages) {
        sockets.execute(() -> {
            if (protocol.outQueue.size() > MAX_QUEUED_MESSAGES) {
                listener.onTooSlow();
            } else if (!frozen && protocol.isOpen()) {
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
        listener.onOpen();
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
