package dev.voicecall.netty;

import java.time.Duration;

/** The bounds of a WebSocket; {@link NettyWebServerBuilder} says what each means. Immutable. */
record SocketOptions(int maxMessageBytes, int maxQueuedBytes, Duration idleTimeout, Duration closeTimeout) {
    /** Of connections to other servers. */
    static final SocketOptions CLIENT =
            new SocketOptions(1 << 20, 1 << 20, Duration.ofSeconds(60), Duration.ofSeconds(5));
}
