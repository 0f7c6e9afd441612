package dev.voicecall.examples;

import com.fasterxml.jackson.databind.node.ArrayNode;
import com.fasterxml.jackson.databind.node.ObjectNode;
import com.fasterxml.jackson.databind.util.RawValue;
import dev.voicecall.CallEvent;
import dev.voicecall.CallInfo;
import java.util.ArrayDeque;
import java.util.Deque;
import java.util.LinkedHashMap;
import java.util.Locale;
import java.util.Map;
import java.util.Set;

/**
 * Keeps what has happened on all calls. Of calls that are over it keeps the last {@value #MAX_HISTORY}, of each call the last
 * {@value #MAX_EVENTS} events, without what passes: who begins to speak, and what words sound like so far. Safe for use by many
 * threads.
 */
final class CallLog {
    static final int MAX_HISTORY = 100;
    static final int MAX_EVENTS = 500;

    private static final Set<String> PASSING = Set.of("speech_started", "speech_stopped", "interim");

    private final Map<String, Session> active = new LinkedHashMap<>();
    private final Deque<Session> history = new ArrayDeque<>();

    /** One call. Guarded by the log. */
    private static final class Session {
        private CallInfo call;
        private String status = "";
        private final Deque<String> events = new ArrayDeque<>();

        Session(CallInfo call) {
            this.call = call;
        }

        void add(CallEvent event) {
            call = event.call();
            status = event.text("status")
                    .filter(changed -> Set.of("status", "ended").contains(event.type()))
                    .orElse(status);
            events.add(event.toJson());
            if (events.size() > MAX_EVENTS) {
                events.remove();
            }
        }

        ObjectNode toJson() {
            ObjectNode json = Json.object()
                    .put("call_sid", call.id().orElse(null))
                    .put("direction", call.direction().name().toLowerCase(Locale.ROOT))
                    .put("from", call.from())
                    .put("to", call.to())
                    .put("status", status);
            ArrayNode all = json.putArray("events");
            events.forEach(event -> all.addRawValue(new RawValue(event)));
            return json;
        }
    }

    /** Whether a call is under way. */
    synchronized boolean isActive(String callSid) {
        return active.values().stream()
                .anyMatch(session -> session.call.id().filter(callSid::equals).isPresent());
    }

    /** All calls that are known: those under way, and those that are over, the latest first. */
    synchronized ObjectNode snapshot() {
        ObjectNode calls = Json.object();
        ArrayNode underWay = calls.putArray("active");
        active.values().forEach(session -> underWay.add(session.toJson()));
        ArrayNode over = calls.putArray("history");
        history.forEach(session -> over.add(session.toJson()));
        return calls;
    }

    /** Keeps an event, unless it is of those that pass. */
    synchronized void add(CallEvent event) {
        if (PASSING.contains(event.type())) {
            return;
        }
        String id = event.call().recordId().orElseThrow();
        Session session = active.computeIfAbsent(id, unknown -> new Session(event.call()));
        session.add(event);
        if (event.type().equals("ended")) {
            active.remove(id);
            history.addFirst(session);
            if (history.size() > MAX_HISTORY) {
                history.removeLast();
            }
        }
    }
}
