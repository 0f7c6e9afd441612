package dev.voicecall.openai;

import java.io.IOException;
import java.net.http.HttpResponse.BodySubscriber;
import java.net.http.HttpTimeoutException;
import java.nio.ByteBuffer;
import java.time.Duration;
import java.util.List;
import java.util.concurrent.BlockingQueue;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CompletionStage;
import java.util.concurrent.Flow.Subscription;
import java.util.concurrent.LinkedBlockingQueue;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicReference;
import org.jspecify.annotations.Nullable;

/**
 * The body of an answer, piece by piece, for a thread that waits for it.
 *
 * <p>The client's own {@code InputStream} goes on to wait when its thread is interrupted (JDK 17); this one closes the connection and
 * throws. One piece is asked for at a time, so no more than one waits here. Read by one thread; closed by it, or by another when nobody reads.
 */
final class HttpBody implements BodySubscriber<HttpBody>, AutoCloseable {
    /** So long is waited for the end of a body of which nothing more is wanted, so that its connection may be used again. */
    private static final Duration LAST_WORDS = Duration.ofMillis(100);
    /** And so many pieces. */
    private static final int LAST_PIECES = 8;

    private static final Subscription NONE = new Subscription() {
        @Override
        public void request(long n) {}

        @Override
        public void cancel() {}
    };

    private final Duration patience;
    private final BlockingQueue<Signal> signals = new LinkedBlockingQueue<>();
    private final AtomicReference<@Nullable Subscription> subscription = new AtomicReference<>();
    private volatile boolean ended;

    /** What comes: a piece, the end (neither piece nor failure), or a failure. */
    private record Signal(byte @Nullable [] piece, @Nullable Throwable failure) {}

    /** @param patience how long a piece may take to come */
    HttpBody(Duration patience) {
        this.patience = patience;
    }

    /**
     * The next piece; {@code null} when there is no more. Blocks until it comes. A reader that is interrupted, waits for too long or
     * meets a failure has closed the body.
     *
     * @throws HttpTimeoutException if it takes too long
     * @throws IOException if the connection breaks
     */
    byte @Nullable [] next() throws IOException, InterruptedException {
        return next(patience);
    }

    private byte @Nullable [] next(Duration time) throws IOException, InterruptedException {
        if (ended) {
            return null;
        }
        Signal signal = poll(time);
        if (signal == null) {
            close();
            throw new HttpTimeoutException("nothing came for " + time.toMillis() + " ms");
        }
        if (signal.piece == null) {
            ended = true;
            if (signal.failure != null) {
                throw new IOException(signal.failure.toString(), signal.failure);
            }
            return null;
        }
        current().request(1);
        return signal.piece;
    }

    private @Nullable Signal poll(Duration time) throws InterruptedException {
        try {
            return signals.poll(time.toNanos(), TimeUnit.NANOSECONDS);
        } catch (InterruptedException e) {
            close();
            throw e;
        }
    }

    /** Reads to the end, if that comes at once, so that the connection can be used again; else closes. */
    void finish() throws InterruptedException {
        try {
            int left = LAST_PIECES;
            while (left > 0 && next(LAST_WORDS) != null) {
                left--;
            }
            close();
        } catch (IOException e) {
            close(); // what was wanted has been read
        }
    }

    /** Closes the connection, if the body has not come to its end. */
    @Override
    public void close() {
        if (!ended) {
            ended = true;
            Subscription current = subscription.getAndSet(NONE);
            if (current != null) {
                current.cancel();
            }
        }
    }

    private Subscription current() {
        Subscription current = subscription.get();
        return current == null ? NONE : current;
    }

    @Override
    public CompletionStage<HttpBody> getBody() {
        return CompletableFuture.completedFuture(this);
    }

    @Override
    public void onSubscribe(Subscription subscribed) {
        if (subscription.compareAndSet(null, subscribed)) {
            subscribed.request(1);
        } else {
            subscribed.cancel();
        }
    }

    @Override
    public void onNext(List<ByteBuffer> buffers) {
        byte[] piece = new byte[buffers.stream().mapToInt(ByteBuffer::remaining).sum()];
        int at = 0;
        for (ByteBuffer buffer : buffers) {
            int length = buffer.remaining();
            buffer.get(piece, at, length);
            at += length;
        }
        signals.add(new Signal(piece, null));
    }

    @Override
    public void onError(Throwable failure) {
        signals.add(new Signal(null, failure));
    }

    @Override
    public void onComplete() {
        signals.add(new Signal(null, null));
    }
}
