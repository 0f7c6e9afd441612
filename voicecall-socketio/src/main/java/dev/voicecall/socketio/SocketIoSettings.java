package dev.voicecall.socketio;

import java.time.Duration;

/**
 * Bounds of a {@link SocketIoServer}. Immutable.
 *
 * @param origins from which web pages browsers may connect
 * @param maxSessions how many may be open at once; further ones are refused with 503
 * @param maxQueuedBytes how much may wait for one client; one with more is dropped
 * @param pingInterval how long after a client's last pong it gets the next ping
 * @param pingTimeout how long it may take to answer that
 * @param connectTimeout how long it may take to connect to the namespace
 */
record SocketIoSettings(
        Origins origins,
        int maxSessions,
        int maxQueuedBytes,
        Duration pingInterval,
        Duration pingTimeout,
        Duration connectTimeout) {
    /** Those of the reference server, which has no bounds of sessions and queues: 1,000 and 1 MiB here. */
    static final SocketIoSettings DEFAULT = new SocketIoSettings(
            Origins.SAME, 1_000, 1 << 20, Duration.ofSeconds(25), Duration.ofSeconds(20), Duration.ofSeconds(45));

    /** How large a message or the body of a POST may be, in bytes. */
    static final int MAX_PAYLOAD_BYTES = 1_000_000;

    SocketIoSettings withOrigins(Origins those) {
        return new SocketIoSettings(those, maxSessions, maxQueuedBytes, pingInterval, pingTimeout, connectTimeout);
    }

    SocketIoSettings withMaxSessions(int sessions) {
        return new SocketIoSettings(origins, sessions, maxQueuedBytes, pingInterval, pingTimeout, connectTimeout);
    }

    SocketIoSettings withMaxQueuedBytes(int bytes) {
        return new SocketIoSettings(origins, maxSessions, bytes, pingInterval, pingTimeout, connectTimeout);
    }
}
