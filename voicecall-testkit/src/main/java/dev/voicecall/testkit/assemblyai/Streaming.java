package dev.voicecall.testkit.assemblyai;

import dev.voicecall.spi.Scheduler;
import dev.voicecall.spi.SpeechToText;
import dev.voicecall.testkit.http.SocketOutbox;
import java.net.URI;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.concurrent.CopyOnWriteArrayList;
import java.util.concurrent.atomic.AtomicInteger;

/** {@code /v3/ws}: keeps the streaming sessions. Safe for use by many threads. */
final class Streaming {
    /** The path of its URL. */
    static final String PATH = "/v3/ws";

    private final Set<String> keys;
    private final SpeechToText ear;
    private final Scheduler time;
    private final StreamingBehaviour behaviour;
    private final List<SimulatedStream> sessions = new CopyOnWriteArrayList<>();
    private final AtomicInteger begun = new AtomicInteger();
    private final AtomicInteger open = new AtomicInteger();

    Streaming(Set<String> keys, SpeechToText ear, Scheduler time, StreamingBehaviour behaviour) {
        this.keys = Set.copyOf(keys);
        this.ear = ear;
        this.time = time;
        this.behaviour = behaviour;
    }

    /** @param headers by name in lower case */
    StreamingSession connect(URI uri, Map<String, String> headers, SocketOutbox outbox) {
        StreamingParameters parameters = StreamingParameters.of(uri);
        boolean known = keys.contains(headers.getOrDefault("authorization", ""))
                || keys.contains(parameters.values().getOrDefault("token", ""));
        return new StreamingSession(this, known, uri, parameters, outbox);
    }

    SpeechToText ear() {
        return ear;
    }

    Scheduler time() {
        return time;
    }

    StreamingBehaviour behaviour() {
        return behaviour;
    }

    /** @return its number, from 1 */
    int begin(SimulatedStream session) {
        sessions.add(session);
        open.incrementAndGet();
        return begun.incrementAndGet();
    }

    void end() {
        open.decrementAndGet();
    }

    boolean isFull() {
        return open.get() >= behaviour.maxSessions();
    }

    List<SimulatedStream> sessions() {
        return List.copyOf(sessions);
    }
}
