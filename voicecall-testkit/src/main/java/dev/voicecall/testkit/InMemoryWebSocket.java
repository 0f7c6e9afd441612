package dev.voicecall.testkit;

import dev.voicecall.spi.Mailbox;
import dev.voicecall.spi.Scheduler;
import dev.voicecall.spi.WebSocket;
import dev.voicecall.spi.WebSocketListener;
import java.io.IOException;
import java.nio.ByteBuffer;
import java.time.Duration;
import java.util.List;
import java.util.Objects;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CompletionStage;
import java.util.concurrent.Executor;
import org.jspecify.annotations.Nullable;

/**
 * One end of a WebSocket without a network. What it sends arrives at the other end after a fixed latency, in order; nothing
 * is lost.
 *
 * <p>More than 1 MiB for a peer that does not read breaks the connection, and so does a peer that lets five seconds go by
 * without an answer to a close. Safe for use by many threads.
 */
public final class InMemoryWebSocket implements WebSocket {
    private static final int ABNORMAL = 1006;
    private static final int MAX_QUEUED_BYTES = 1 << 20;
    private static final Duration CLOSE_TIMEOUT = Duration.ofSeconds(5);

    private final Scheduler time;
    private final Duration latency;
    private final WebSocketListener listener;
    private final Mailbox mailbox;
    private @Nullable InMemoryWebSocket peer;
    private long queuedBytes;
    private boolean closing;
    private boolean closed;
    private boolean frozen;
    private Scheduler.Timer closeTimeout = Scheduler.Timer.NONE;

    private InMemoryWebSocket(Scheduler time, Duration latency, WebSocketListener listener) {
        this.time = time;
        this.latency = latency;
        this.listener = listener;
        this.mailbox = new Mailbox(time.executor());
    }

    /**
     * Makes a connection. The server hears at once that it stands, the client after the latency.
     *
     * @param latency how long anything takes from one end to the other
     * @return the client's end
     */
    public static InMemoryWebSocket connect(
            Scheduler time, Duration latency, WebSocketListener client, WebSocketListener server) {
        InMemoryWebSocket one = new InMemoryWebSocket(time, latency, client);
        InMemoryWebSocket other = new InMemoryWebSocket(time, latency, server);
        one.peer = other;
        other.peer = one;
        other.mailbox.execute(() -> other.tell(() -> server.onOpen(other)));
        one.later(latency, () -> one.tell(() -> client.onOpen(one)));
        return one;
    }

    @Override
    public CompletionStage<Void> sendText(ByteBuffer utf8) {
        return send(List.of(copy(utf8)), true);
    }

    @Override
    public CompletionStage<Void> sendBinary(ByteBuffer data) {
        return send(List.of(copy(data)), false);
    }

    /** Sends text messages in one write: the peer hears of all of them before anything else can happen. */
    public CompletionStage<Void> sendTexts(List<ByteBuffer> utf8) {
        return send(utf8.stream().map(InMemoryWebSocket::copy).toList(), true);
    }

    private CompletionStage<Void> send(List<byte[]> messages, boolean text) {
        InMemoryWebSocket to = peer();
        synchronized (this) {
            if (closing || closed) {
                return CompletableFuture.failedFuture(new IOException("The connection is closed."));
            }
            if (frozen) {
                return new CompletableFuture<>();
            }
            if (to.frozen()) {
                messages.forEach(message -> queuedBytes += message.length);
                if (queuedBytes > MAX_QUEUED_BYTES) {
                    abort();
                }
                return new CompletableFuture<>();
            }
        }
        to.later(latency, () -> messages.forEach(message -> to.receive(message, text)));
        return CompletableFuture.completedFuture(null);
    }

    private void receive(byte[] message, boolean text) {
        if (deaf()) {
            return;
        }
        ByteBuffer bytes = ByteBuffer.wrap(message);
        tell(() -> {
            if (text) {
                listener.onText(this, bytes);
            } else {
                listener.onBinary(this, bytes);
            }
        });
    }

    @Override
    public synchronized long queuedBytes() {
        return queuedBytes;
    }

    @Override
    public void close(int code, String reason) {
        synchronized (this) {
            if (closing || closed || frozen) {
                return;
            }
            closing = true;
            closeTimeout = later(CLOSE_TIMEOUT, () -> gone(ABNORMAL, ""));
        }
        InMemoryWebSocket to = peer();
        to.later(latency, () -> to.peerCloses(code, reason));
    }

    private void peerCloses(int code, String reason) {
        if (deaf()) {
            return;
        }
        InMemoryWebSocket to = peer();
        gone(code, reason);
        to.later(latency, () -> to.gone(code, reason));
    }

    /** Breaks the connection: without a close frame, so that both ends hear of 1006, the other one after the latency. */
    public void abort() {
        InMemoryWebSocket to = peer();
        mailbox.execute(() -> gone(ABNORMAL, ""));
        to.later(latency, () -> {
            if (!to.deaf()) {
                to.gone(ABNORMAL, "");
            }
        });
    }

    /** Lets this end fall silent for good: it neither reads nor sends any more, and does not close either. */
    public synchronized void freeze() {
        frozen = true;
    }

    private synchronized boolean frozen() {
        return frozen;
    }

    private synchronized boolean deaf() {
        return frozen || closed;
    }

    private void gone(int code, String reason) {
        synchronized (this) {
            if (closed) {
                return;
            }
            closed = true;
            closeTimeout.cancel();
        }
        tell(() -> listener.onClose(this, code, reason));
    }

    /** What a listener throws closes the connection. */
    private void tell(Runnable event) {
        try {
            event.run();
        } catch (RuntimeException e) {
            close(INTERNAL_ERROR, "");
            throw e;
        }
    }

    /** The connection's own thread. */
    @Override
    public Executor executor() {
        return mailbox;
    }

    private Scheduler.Timer later(Duration delay, Runnable task) {
        return time.schedule(delay, mailbox, task);
    }

    private InMemoryWebSocket peer() {
        return Objects.requireNonNull(peer, "Both ends are made together.");
    }

    private static byte[] copy(ByteBuffer buffer) {
        byte[] bytes = new byte[buffer.remaining()];
        buffer.duplicate().get(bytes);
        return bytes;
    }
}
