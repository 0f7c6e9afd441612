package dev.voicecall.spi;

import dev.voicecall.spi.Scheduler.Timer;
import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.net.ProtocolException;
import java.nio.ByteBuffer;
import java.nio.channels.ClosedChannelException;
import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.util.ArrayDeque;
import java.util.Queue;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CompletionStage;
import java.util.concurrent.Executor;
import java.util.concurrent.atomic.AtomicBoolean;
import java.util.concurrent.atomic.AtomicLong;
import java.util.function.Consumer;
import java.util.function.Function;
import org.jspecify.annotations.Nullable;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * A connection of the JDK's client, which sends one message at a time and delivers them in parts: here they queue, and are
 * joined.
 *
 * <p>All of it happens on a mailbox, which stands for the connection's own thread. The JDK is asked for the next part when
 * the one before has been dealt with. {@code closing} is set by whoever begins to close, so that nothing is sent after
 * that; the rest without an atomic belongs to the mailbox.
 *
 * <p>Safe for use by many threads.
 */
final class JdkWebSocket implements WebSocket, java.net.http.WebSocket.Listener {
    private static final Logger LOG = LoggerFactory.getLogger(JdkWebSocket.class);
    private static final int MAX_QUEUED_BYTES = 1 << 20;
    private static final int MAX_MESSAGE_BYTES = 1 << 20;
    private static final Duration CLOSE_TIMEOUT = Duration.ofSeconds(5);
    private static final int PROTOCOL_ERROR = 1002;
    private static final int ABNORMAL = 1006;
    /** RFC 6455 §5.5: a control frame has at most 125 bytes, of which the code takes two. */
    private static final int MAX_REASON_BYTES = 123;

    private final Scheduler scheduler;
    private final WebSocketListener listener;
    private final Mailbox mailbox;
    private final CompletableFuture<WebSocket> opened = new CompletableFuture<>();
    private final AtomicLong queuedBytes = new AtomicLong();
    private final AtomicBoolean closing = new AtomicBoolean();
    private final Queue<Outgoing> outgoing = new ArrayDeque<>();
    private final ByteArrayOutputStream incoming = new ByteArrayOutputStream();
    private java.net.http.@Nullable WebSocket connection;
    private @Nullable Close ownClose;
    private Timer cutOff = Timer.NONE;
    private boolean sending;
    private boolean gone;

    /** A message or a close frame that waits for those before it. */
    private record Outgoing(
            Function<java.net.http.WebSocket, CompletableFuture<?>> how, int bytes, CompletableFuture<Void> sent) {}

    private record Close(int code, String reason) {}

    JdkWebSocket(Scheduler scheduler, WebSocketListener listener) {
        this.scheduler = scheduler;
        this.listener = listener;
        this.mailbox = new Mailbox(scheduler.executor());
    }

    /** Completes when the listener has heard that the connection stands. Who makes the connection tells if it fails. */
    CompletableFuture<WebSocket> opened() {
        return opened;
    }

    @Override
    public CompletionStage<Void> sendText(ByteBuffer utf8) {
        String text = StandardCharsets.UTF_8.decode(utf8.duplicate()).toString();
        return send(utf8.remaining(), to -> to.sendText(text, true));
    }

    @Override
    public CompletionStage<Void> sendBinary(ByteBuffer data) {
        ByteBuffer copy = ByteBuffer.wrap(copy(data));
        return send(copy.remaining(), to -> to.sendBinary(copy, true));
    }

    @Override
    public long queuedBytes() {
        return queuedBytes.get();
    }

    /**
     * The peer is sent 1008 in place of the codes that the JDK leaves to servers, among them 1009.
     *
     * @throws IllegalArgumentException if RFC 6455 §7.4 does not allow the code to be sent
     */
    @Override
    public void close(int code, String reason) {
        boolean valid =
                (code >= NORMAL && code <= 1003) || (code >= 1007 && code <= 1014) || (code >= 3000 && code <= 4999);
        if (!valid) {
            throw new IllegalArgumentException("The close code is " + code + "; RFC 6455 does not allow to send that.");
        }
        if (closing.compareAndSet(false, true)) {
            mailbox.execute(() -> beginToClose(new Close(code, reason)));
        }
    }

    @Override
    public Executor executor() {
        return mailbox;
    }

    @Override
    public void onOpen(java.net.http.WebSocket made) {
        mailbox.executeHere(() -> {
            connection = made;
            tell(() -> listener.onOpen(this));
            opened.complete(this);
            sendNext();
            made.request(1);
        });
    }

    @Override
    public @Nullable CompletionStage<?> onText(java.net.http.WebSocket from, CharSequence data, boolean last) {
        received(from, data.toString().getBytes(StandardCharsets.UTF_8), last, utf8 -> listener.onText(this, utf8));
        return null;
    }

