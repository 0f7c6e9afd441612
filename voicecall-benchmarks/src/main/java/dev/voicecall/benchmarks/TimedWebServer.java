package dev.voicecall.benchmarks;

import dev.voicecall.spi.HttpHandler;
import dev.voicecall.spi.WebServer;
import dev.voicecall.spi.WebSocketAcceptor;
import java.net.URI;
import java.util.function.UnaryOperator;

/** Takes the time from a request that came in to its answer being ready, and has sockets timed. Safe for use by many threads. */
final class TimedWebServer implements WebServer {
    private final WebServer server;
    private final Times answers;
    private final UnaryOperator<WebSocketAcceptor> sockets;

    TimedWebServer(WebServer server, Times answers, UnaryOperator<WebSocketAcceptor> sockets) {
        this.server = server;
        this.answers = answers;
        this.sockets = sockets;
    }

    @Override
    public void route(String method, String path, HttpHandler handler) {
        server.route(method, path, request -> {
            long begin = System.nanoTime();
            return handler.handle(request).whenComplete((response, failure) -> answers.add(System.nanoTime() - begin));
        });
    }

    @Override
    public void socket(String path, WebSocketAcceptor acceptor) {
        server.socket(path, sockets.apply(acceptor));
    }

    @Override
    public URI start() {
        return server.start();
    }

    @Override
    public void close() {
        server.close();
    }
}
