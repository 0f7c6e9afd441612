package dev.voicecall.testkit;

import dev.voicecall.spi.HttpHandler;
import dev.voicecall.spi.HttpRequest;
import dev.voicecall.spi.HttpResponse;
import dev.voicecall.spi.Router;
import dev.voicecall.spi.WebServer;
import dev.voicecall.spi.WebSocketAcceptor;
import java.net.URI;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CompletionStage;

/**
 * A web server without a network: what is mounted on it is called directly, so it works on virtual time, too.
 *
 * <p>It says that it is at {@code http://in-memory.test}. Safe for use by many threads.
 */
public final class InMemoryWebServer implements WebServer {
    private static final URI ADDRESS = URI.create("http://in-memory.test");

    private final Router router = new Router();
    private volatile boolean started;
    private volatile boolean closed;

    /** A server that is not started. */
    public InMemoryWebServer() {}

    @Override
    public void route(String method, String path, HttpHandler handler) {
        requireNotStarted();
        router.route(method, path, handler);
    }

    @Override
    public void socket(String path, WebSocketAcceptor acceptor) {
        requireNotStarted();
        router.socket(path, acceptor);
    }

    @Override
    public URI start() {
        started = true;
        return ADDRESS;
    }

    /**
     * Sends a request to the server, whatever its host.
     *
     * @return completes with the answer; 503 if the server is not started or is closed
     */
    public CompletionStage<HttpResponse> handle(HttpRequest request) {
        if (!started || closed) {
            return CompletableFuture.completedFuture(HttpResponse.of(503, "text/plain", "The server does not run."));
        }
        return router.handle(request);
    }

    /**
     * Asks for an upgrade to a WebSocket, whatever the host; refused with 503 if the server is not started or is closed. For
     * a connection that is accepted, {@link InMemoryWebSocket#connect} does the rest.
     */
    public WebSocketAcceptor.Decision handshake(HttpRequest request) {
        if (!started || closed) {
            return new WebSocketAcceptor.Decision.Refuse(
                    HttpResponse.of(503, "text/plain", "The server does not run."));
        }
        return router.accept(request);
    }

    @Override
    public void close() {
        closed = true;
    }

    private void requireNotStarted() {
        if (started) {
            throw new IllegalStateException("The server has started; routes are added before.");
        }
    }
}
