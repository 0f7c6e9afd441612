package dev.voicecall.netty;

import dev.voicecall.VoiceCallException;
import dev.voicecall.spi.HttpHandler;
import dev.voicecall.spi.Router;
import dev.voicecall.spi.WebServer;
import dev.voicecall.spi.WebSocketAcceptor;
import java.net.URI;
import org.jspecify.annotations.Nullable;

/**
 * A web server for HTTP/1.1 and WebSocket on one port.
 *
 * <pre>{@code
 * WebServer server = NettyWebServer.on("127.0.0.1", 8080);
 * server.route("GET", "/health", request -> CompletableFuture.completedFuture(HttpResponse.of(204)));
 * server.start();
 * }</pre>
 *
 * <p>Handlers, acceptors and listeners are called on the connection's thread, of which there are few: they must not block.
 * The requests of one connection are answered in their order, the next one being handled once the one before it is
 * answered. A client that shuts down its sending side counts as gone. HEAD is routed like any other method; the body of
 * the answer to it is announced, but not sent.
 *
 * <p>The server itself logs nothing that a client sent. The threads keep the program alive until {@link #close()}. Safe for use by
 * many threads.
 */
public final class NettyWebServer implements WebServer {
    private final Options options;
    private final Router router = new Router();
    private @Nullable RunningServer running;
    private boolean closed;

    NettyWebServer(Options options) {
        this.options = options;
    }

    /** Options for a server; all have defaults. */
    public static NettyWebServerBuilder builder() {
        return new NettyWebServerBuilder();
    }

    /**
     * A server with default options that is not started.
     *
     * @param host the address to bind, for example {@code 127.0.0.1}
     * @param port the port to bind; 0 for any that is free
     * @throws IllegalArgumentException unless the port is 0 to 65,535
     */
    public static NettyWebServer on(String host, int port) {
        return builder().host(host).port(port).build();
    }

    @Override
    public synchronized void route(String method, String path, HttpHandler handler) {
        requireNotStarted();
        router.route(method, path, handler);
    }

    @Override
    public synchronized void socket(String path, WebSocketAcceptor acceptor) {
        requireNotStarted();
        router.socket(path, acceptor);
    }

    /**
     * Begins to serve, if it does not already. Blocks until the port is bound.
     *
     * @throws VoiceCallException if the port can't be had
     * @throws IllegalStateException if the server is closed
     */
    @Override
    public synchronized URI start() {
        if (closed) {
            throw new IllegalStateException("The server is closed; build another one.");
        }
        if (running == null) {
            running = RunningServer.start(options, router);
        }
        return running.address();
    }

    /**
     * Stops to take connections, lets requests under way finish and closes WebSockets with 1001 (also those that its threads
     * have opened to other servers), cuts off what is not
     * done after the close time-out (5 s by default), and ends its threads. Blocks for a little more than that at most.
     * Does nothing if the server is closed or was never started.
     *
     * @throws IllegalStateException if called on one of the server's own threads, for which it would wait forever
     */
    @Override
    public void close() {
        RunningServer toClose;
        synchronized (this) {
            toClose = running;
            if (toClose != null) {
                toClose.requireOtherThread();
            }
            closed = true;
        }
        if (toClose != null) {
            toClose.close();
        }
    }

    private void requireNotStarted() {
        if (running != null || closed) {
            throw new IllegalStateException("The server has started; add routes before.");
        }
    }
}
