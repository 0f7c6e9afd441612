package dev.voicecall.testkit;

import com.sun.net.httpserver.HttpExchange;
import com.sun.net.httpserver.HttpServer;
import dev.voicecall.VoiceCallException;
import dev.voicecall.spi.HttpHandler;
import dev.voicecall.spi.HttpRequest;
import dev.voicecall.spi.HttpResponse;
import dev.voicecall.spi.Router;
import dev.voicecall.spi.WebServer;
import dev.voicecall.spi.WebSocketAcceptor;
import java.io.IOException;
import java.io.InputStream;
import java.io.OutputStream;
import java.io.UncheckedIOException;
import java.net.InetSocketAddress;
import java.net.URI;
import java.util.Map;
import java.util.concurrent.CompletableFuture;
import org.jspecify.annotations.Nullable;

/**
 * A web server over the JDK's own, for tests and as the example of how a host carries voicecall's handlers on a server of its
 * own. It has HTTP only, takes bodies up to 1 MiB, has no time-outs, and can't tell when a client goes away: for tests that
 * is enough, the internet is another matter.
 *
 * <p>Safe for use by many threads.
 */
public final class JdkWebServer implements WebServer {
    private static final int MAX_BODY_BYTES = 1 << 20;

    private final String host;
    private final int port;
    private final Router router = new Router();
    private @Nullable HttpServer server;

    /**
     * A server that is not started.
     *
     * @param host the address to bind
     * @param port the port to bind; 0 for any that is free
     */
    public JdkWebServer(String host, int port) {
        this.host = host;
        this.port = port;
    }

    @Override
    public synchronized void route(String method, String path, HttpHandler handler) {
        if (server != null) {
            throw new IllegalStateException("The server has started; add routes before.");
        }
        router.route(method, path, handler);
    }

    /** @throws UnsupportedOperationException always */
    @Override
    public void socket(String path, WebSocketAcceptor acceptor) {
        throw new UnsupportedOperationException("The JDK's server knows no WebSockets.");
    }

    @Override
    public synchronized URI start() {
        if (server == null) {
            try {
                server = HttpServer.create(new InetSocketAddress(host, port), 0);
            } catch (IOException e) {
                throw new VoiceCallException("Can't listen on " + host + " port " + port + "; choose another.", e);
            }
            server.createContext("/", this::serve);
            server.start();
        }
        return URI.create("http://" + host + ":" + server.getAddress().getPort());
    }

    @Override
    public synchronized void close() {
        if (server != null) {
            server.stop(0);
        }
    }

    private void serve(HttpExchange exchange) throws IOException {
        InputStream in = exchange.getRequestBody();
        byte[] body = in.readNBytes(MAX_BODY_BYTES + 1);
        if (body.length > MAX_BODY_BYTES) {
            in.transferTo(OutputStream.nullOutputStream());
            answer(exchange, HttpResponse.of(413));
            return;
        }
        HttpRequest request = new HttpRequest(
                exchange.getRequestMethod(),
                exchange.getRequestURI().toString(),
                exchange.getRequestHeaders(),
                Map.of(),
                body,
                new CompletableFuture<>());
        router.handle(request).thenAccept(response -> answer(exchange, response));
    }

    private static void answer(HttpExchange exchange, HttpResponse response) {
        response.headers().forEach(exchange.getResponseHeaders()::set);
        boolean bodiless = response.body().length == 0;
        try (exchange) {
            if (exchange.getRequestMethod().equals("HEAD")) {
                exchange.getResponseHeaders().set("Content-Length", String.valueOf(response.body().length));
                exchange.sendResponseHeaders(response.status(), -1);
            } else {
                exchange.sendResponseHeaders(response.status(), bodiless ? -1 : response.body().length);
                exchange.getResponseBody().write(response.body());
            }
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }
}
