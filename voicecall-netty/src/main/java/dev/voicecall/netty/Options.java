package dev.voicecall.netty;

import java.time.Duration;

/** What a server was built with; {@link NettyWebServerBuilder} says what each means. Immutable. */
record Options(
        String host,
        int port,
        int maxBodyBytes,
        int maxHeaderBytes,
        Duration requestTimeout,
        Duration idleTimeout,
        int maxConnections,
        int maxWebSocketMessageBytes,
        int maxQueuedBytes,
        Duration closeTimeout,
        int ioThreads) {
    SocketOptions sockets() {
        return new SocketOptions(maxWebSocketMessageBytes, maxQueuedBytes, idleTimeout, closeTimeout);
    }
}