    @Override
    public @Nullable CompletionStage<?> onBinary(java.net.http.WebSocket from, ByteBuffer data, boolean last) {
        received(from, copy(data), last, message -> listener.onBinary(this, message));
        return null;
    }

    @Override
    public @Nullable CompletionStage<?> onClose(java.net.http.WebSocket from, int code, String reason) {
        mailbox.executeHere(() -> gone(code, reason));
        return null;
    }

    @Override
    public void onError(java.net.http.WebSocket from, Throwable failure) {
        mailbox.executeHere(() -> gone(failure instanceof ProtocolException ? PROTOCOL_ERROR : ABNORMAL, ""));
    }

    private CompletionStage<Void> send(int bytes, Function<java.net.http.WebSocket, CompletableFuture<?>> how) {
        if (closing.get()) {
            return CompletableFuture.failedFuture(new ClosedChannelException());
        }
        if (queuedBytes.addAndGet(bytes) > MAX_QUEUED_BYTES) {
            queuedBytes.addAndGet(-bytes);
            close(POLICY_VIOLATION, "Does not read what is sent");
            return CompletableFuture.failedFuture(
                    new IOException("More than " + MAX_QUEUED_BYTES + " bytes wait to be sent."));
        }
        Outgoing message = new Outgoing(how, bytes, new CompletableFuture<>());
        mailbox.execute(() -> enqueue(message));
        return message.sent;
    }

    private void enqueue(Outgoing message) {
        if (gone) {
            settle(message, new ClosedChannelException());
        } else {
            outgoing.add(message);
            sendNext();
        }
    }

    private void sendNext() {
        if (sending || connection == null || outgoing.isEmpty()) {
            return;
        }
        sending = true;
        Outgoing next = outgoing.remove();
        next.how
                .apply(connection)
                .whenComplete((done, failure) -> mailbox.executeHere(() -> {
                    sending = false;
                    settle(next, failure);
                    sendNext();
                }));
    }

    private void settle(Outgoing message, @Nullable Throwable failure) {
        queuedBytes.addAndGet(-message.bytes);
        if (failure == null) {
            message.sent.complete(null);
        } else {
            message.sent.completeExceptionally(failure);
        }
    }

    private void beginToClose(Close close) {
        if (gone) {
            return;
        }
        ownClose = close;
        cutOff = scheduler.schedule(CLOSE_TIMEOUT, mailbox, () -> gone(ABNORMAL, ""));
        int code = leftToServers(close.code) ? POLICY_VIOLATION : close.code;
        enqueue(new Outgoing(to -> to.sendClose(code, shortened(close.reason)), 0, new CompletableFuture<>()));
    }

    private void received(java.net.http.WebSocket from, byte[] part, boolean last, Consumer<ByteBuffer> listener) {
        mailbox.executeHere(() -> {
            if (!closing.get()) {
                join(part, last, listener);
            }
            from.request(1);
        });
    }

    private void join(byte[] part, boolean last, Consumer<ByteBuffer> listener) {
        if (incoming.size() + part.length > MAX_MESSAGE_BYTES) {
            close(TOO_BIG, "Message too big");
        } else if (last && incoming.size() == 0) {
            tell(() -> listener.accept(ByteBuffer.wrap(part)));
        } else {
            incoming.writeBytes(part);
            if (last) {
                ByteBuffer whole = ByteBuffer.wrap(incoming.toByteArray());
                incoming.reset();
                tell(() -> listener.accept(whole));
            }
        }
    }

    private void gone(int code, String reason) {
        if (gone) {
            return;
        }
        gone = true;
        closing.set(true);
        cutOff.cancel();
        outgoing.forEach(message -> settle(message, new ClosedChannelException()));
        outgoing.clear();
        if (code == ABNORMAL && connection != null) {
            connection.abort();
        }
        Close told = ownClose == null ? new Close(code, reason) : ownClose;
        tell(() -> listener.onClose(this, told.code, told.reason));
    }

    private void tell(Runnable event) {
        try {
            event.run();
        } catch (RuntimeException | Error e) {
            LOG.error("The listener of a WebSocket failed.", e);
            close(INTERNAL_ERROR, "Internal error");
        }
    }

    private static boolean leftToServers(int code) {
        return switch (code) {
            case PROTOCOL_ERROR, 1003, 1007, TOO_BIG, 1010, 1012, 1013, 1014 -> true;
            default -> false;
        };
    }

    private static String shortened(String reason) {
        String shorter = reason;
        while (shorter.getBytes(StandardCharsets.UTF_8).length > MAX_REASON_BYTES) {
            shorter = shorter.substring(0, Math.min(shorter.length() - 1, MAX_REASON_BYTES));
        }
        return shorter;
    }

    private static byte[] copy(ByteBuffer buffer) {
        byte[] bytes = new byte[buffer.remaining()];
        buffer.duplicate().get(bytes);
        return bytes;
    }
}
