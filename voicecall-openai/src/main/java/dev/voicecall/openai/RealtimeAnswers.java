package dev.voicecall.openai;

import com.fasterxml.jackson.databind.JsonNode;
import dev.voicecall.ToolUse;
import dev.voicecall.spi.SpeechToSpeech;
import dev.voicecall.spi.ToolCall;
import java.time.Duration;
import java.util.ArrayList;
import java.util.HashSet;
import java.util.List;
import java.util.Set;

/**
 * What a Realtime model says and asks for, answer by answer, and what it is told of it: how much was heard, what came of
 * tools.
 *
 * <p>An answer of which something was cut is dead: what still comes of it is dropped, and tools that it asks for are not
 * used. Belongs to one call; called on its mailbox.
 */
final class RealtimeAnswers {
    private static final String NOT_USED = "This was not done: the other side interrupted before you had finished.";

    private final SpeechToSpeech.Listener listener;
    private final RealtimeOutput output;
    private final RealtimeHistory history;
    private final ResponseGate gate;
    private final RealtimeCounters counters;
    private final ToolRounds tools = new ToolRounds();
    /** Of the answers of this session, those that were cut. */
    private final Set<String> cut = new HashSet<>();

    private int session;
    private boolean stands;
    /** The server has cancelled that answer, or was told to. */
    private String cancelled = "";

    RealtimeAnswers(
            SpeechToSpeech.Listener listener,
            RealtimeOutput output,
            RealtimeHistory history,
            ResponseGate gate,
            RealtimeCounters counters) {
        this.listener = listener;
        this.output = output;
        this.history = history;
        this.gate = gate;
        this.counters = counters;
    }

    /** Another session stands, and knows the history. */
    void begin() {
        session++;
        stands = true;
        cut.clear();
        cancelled = "";
    }

    /** The session is gone. What happens until the next one stands, it is told by the history. */
    void lost() {
        stands = false;
    }

    /** The other side speaks, so that the server breaks off the answer under way, if it has sound or not. */
    void callerBegan() {
        gate.active().ifPresent(response -> {
            cancelled = response;
            cut.add(response);
        });
    }

    /** An answer begins: into the other side's words it is not said, and they are answered with it. */
    void began(String response) {
        if (gate.callerSpeaks()) {
            cut.add(response);
            cancel(response);
        }
    }

    void sound(RealtimeEvent.Audio audio) {
        if (cut.contains(audio.response())) {
            counters.lateDelta();
            unheard(audio);
            return;
        }
        item(audio.item(), audio.response()).sound(audio);
        listener.onAudio(audio.item(), audio.sound());
    }

    /** Of an item that begins after its answer was cut the model is to remember nothing. */
    private void unheard(RealtimeEvent.Audio audio) {
        SpokenItem item = item(audio.item(), audio.response());
        if (!item.hasSound()) {
            item.sound(audio);
            item.cut(Duration.ZERO);
            output.truncate(item);
        }
    }

    /** A piece of the text of what is spoken. */
    void words(String itemId, String response, String piece) {
        if (cut.contains(response)) {
            counters.lateDelta();
            return;
        }
        item(itemId, response).words(piece);
        listener.onWords(itemId, piece);
    }

    private SpokenItem item(String id, String response) {
        return history.spoken(id).orElseGet(() -> {
            SpokenItem begun = new SpokenItem(id, response, session);
            history.spoken(begun);
            return begun;
        });
    }

    void itemEnded(String id) {
        history.spoken(id).ifPresent(this::end);
    }

    private void end(SpokenItem item) {
        if (item.end() && !cut.contains(item.response)) {
            listener.onItemEnded(item.id);
        }
    }

    /** Whether anything of an answer was delivered. */
    boolean isBegun(String response) {
        return history.spokenIn(response).stream().anyMatch(SpokenItem::hasSound);
    }

    /** Nothing more comes of an answer. */
    void endItems(String response) {
        history.spokenIn(response).forEach(this::end);
    }

    /**
     * An answer is over, and was not a failure.
     *
     * @param response as the server describes it
     */
    void ended(JsonNode response) {
        String id = response.path("id").asText("");
        endItems(id);
        List<ToolCall> calls = calls(response);
        calls.forEach(history::called);
        if (cut.contains(id)) {
            calls.forEach(this::refuse);
            return;
        }
        if (!calls.isEmpty()) {
            tools.begin(calls);
            listener.onToolCalls(calls);
        }
        listener.onAnswered();
    }

    boolean isCut(String response) {
        return cut.contains(response);
    }

    /** A call that was broken off has no whole arguments, and the model knows it. */
    private static List<ToolCall> calls(JsonNode response) {
        List<ToolCall> calls = new ArrayList<>();
        for (JsonNode item : response.path("output")) {
            if (item.path("type").asText("").equals("function_call")
                    && item.path("status").asText("completed").equals("completed")) {
                calls.add(new ToolCall(
                        item.path("call_id").asText(""),
                        item.path("name").asText(""),
                        new JsonArguments(item.path("arguments").asText(""))));
            }
        }
        return calls;
    }

    private void refuse(ToolCall call) {
        settle(new ToolUse(
                call.id(), call.name(), call.arguments().json(), NOT_USED, ToolUse.Status.CANCELLED, Duration.ZERO));
    }

    /** A tool has come to its end, as far as the model is concerned: twice it does not. */
    void toolSettled(ToolUse use) {
        if (!tools.isOpen(use.id())) {
            return;
        }
        String item = settle(use);
        if (tools.settle(use)) {
            gate.answer(item);
        }
    }

    private String settle(ToolUse use) {
        String item = output.newItem();
        history.settled(use, item);
        if (stands) {
            output.create(RealtimeItems.output(use.id(), use.result()).put("id", item));
        }
        return item;
    }

    /** Whether a tool is being used. */
    boolean toolsAreUsed() {
        return tools.areOpen();
    }

    /** An item was heard so far, and will not be any further. */
    void cut(String itemId, Duration heard) {
        history.spoken(itemId).ifPresent(item -> {
            item.cut(heard);
            if (stands && item.session == session) {
                cut.add(item.response);
                cancel(item.response);
                if (item.hasSound() && !item.isHeardToItsEnd()) {
                    output.truncate(item);
                }
            }
        });
    }

    private void cancel(String response) {
        if (gate.isActive(response) && !response.equals(cancelled)) {
            cancelled = response;
            output.cancel(response);
        }
    }
}
