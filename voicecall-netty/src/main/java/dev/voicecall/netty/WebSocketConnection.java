package dev.voicecall.netty;

import dev.voicecall.spi.WebSocket;
import dev.voicecall.spi.WebSocketListener;
import io.netty.buffer.ByteBuf;
import io.netty.buffer.ByteBufUtil;
import io.netty.channel.ChannelHandlerContext;
import io.netty.channel.ChannelPipeline;
import io.netty.channel.SimpleChannelInboundHandler;
import io.netty.handler.codec.TooLongFrameException;
import io.netty.handler.codec.http.websocketx.BinaryWebSocketFrame;
import io.netty.handler.codec.http.websocketx.CloseWebSocketFrame;
import io.netty.handler.codec.http.websocketx.CorruptedWebSocketFrameException;
import io.netty.handler.codec.http.websocketx.PingWebSocketFrame;
import io.netty.handler.codec.http.websocketx.PongWebSocketFrame;
import io.netty.handler.codec.http.websocketx.TextWebSocketFrame;
import io.netty.handler.codec.http.websocketx.WebSocketCloseStatus;
import io.netty.handler.codec.http.websocketx.WebSocketFrame;
import io.netty.handler.codec.http.websocketx.WebSocketFrameAggregator;
import io.netty.handler.timeout.IdleStateEvent;
import io.netty.handler.timeout.IdleStateHandler;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.util.ArrayDeque;
import java.util.Objects;
import java.util.Queue;
import java.util.concurrent.TimeUnit;
import javax.net.ssl.SSLException;
import org.jspecify.annotations.Nullable;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * The receiving half of a WebSocket connection: tells the listener of whole messages, answers pings and closes.
 *
 * <p>Until {@link #open} it keeps what comes, so that the listener hears of nothing before {@code onOpen}. Once the
 * connection closes, only the peer's close frame still counts.
 */
final class WebSocketConnection extends SimpleChannelInboundHandler<WebSocketFrame> {
    private static final Logger LOG = LoggerFactory.getLogger(WebSocketConnection.class);

    private static final long NOT_ASCII = 0x8080_8080_8080_8080L;

    private final SocketOptions options;
    private final WebSocketListener listener;
    private final boolean client;
    private final Queue<WebSocketFrame> early = new ArrayDeque<>();
    private @Nullable ChannelHandlerContext context;
    private @Nullable NettyWebSocket socket;
    private boolean serverCloses;
    private boolean pinged;

    /** @param client whether this is the client's end */
    WebSocketConnection(SocketOptions options, WebSocketListener listener, boolean client) {
        this.client = client;
        this.options = options;
        this.listener = listener;
    }

    SocketOptions options() {
        return options;
    }

    /** Comes after what decodes frames. */
    void addTo(ChannelPipeline pipeline) {
        pipeline.addLast(
                new IdleStateHandler(options.idleTimeout().toMillis(), 0, 0, TimeUnit.MILLISECONDS),
                new WebSocketFrameAggregator(options.maxMessageBytes()),
                this);
    }

    @Override
    public void handlerAdded(ChannelHandlerContext context) {
        this.context = context;
    }

    /** The connection stands. */
    NettyWebSocket open() {
        ChannelHandlerContext mine = Objects.requireNonNull(context);
        NettyWebSocket opened = new NettyWebSocket(mine.channel(), options, client);
        socket = opened;
        try {
            listener.onOpen(opened);
            for (WebSocketFrame frame = early.poll(); frame != null; frame = early.poll()) {
                channelRead(mine, frame);
            }
        } catch (Throwable failure) {
            exceptionCaught(mine, failure);
        }
        if (serverCloses) {
            opened.close(WebSocket.GOING_AWAY, "");
        }
        return opened;
    }

    @Override
    protected void channelRead0(ChannelHandlerContext context, WebSocketFrame frame) {
        pinged = false;
        if (socket == null) {
            early.add(frame.retain());
        } else if (frame instanceof CloseWebSocketFrame close) {
            socket.onPeerClose(close);
        } else if (!socket.isClosing()) {
            deliver(context, socket, frame);
        }
    }

    private void deliver(ChannelHandlerContext context, NettyWebSocket socket, WebSocketFrame frame) {
        if (frame instanceof TextWebSocketFrame) {
            if (isUtf8(frame.content())) {
                listener.onText(socket, frame.content().nioBuffer());
            } else {
                socket.fail(WebSocketCloseStatus.INVALID_PAYLOAD_DATA.code(), "Not UTF-8");
            }
        } else if (frame instanceof BinaryWebSocketFrame) {
            listener.onBinary(socket, frame.content().nioBuffer());
        } else if (frame instanceof PingWebSocketFrame && context.channel().isWritable()) {
            // A peer that pings but does not read gets no more pongs, or they would pile up here.
            context.writeAndFlush(new PongWebSocketFrame(frame.content().retain()));
        }
    }

    /** Nearly all is ASCII, of which eight bytes can be looked at at once. */
    private static boolean isUtf8(ByteBuf text) {
        int at = text.readerIndex();
        int end = text.writerIndex();
        while (at + Long.BYTES <= end && (text.getLong(at) & NOT_ASCII) == 0) {
            at += Long.BYTES;
        }
        return ByteBufUtil.isText(text, at, end - at, StandardCharsets.UTF_8);
    }

    @Override
    public void channelInactive(ChannelHandlerContext context) {
        early.forEach(WebSocketFrame::release);
        early.clear();
        if (socket != null) {
            socket.onGone();
            listener.onClose(socket, socket.closeCode(), socket.closeReason());
        }
    }

    @Override
    public void userEventTriggered(ChannelHandlerContext context, Object event) {
        if (event == ServerCloses.EVENT) {
            serverCloses = true;
            if (socket != null) {
                socket.close(WebSocket.GOING_AWAY, "");
            }
        } else if (event instanceof IdleStateEvent && pinged) {
            context.close();
        } else if (event instanceof IdleStateEvent) {
            pinged = true;
            context.writeAndFlush(new PingWebSocketFrame());
        }
    }

    @Override
    public void exceptionCaught(ChannelHandlerContext context, Throwable cause) {
        if (socket == null || cause instanceof IOException || cause.getCause() instanceof SSLException) {
            context.close();
        } else if (cause instanceof CorruptedWebSocketFrameException corrupted) {
            socket.fail(corrupted.closeStatus().code(), corrupted.closeStatus().reasonText());
        } else if (cause instanceof TooLongFrameException) {
            socket.fail(WebSocket.TOO_BIG, "Message too big");
        } else {
            LOG.error("The listener of a WebSocket failed.", cause);
            socket.fail(WebSocket.INTERNAL_ERROR, "Internal error");
        }
    }
}
