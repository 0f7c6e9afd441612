package dev.voicecall.examples;

import com.fasterxml.jackson.databind.node.ArrayNode;
import com.fasterxml.jackson.databind.node.ObjectNode;
import dev.voicecall.CallEvent;
import dev.voicecall.CallInfo;
import java.util.ArrayDeque;
import java.util.Deque;
import java.util.LinkedHashMap;
import java.util.Locale;
import java.util.Map;
import java.util.Set;
import java.util.function.Consumer;

/**
 * Takes down what happens on all calls. Of calls that are over it keeps the last {@value #MAX_HISTORY}, of each call the last
 * {@value #MAX_EVENTS} events; those that are soon made good by others, such as the words so far, it does not keep. Safe for use by many
 * threads.
 */
final class CallLog implements Consumer<CallEvent> {
    static final int MAX_HISTORY = 100;
    static final int MAX_EVENTS = 500;
    private static final Set<String> FLEETING = Set.of("interim", "speech_started", "speech_stopped");

    /** By our names for them. */
    private final Map<String, ObjectNode> active = new LinkedHashMap<>();

    private final Deque<ObjectNode> history = new ArrayDeque<>();

    /** Whether a call is under way. */
    synchronized boolean isActive(String callSid) {
        return active.values().stream()
                .anyMatch(call -> call.path("call_sid").asText().equals(callSid));
    }

    /** All calls that are known: those under way, and those that are over, the latest first. */
    synchronized ObjectNode snapshot() {
        ObjectNode calls = Json.object();
        ArrayNode underWay = calls.putArray("active");
        active.values().forEach(call -> underWay.add(call.deepCopy()));
        ArrayNode over = calls.putArray("history");
        history.forEach(over::add); // nothing in there changes any more
        return calls;
    }

    @Override
    public synchronized void accept(CallEvent event) {
        if (FLEETING.contains(event.type())) {
            return;
        }
        ObjectNode call = call(event.call());
        ArrayNode events = call.withArray("events");
        events.add(Json.object(event));
        if (events.size() > MAX_EVENTS) {
            events.remove(0);
        }
        event.text("status").filter(status -> !event.type().equals("tool")).ifPresent(status -> call.put("status", status));
        if (event.type().equals("ended")) {
            active.values().remove(call);
            history.addFirst(call);
            if (history.size() > MAX_HISTORY) {
                history.removeLast();
            }
        }
    }

    private ObjectNode call(CallInfo info) {
        String key = info.recordId().or(info::id).orElse("");
        ObjectNode call = active.computeIfAbsent(key, ours -> Json.object()
                .putNull("call_sid")
                .put("direction", info.direction().name().toLowerCase(Locale.ROOT))
                .put("from", info.from())
                .put("to", info.to()));
        info.id().ifPresent(sid -> call.put("call_sid", sid));
        return call;
    }
}
