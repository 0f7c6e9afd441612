package dev.voicecall.benchmarks;

import dev.voicecall.spi.HttpHandler;
import dev.voicecall.spi.WebServer;
import dev.voicecall.spi.WebSocketAcceptor;
import java.net.URI;
import java.util.Arrays;
import java.util.concurrent.ConcurrentLinkedQueue;

/** Takes the time from a request that came in to its answer being ready. Safe for use by many threads. */
final class TimedWebServer implements WebServer {
    private final WebServer server;
    private final ConcurrentLinkedQueue<Long> nanos = new ConcurrentLinkedQueue<>();

    TimedWebServer(WebServer server) {
        this.server = server;
    }

    @Override
    public void route(String method, String path, HttpHandler handler) {
        server.route(method, path, request -> {
            long begin = System.nanoTime();
            return handler.handle(request).whenComplete((response, failure) -> nanos.add(System.nanoTime() - begin));
        });
    }

    @Override
    public void socket(String path, WebSocketAcceptor acceptor) {
        server.socket(path, acceptor);
    }

    @Override
    public URI start() {
        return server.start();
    }

    @Override
    public void close() {
        server.close();
    }

    void reset() {
        nanos.clear();
    }

    /** The times so far, sorted. */
    long[] sortedNanos() {
        long[] all = nanos.stream().mapToLong(Long::longValue).toArray();
        Arrays.sort(all);
        return all;
    }
}
