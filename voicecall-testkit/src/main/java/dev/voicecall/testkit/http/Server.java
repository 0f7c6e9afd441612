package dev.voicecall.testkit.http;

import dev.voicecall.VoiceCallException;
import dev.voicecall.spi.Scheduler;
import java.io.IOException;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.net.ServerSocket;
import java.net.Socket;
import java.time.Duration;
import java.util.Map;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.TimeoutException;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/** HTTP and WebSockets on one loopback port, with a thread for each connection. Safe for use by many threads. */
public final class Server implements AutoCloseable {
    private static final Logger LOG = LoggerFactory.getLogger(Server.class);
    private static final int BACKLOG = 512;
    private static final Duration CLOSING = Duration.ofSeconds(5);

    private final ServerSocket listening;
    private final Scheduler time;
    private final Site site;
    private final Map<HttpConnection, CompletableFuture<Void>> connections = new ConcurrentHashMap<>();

    /**
     * Begins to serve.
     *
     * @throws VoiceCallException if the port can't be had
     */
    public Server(Site site, int port, Scheduler time) {
        this.site = site;
        this.time = time;
        try {
            listening = new ServerSocket();
            listening.setReuseAddress(true);
            listening.bind(new InetSocketAddress(InetAddress.getLoopbackAddress(), port), BACKLOG);
        } catch (IOException e) {
            throw new VoiceCallException("The simulator can't have port " + port + "; use another one.", e);
        }
        time.worker().execute(this::accept);
    }

    /** On which port. */
    public int port() {
        return listening.getLocalPort();
    }

    private void accept() {
        while (!listening.isClosed()) {
            try {
                serve(listening.accept());
            } catch (IOException e) {
                LOG.debug("A connection was not accepted.", e);
            }
        }
    }

    private void serve(Socket socket) {
        HttpConnection connection = new HttpConnection(socket, time, site);
        CompletableFuture<Void> over = new CompletableFuture<>();
        connections.put(connection, over);
        time.worker().execute(() -> {
            try {
                connection.run();
            } finally {
                connections.remove(connection);
                over.complete(null);
            }
        });
        if (listening.isClosed()) {
            connection.close();
        }
    }

    /** Breaks all connections, takes no new ones, and blocks until all have ended, for five seconds at most. */
    @Override
    public void close() {
        try {
            listening.close();
        } catch (IOException e) {
            LOG.debug("The port did not close.", e);
        }
        CompletableFuture<?>[] ends = connections.values().toArray(CompletableFuture[]::new);
        connections.keySet().forEach(HttpConnection::close);
        try {
            CompletableFuture.allOf(ends).get(CLOSING.toMillis(), TimeUnit.MILLISECONDS);
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
        } catch (ExecutionException | TimeoutException e) {
            LOG.warn("A connection did not end within {}.", CLOSING, e);
        }
    }
}
