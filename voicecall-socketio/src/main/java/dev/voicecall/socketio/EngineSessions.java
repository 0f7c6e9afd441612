package dev.voicecall.socketio;

import dev.voicecall.spi.HttpRequest;
import dev.voicecall.spi.Scheduler;
import java.nio.charset.StandardCharsets;
import java.security.SecureRandom;
import java.util.Base64;
import java.util.Map;
import java.util.Optional;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.Semaphore;
import java.util.concurrent.atomic.LongAdder;
import java.util.function.BiFunction;

/** The sessions that are open: so many at most. Safe for use by many threads. */
final class EngineSessions {
    private static final int ID_BYTES = 16;
    private static final SecureRandom RANDOM = new SecureRandom();

    private final Scheduler scheduler;
    private final SocketIoSettings settings;
    private final BiFunction<EngineSession, HttpRequest, EngineListener> listeners;

    private final Map<String, EngineSession> sessions = new ConcurrentHashMap<>();
    private final Semaphore places;
    private final LongAdder refused = new LongAdder();
    private final LongAdder dropped = new LongAdder();
    private volatile boolean closed;

    /** @param listeners makes who hears of a session, from it and its first request */
    EngineSessions(
            Scheduler scheduler,
            SocketIoSettings settings,
            BiFunction<EngineSession, HttpRequest, EngineListener> listeners) {
        this.scheduler = scheduler;
        this.settings = settings;
        this.listeners = listeners;
        this.places = new Semaphore(settings.maxSessions());
    }

    /** 128 random bits. */
    static String randomId() {
        byte[] id = new byte[ID_BYTES];
        RANDOM.nextBytes(id);
        return Base64.getUrlEncoder().withoutPadding().encodeToString(id);
    }

    /**
     * Opens a session; empty if there are too many, or the server is closed.
     *
     * @param bySocket whether it is by a WebSocket from the beginning
     * @param upgradable whether it may become one
     */
    Optional<EngineSession> open(HttpRequest handshake, boolean bySocket, boolean upgradable) {
        if (closed || !places.tryAcquire()) {
            refused.increment();
            return Optional.empty();
        }
        EngineSession session = new EngineSession(
                randomId(), bySocket, scheduler, settings, this, made -> listeners.apply(made, handshake));
        sessions.put(session.id(), session);
        session.run(() -> session.open(openPacket(session.id(), upgradable)));
        if (closed) {
            session.run(session::shutDown);
        }
        return Optional.of(session);
    }

    private byte[] openPacket(String id, boolean upgradable) {
        return ("0{\"sid\":\"" + id + "\",\"upgrades\":" + (upgradable ? "[\"websocket\"]" : "[]")
                        + ",\"pingInterval\":" + settings.pingInterval().toMillis()
                        + ",\"pingTimeout\":" + settings.pingTimeout().toMillis()
                        + ",\"maxPayload\":" + SocketIoSettings.MAX_PAYLOAD_BYTES + "}")
                .getBytes(StandardCharsets.UTF_8);
    }

    Optional<EngineSession> find(String id) {
        return Optional.ofNullable(sessions.get(id));
    }

    /** A session is over. */
    void remove(EngineSession session) {
        if (sessions.remove(session.id(), session)) {
            places.release();
        }
    }

    /** A client did not take what was sent. */
    void countDropped() {
        dropped.increment();
    }

    SocketIoServer.Counts counts() {
        return new SocketIoServer.Counts(sessions.size(), refused.sum(), dropped.sum());
    }

    /** Ends all sessions, and opens no new ones. */
    void close() {
        closed = true;
        sessions.values().forEach(session -> session.run(session::shutDown));
    }
}
