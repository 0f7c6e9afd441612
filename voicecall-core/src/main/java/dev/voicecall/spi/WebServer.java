package dev.voicecall.spi;

import java.net.URI;

/**
 * A web server on which handlers are mounted: the library's own (voicecall-netty), or the host application's.
 *
 * <p>Routes and sockets are added before {@link #start()}. Paths are exact ({@code /call-status}) or have segments that
 * match anything but a slash ({@code /stream/{token}}). {@link Router} does the matching for implementations.
 *
 * <p>An implementation bounds what it takes: requests with bodies beyond its limit are answered with 413, headers beyond
 * it with 431, clients that send too slowly are cut off. A request for a path that is not there gets 404, for a method
 * that is not 405. Safe for use by many threads.
 */
public interface WebServer extends AutoCloseable {
    /**
     * Mounts a handler.
     *
     * @param method {@code GET}, {@code POST}, …
     * @param path the path, absolute
     * @throws IllegalStateException if the server has started, or the route is taken
     */
    void route(String method, String path, HttpHandler handler);

    /**
     * Mounts an acceptor of WebSocket connections.
     *
     * @param path the path, absolute
     * @throws IllegalStateException if the server has started, or the route is taken
     * @throws UnsupportedOperationException if the server knows no WebSockets
     */
    void socket(String path, WebSocketAcceptor acceptor);

    /**
     * Begins to serve, if it does not already.
     *
     * @return where on this machine, for example {@code http://127.0.0.1:5000}
     * @throws dev.voicecall.VoiceCallException if the port can't be had
     */
    URI start();

    /** Stops to take new requests, lets those under way come to their end for a few seconds, and then cuts them off. */
    @Override
    void close();

    /** Makes a server from nothing but what it finds on the class path; found by {@link java.util.ServiceLoader}. */
    interface Provider {
        /**
         * A server that is not started.
         *
         * @param host the address to bind, for example {@code 127.0.0.1}
         * @param port the port to bind; 0 for any that is free
         */
        WebServer create(String host, int port);
    }
}
