package dev.voicecall.testkit.twilio;

import dev.voicecall.VoiceCallException;
import java.io.IOException;
import java.net.URI;
import java.nio.ByteBuffer;
import java.nio.channels.SelectionKey;
import java.nio.channels.Selector;
import java.nio.channels.SocketChannel;
import java.util.ArrayList;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Map;
import java.util.Queue;
import java.util.Set;
import java.util.concurrent.ConcurrentLinkedQueue;
import java.util.concurrent.ForkJoinPool;
import javax.net.ssl.SSLContext;
import javax.net.ssl.SSLEngine;
import javax.net.ssl.SSLParameters;
import org.java_websocket.SSLSocketChannel2;
import org.jspecify.annotations.Nullable;

/**
 * WebSockets over TCP, all on one thread, so that hundreds of streams cost no hundreds of threads. Java-WebSocket speaks the
 * protocol, this moves the bytes: all that is to be sent at a time goes in one write, and without Nagle's delay.
 *
 * <p>The thread begins with the first connection. Safe for use by many threads.
 */
final class TcpSockets implements AutoCloseable {
    private static final int BUFFER_BYTES = 64 * 1024;
    private static final long TICK_MILLIS = 500;

    private final Queue<Runnable> tasks = new ConcurrentLinkedQueue<>();
    private final Set<TcpSocket> unsent = new LinkedHashSet<>();
    private final ByteBuffer buffer = ByteBuffer.allocate(BUFFER_BYTES);
    private @Nullable Selector selector;
    private @Nullable Thread thread;
    private volatile boolean closed;
    private final SSLContext tls;

    /** @param tls says whose certificates are trusted */
    TcpSockets(SSLContext tls) {
        this.tls = tls;
    }

    /** Connects and upgrades. */
    StreamSocket connect(URI uri, Map<String, String> headers, StreamSocket.Listener listener) {
        TcpSocket socket = new TcpSocket(this, uri, headers, listener);
        Selector running = running();
        if (running != null) {
            execute(() -> socket.connect(running));
        }
        return socket;
    }

    /** TLS on a connection, by the name of its host; begins to shake hands. */
    SSLSocketChannel2 secure(SocketChannel channel, SelectionKey key, URI uri) throws IOException {
        SSLEngine engine = tls.createSSLEngine(uri.getHost(), uri.getPort());
        engine.setUseClientMode(true);
        SSLParameters parameters = engine.getSSLParameters();
        parameters.setEndpointIdentificationAlgorithm("HTTPS");
        engine.setSSLParameters(parameters);
        return new SSLSocketChannel2(channel, engine, ForkJoinPool.commonPool(), key);
    }

    /** Runs a task on the thread of all sockets; not at all once this is closed. */
    void execute(Runnable task) {
        tasks.add(task);
        Selector running = running();
        if (running != null) {
            running.wakeup();
        }
    }

    /** On the thread of all sockets: has a socket asked to send what it has, after all else that is due. */
    void hasUnsent(TcpSocket socket) {
        unsent.add(socket);
    }

    private synchronized @Nullable Selector running() {
        if (closed) {
            return null;
        }
        if (selector == null) {
            Selector opened = open();
            selector = opened;
            Thread started = new Thread(() -> run(opened), "twilio-simulator-streams");
            started.setDaemon(true);
            started.start();
            thread = started;
        }
        return selector;
    }

    private static Selector open() {
        try {
            return Selector.open();
        } catch (IOException e) {
            throw new VoiceCallException("The system gives the simulator no selector for its streams.", e);
        }
    }

    private void run(Selector running) {
        try (running) {
            while (!closed) {
                running.select(TICK_MILLIS);
                for (Runnable task = tasks.poll(); task != null; task = tasks.poll()) {
                    task.run();
                }
                running.selectedKeys().forEach(key -> ((TcpSocket) key.attachment()).ready(buffer));
                running.selectedKeys().clear();
                List<TcpSocket> due = new ArrayList<>(unsent);
                unsent.clear();
                due.forEach(TcpSocket::flush);
            }
            running.keys().forEach(key -> ((TcpSocket) key.attachment()).breakOff());
        } catch (IOException e) {
            throw new VoiceCallException("The simulator can't wait for its streams.", e);
        }
    }

    /** Breaks all connections, and waits for the end of the thread: no longer than what it does takes. */
    @Override
    public void close() {
        Selector running;
        Thread last;
        synchronized (this) {
            closed = true;
            running = selector;
            last = thread;
        }
        if (running == null || last == null || last == Thread.currentThread()) {
            return;
        }
        running.wakeup();
        try {
            last.join();
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
        }
    }
}
