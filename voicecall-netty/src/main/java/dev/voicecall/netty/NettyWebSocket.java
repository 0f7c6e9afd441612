package dev.voicecall.netty;

import dev.voicecall.spi.WebSocket;
import io.netty.buffer.ByteBuf;
import io.netty.channel.Channel;
import io.netty.channel.ChannelFuture;
import io.netty.channel.ChannelFutureListener;
import io.netty.channel.ChannelPromise;
import io.netty.channel.socket.SocketChannel;
import io.netty.handler.codec.http.websocketx.CloseWebSocketFrame;
import io.netty.handler.codec.http.websocketx.WebSocketCloseStatus;
import java.io.IOException;
import java.nio.ByteBuffer;
import java.nio.channels.ClosedChannelException;
import java.nio.charset.StandardCharsets;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CompletionStage;
import java.util.concurrent.Executor;
import java.util.concurrent.atomic.AtomicBoolean;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.concurrent.atomic.AtomicLong;

/**
 * The sending half of a WebSocket connection, and how it closes.
 *
 * <p>Any thread may send and close. Messages stay whole and in the order in which they are sent, because Netty queues what other
 * threads give it to the connection's own thread; as long as something of that is under way, what is sent on that thread itself
 * is queued behind it. What is sent in one go on that thread goes to the operating system in one go, when
 * the thread comes round to it. {@code closing} is set by whoever begins to close, so that exactly one close frame
 * is sent and nothing after it. The fields without an atomic belong to the connection's thread.
 *
 * <p>Safe for use by many threads.
 */
final class NettyWebSocket implements WebSocket {
    /** RFC 6455 §5.5: a control frame has at most 125 bytes, of which the code takes two. */
    private static final int MAX_REASON_BYTES = 123;

    private final Channel channel;
    private final SocketOptions options;
    private final boolean client;
    private final Runnable flush = this::flush;
    private final AtomicLong queuedBytes = new AtomicLong();
    private final AtomicInteger handedOver = new AtomicInteger();
    private final ChannelFutureListener arrived = written -> handedOver.decrementAndGet();
    private final AtomicBoolean closing = new AtomicBoolean();
    private final Deadline cutOff = new Deadline();
    private int closeCode = WebSocketCloseStatus.ABNORMAL_CLOSURE.code();
    private String closeReason = "";
    private boolean flushing;

    /** @param client whether this is the client's end */
    NettyWebSocket(Channel channel, SocketOptions options, boolean client) {
        this.channel = channel;
        this.options = options;
        this.client = client;
    }

    @Override
    public CompletionStage<Void> sendText(ByteBuffer utf8) {
        return send(utf8, MessageFrame.TEXT);
    }

    @Override
    public CompletionStage<Void> sendBinary(ByteBuffer data) {
        return send(data, MessageFrame.BINARY);
    }

    @Override
    public long queuedBytes() {
        return queuedBytes.get();
    }

    /** @throws IllegalArgumentException if RFC 6455 §7.4 does not allow the code to be sent */
    @Override
    public void close(int code, String reason) {
        close(code, reason, false);
    }

    @Override
    public Executor executor() {
        return channel.eventLoop();
    }

    /** Closes a connection on which nothing sensible can come any more: does not wait for the peer's close frame. */
    void fail(int code, String reason) {
        close(code, reason, true);
    }

    boolean isClosing() {
        return closing.get();
    }

    /** The peer has sent its close frame: answers it, or ends the connection if it is an answer itself. */
    void onPeerClose(CloseWebSocketFrame frame) {
        if (closing.compareAndSet(false, true)) {
            boolean hasCode = frame.statusCode() >= 0;
            remember(hasCode ? frame.statusCode() : WebSocketCloseStatus.EMPTY.code(), frame.reasonText());
            scheduleCutOff();
            CloseWebSocketFrame echo =
                    hasCode ? new CloseWebSocketFrame(frame.statusCode(), "") : new CloseWebSocketFrame();
            channel.writeAndFlush(echo).addListener(ChannelFutureListener.CLOSE);
        } else {
            channel.close();
        }
    }

    /** The connection is gone. */
    void onGone() {
        closing.set(true);
        cutOff.cancel();
    }

    int closeCode() {
        return closeCode;
    }

    String closeReason() {
        return closeReason;
    }

    private CompletionStage<Void> send(ByteBuffer data, int opcode) {
        if (closing.get()) {
            return CompletableFuture.failedFuture(new ClosedChannelException());
        }
        int bytes = data.remaining();
        if (queuedBytes.addAndGet(bytes) > options.maxQueuedBytes()) {
            queuedBytes.addAndGet(-bytes);
            close(POLICY_VIOLATION, "Does not read what is sent");
            return CompletableFuture.failedFuture(
                    new IOException("More than " + options.maxQueuedBytes() + " bytes wait to be sent."));
        }
        CompletableFuture<Void> sent = new CompletableFuture<>();
        ByteBuf frame = MessageFrame.encode(channel.alloc(), opcode, data, client);
        write(frame).addListener(written -> {
            queuedBytes.addAndGet(-bytes);
            if (written.isSuccess()) {
                sent.complete(null);
            } else {
                sent.completeExceptionally(written.cause());
            }
        });
        return sent;
    }

    private ChannelFuture write(ByteBuf frame) {
        boolean here = channel.eventLoop().inEventLoop();
        if (here && handedOver.get() == 0) {
            return writeHere(frame);
        }
        handedOver.incrementAndGet();
        ChannelFuture written = here ? writeLater(frame) : channel.writeAndFlush(frame);
        return written.addListener(arrived);
    }

    private ChannelFuture writeHere(ByteBuf frame) {
        if (!flushing) {
            flushing = true;
            channel.eventLoop().execute(flush);
        }
        return channel.write(frame);
    }

    private ChannelFuture writeLater(ByteBuf frame) {
        ChannelPromise written = channel.newPromise();
        channel.eventLoop().execute(() -> channel.writeAndFlush(frame, written));
        return written;
    }

    private void flush() {
        flushing = false;
        channel.flush();
    }

    private void close(int code, String reason, boolean broken) {
        if (!WebSocketCloseStatus.isValidStatusCode(code)) {
            throw new IllegalArgumentException("The close code is " + code + "; RFC 6455 does not allow to send that.");
        }
        if (closing.compareAndSet(false, true)) {
            channel.eventLoop().execute(() -> {
                remember(code, reason);
                scheduleCutOff();
                CloseWebSocketFrame frame = new CloseWebSocketFrame(code, shortened(reason));
                channel.writeAndFlush(frame).addListener(written -> {
                    if (broken) {
                        ((SocketChannel) channel).shutdownOutput();
                    }
                });
            });
        }
    }

    private void remember(int code, String reason) {
        closeCode = code;
        closeReason = reason;
    }

    private void scheduleCutOff() {
        cutOff.set(channel.eventLoop(), options.closeTimeout(), channel::close);
    }

    private static String shortened(String reason) {
        String shorter = reason;
        while (shorter.getBytes(StandardCharsets.UTF_8).length > MAX_REASON_BYTES) {
            shorter = shorter.substring(0, Math.min(shorter.length() - 1, MAX_REASON_BYTES));
        }
        return shorter;
    }
}
