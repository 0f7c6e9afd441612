package dev.voicecall.testkit.openai;

import dev.voicecall.testkit.http.SocketOutbox;
import dev.voicecall.testkit.openai.RealtimeBehaviour.ResponseFault;
import java.net.URI;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.concurrent.CopyOnWriteArrayList;
import java.util.concurrent.atomic.AtomicInteger;

/** {@code /v1/realtime}: lets clients in and keeps their sessions. Safe for use by many threads. */
final class Realtime {
    /** The path of its URL. */
    static final String PATH = "/v1/realtime";

    private final Mind mind;
    private final String key;
    private final RealtimeBehaviour behaviour;
    private final Ids ids = new Ids();
    private final AtomicInteger responses = new AtomicInteger();
    private final AtomicInteger transcripts = new AtomicInteger();
    private final List<SimulatedSession> sessions = new CopyOnWriteArrayList<>();

    Realtime(Mind mind, String key, RealtimeBehaviour behaviour) {
        this.mind = mind;
        this.key = key;
        this.behaviour = behaviour;
    }

    /**
     * Whether a handshake is refused.
     *
     * @param headers by name in lower case
     * @return the status of HTTP to refuse it with
     */
    Optional<Integer> refusal(URI uri, Map<String, String> headers) {
        if (!PATH.equals(uri.getPath())) {
            return Optional.of(404);
        }
        boolean browser = headers.getOrDefault("sec-websocket-protocol", "").contains("openai-insecure-api-key." + key);
        boolean known = headers.getOrDefault("authorization", "").equals("Bearer " + key);
        return known || browser ? Optional.empty() : Optional.of(401);
    }

    /**
     * Serves a connection whose handshake was not refused.
     *
     * @param headers by name in lower case
     */
    RealtimeConnection connect(URI uri, Map<String, String> headers, SocketOutbox outbox) {
        return new RealtimeConnection(this, uri, headers, outbox);
    }

    Mind mind() {
        return mind;
    }

    RealtimeBehaviour behaviour() {
        return behaviour;
    }

    Ids ids() {
        return ids;
    }

    Optional<ResponseFault> nextFault() {
        return Optional.ofNullable(behaviour.faults().get(responses.incrementAndGet()));
    }

    boolean nextTranscriptFails() {
        return behaviour.failingTranscripts().contains(transcripts.incrementAndGet());
    }

    void add(SimulatedSession session) {
        sessions.add(session);
    }

    List<SimulatedSession> sessions() {
        return List.copyOf(sessions);
    }
}
