package dev.voicecall.examples;

import com.fasterxml.jackson.databind.node.ArrayNode;
import com.fasterxml.jackson.databind.node.ObjectNode;
import dev.voicecall.AnsweredBy;
import dev.voicecall.CallInfo;
import dev.voicecall.CallListener;
import dev.voicecall.HeardText;
import dev.voicecall.Outcome;
import dev.voicecall.ToolUse;
import dev.voicecall.Turn;
import dev.voicecall.Utterance;
import dev.voicecall.Utterance.Speaker;
import dev.voicecall.VoiceCallException;
import java.time.Clock;
import java.util.ArrayDeque;
import java.util.Deque;
import java.util.LinkedHashMap;
import java.util.Locale;
import java.util.Map;
import java.util.function.Consumer;

/**
 * Takes down what happens on all calls, and tells of it as it happens. Of calls that are over it keeps the last
 * {@value #MAX_HISTORY}, of each call the last {@value #MAX_EVENTS} events. Safe for use by many threads.
 */
final class CallLog implements CallListener {
    static final int MAX_HISTORY = 100;
    static final int MAX_EVENTS = 500;

    private final Clock clock;
    private final Consumer<ObjectNode> live;
    private final Map<String, ObjectNode> active = new LinkedHashMap<>();
    private final Deque<ObjectNode> history = new ArrayDeque<>();

    /** @param live told of every event; must not block */
    CallLog(Clock clock, Consumer<ObjectNode> live) {
        this.clock = clock;
        this.live = live;
    }

    /** Whether a call is under way. */
    synchronized boolean isActive(String callSid) {
        return active.containsKey(callSid);
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
    public void onRinging(CallInfo call) {
        status(call, "ringing");
    }

    @Override
    public void onAnswered(CallInfo call, AnsweredBy by) {
        status(call, "in_progress");
    }

    @Override
    public void onUtterance(CallInfo call, Utterance utterance) {
        record(
                call,
                event("words")
                        .put("speaker", utterance.speaker() == Speaker.US ? "agent" : "caller")
                        .put("text", utterance.text())
                        .put("interrupted", utterance.interrupted()));
    }

    @Override
    public void onInterrupted(CallInfo call, HeardText heard) {
        record(
                call,
                event("interrupted")
                        .put("heard", heard.text())
                        .put("heard_ms", heard.position().toMillis()));
    }

    @Override
    public void onTurn(CallInfo call, Turn turn) {
        record(
                call,
                event("turn")
                        .put("turn", turn.number())
                        .put("words", turn.words())
                        .put("latency_ms", turn.latency().toMillis())
                        .put("endpointing_ms", turn.endpointing().toMillis())
                        .put("transcription_ms", turn.transcription().toMillis())
                        .put("response_ms", turn.response().toMillis())
                        .put("synthesis_ms", turn.synthesis().toMillis()));
    }

    @Override
    public void onToolUsed(CallInfo call, ToolUse use) {
        record(
                call,
                event("tool")
                        .put("name", use.name())
                        .put("arguments", use.arguments())
                        .put("result", use.result())
                        .put("status", use.status().name().toLowerCase(Locale.ROOT))
                        .put("took_ms", use.took().toMillis()));
    }

    @Override
    public void onWarning(CallInfo call, VoiceCallException problem) {
        record(call, event("warning").put("message", problem.getMessage()));
    }

    @Override
    public void onEnded(CallInfo call, Outcome outcome) {
        String status = outcome.name().toLowerCase(Locale.ROOT);
        synchronized (this) {
            ObjectNode session = session(call);
            session.put("status", status);
            active.remove(sid(call));
            history.addFirst(session);
            if (history.size() > MAX_HISTORY) {
                history.removeLast();
            }
        }
        tell(call, event("ended").put("status", status));
    }

    private void status(CallInfo call, String status) {
        synchronized (this) {
            session(call).put("status", status);
        }
        record(call, event("status").put("status", status));
    }

    private void record(CallInfo call, ObjectNode event) {
        synchronized (this) {
            ArrayNode events = session(call).withArray("events");
            events.add(event.deepCopy());
            if (events.size() > MAX_EVENTS) {
                events.remove(0);
            }
        }
        tell(call, event);
    }

    private void tell(CallInfo call, ObjectNode event) {
        live.accept(event.put("call_sid", sid(call)));
    }

    private ObjectNode event(String type) {
        return Json.object().put("event", type).put("at", clock.instant().toString());
    }

    private ObjectNode session(CallInfo call) {
        return active.computeIfAbsent(sid(call), sid -> Json.object()
                .put("call_sid", sid)
                .put("direction", call.direction().name().toLowerCase(Locale.ROOT))
                .put("from", call.from())
                .put("to", call.to())
                .put("status", "placed"));
    }

    /** Empty for a call that could not even be placed: there is one event of it, its end. */
    private static String sid(CallInfo call) {
        return call.id().orElse("");
    }
}
