package dev.voicecall.testkit.openai;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.ArrayNode;
import com.fasterxml.jackson.databind.node.ObjectNode;
import dev.voicecall.audio.AudioFormat;
import dev.voicecall.spi.Scheduler.Timer;
import dev.voicecall.testkit.openai.RealtimeBehaviour.ResponseFault;
import dev.voicecall.testkit.openai.SimulatedModel.Answer;
import dev.voicecall.testkit.openai.SimulatedModel.FunctionCall;
import dev.voicecall.testkit.openai.SimulatedModel.Prompt;
import java.time.Duration;
import java.util.ArrayDeque;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.Base64;
import java.util.Deque;
import java.util.List;
import java.util.Optional;
import java.util.function.Consumer;
import org.jspecify.annotations.Nullable;

/** One answer of the model, from {@code response.created} to {@code response.done}. Called on the session's mailbox. */
final class RealtimeResponse {
    private static final Duration PIECE = Duration.ofMillis(200);

    private final RealtimeSession session;
    private final String id;
    private final ObjectNode settings;
    private final AudioFormat format;
    private final Optional<ResponseFault> fault;
    private final Consumer<RealtimeResponse> onDone;
    private final List<RealtimeItem> output = new ArrayList<>();
    private final Deque<FunctionCall> calls = new ArrayDeque<>();
    private final Deque<String> words = new ArrayDeque<>();
    private final StringBuilder said = new StringBuilder();
    private @Nullable RealtimeItem open;
    private @Nullable Speaker speaker;
    private Timer timer = Timer.NONE;
    private boolean ticking;
    private boolean faulted;
    private boolean over;
    private int allWords;
    private Duration length = Duration.ZERO;

    /**
     * A response.
     *
     * @param settings of the session, and what the request has put in their place
     * @param onDone called when it is over
     */
    RealtimeResponse(
            RealtimeSession session,
            ObjectNode settings,
            Optional<ResponseFault> fault,
            Consumer<RealtimeResponse> onDone) {
        this.session = session;
        this.id = session.ids().next("resp");
        this.settings = settings;
        this.format = SessionConfig.format(settings.at("/audio/output/format"));
        this.fault = fault;
        this.onDone = onDone;
    }

    String id() {
        return id;
    }

    /** How long what it has said sounds. */
    Duration length() {
        return length;
    }

    void begin() {
        send("response.created", event -> event.set("response", json("in_progress", null)));
        session.events().send("rate_limits.updated", event -> {
            ArrayNode limits = event.putArray("rate_limits");
            limits.addObject()
                    .put("name", "requests")
                    .put("limit", 1_000)
                    .put("remaining", 999)
                    .put("reset_seconds", 0.06);
            limits.addObject()
                    .put("name", "tokens")
                    .put("limit", 40_000)
                    .put("remaining", 39_000)
                    .put("reset_seconds", 1.5);
        });
        session.afterHearing(() -> later(session.behaviour().thinking(), this::think));
    }

    private void think() {
        if (is(ResponseFault.RATE_LIMITED)) {
            fail("rate_limit_exceeded", "rate_limit_exceeded");
        } else if (is(ResponseFault.FAILED)) {
            fail("server_error", "server_error");
        } else {
            Prompt prompt = new Prompt(
                    settings.path("model").asText(),
                    session.conversation().instructions(settings),
                    session.conversation().messages(),
                    SessionConfig.toolNames(settings));
            session.mind().time().worker().execute(() -> {
                Answer answer = session.mind().model().answer(prompt);
                session.mailbox().execute(() -> {
                    if (!over) {
                        perform(answer);
                    }
                });
            });
        }
    }

    private void perform(Answer answer) {
        calls.addAll(answer.calls());
        if (answer.text().isBlank()) {
            next();
            return;
        }
        words.addAll(List.of(answer.text().strip().split("\\s+")));
        allWords = words.size();
        boolean text = isText();
        RealtimeItem item =
                openItem(ServerEvents.object().put("type", "message").put("role", "assistant"));
        item.json().putArray("content");
        announce(item);
        sendPart("response.content_part.added", text ? "text" : "audio", "");
        if (!text) {
            speaker = Speaker.say(answer.text(), session.mind(), format, session.mailbox(), this::speakOn);
        }
        speakOn();
    }

    private boolean isText() {
        return settings.path("output_modalities").path(0).asText().equals("text");
    }

    private RealtimeItem openItem(ObjectNode json) {
        json.put("id", session.ids().next("item"))
                .put("object", "realtime.item")
                .put("status", "in_progress");
        RealtimeItem item = new RealtimeItem(json);
        open = item;
        return item;
    }

    private void announce(RealtimeItem item) {
        output.add(item);
        sendItem("response.output_item.added", item);
        session.conversation().add(item);
    }

    private void speakOn() {
        if (!over && !ticking) {
            tick();
        }
    }

    private void tick() {
        ticking = false;
        if (speaker == null) {
            tickText();
            return;
        }
        if (speaker.failed()) {
            fail("server_error", "server_error");
            return;
        }
        if (mayFault() && !speaker.complete()) {
            return;
        }
        byte[] piece = speaker.take(format.bytes(PIECE));
        if (piece.length > 0) {
            sendWord();
            sendSound(piece);
            if (halfway() && breaks()) {
                return;
            }
            ticking = true;
            long nanos = Math.round(format.duration(piece.length).toNanos()
                    / session.behaviour().speed());
            later(Duration.ofNanos(nanos), this::tick);
        } else if (speaker.complete()) {
            finishMessage("completed");
            next();
        }
    }

    private void tickText() {
        if (words.isEmpty()) {
            finishMessage("completed");
            next();
            return;
        }
        sendWord();
        if (2 * words.size() <= allWords && breaks()) {
            return;
        }
        ticking = true;
        later(Duration.ofMillis(20), this::tick);
    }

    private void sendWord() {
        if (words.isEmpty()) {
            return;
        }
        String delta = (said.isEmpty() ? "" : " ") + words.remove();
        said.append(delta);
        item().say(said.toString());
        sendAtPart(
                isText() ? "response.output_text.delta" : "response.output_audio_transcript.delta",
                event -> event.put("delta", delta));
    }

    private void sendSound(byte[] piece) {
        item().addSound(piece, format);
        length = length.plus(format.duration(piece.length));
        sendAtPart(
                "response.output_audio.delta",
                event -> event.put("delta", Base64.getEncoder().encodeToString(piece)));
    }

    private boolean mayFault() {
        return fault.isPresent() && !faulted;
    }

    private boolean halfway() {
        return speaker != null && item().sound().length >= speaker.bytesLeft();
    }

    /** Has happen what is to go wrong half way. */
    private boolean breaks() {
        if (!mayFault()) {
            return false;
        }
        faulted = true;
        switch (fault.orElseThrow()) {
            case FAILED_HALFWAY -> fail("server_error", "server_error");
            case INCOMPLETE -> end("incomplete", ServerEvents.object().put("reason", "max_output_tokens"));
            case CONTENT_FILTERED -> end("incomplete", ServerEvents.object().put("reason", "content_filter"));
            case STALLED -> ticking = true;
            case CUT -> session.cut();
            case MALFORMED -> {
                session.sendRaw("{\"type\":\"response.output_audio.delta\",\"delta\":");
                return false;
            }
            default -> {
                return false;
            }
        }
        return true;
    }

    private boolean is(ResponseFault wanted) {
        return fault.filter(wanted::equals).isPresent();
    }

    /** Does what is left to do after a message: the calls of functions, then the end. */
    private void next() {
        FunctionCall call = calls.poll();
        if (call == null) {
            end("completed", null);
            return;
        }
        String callId = session.ids().next("call");
        RealtimeItem item = openItem(ServerEvents.object()
                .put("type", "function_call")
                .put("name", call.name())
                .put("call_id", callId)
                .put("arguments", ""));
        announce(item);
        int half = call.arguments().length() / 2;
        for (String delta :
                List.of(call.arguments().substring(0, half), call.arguments().substring(half))) {
            send(
                    "response.function_call_arguments.delta",
                    event -> at(event).put("call_id", callId).put("delta", delta));
        }
        item.json().put("arguments", call.arguments());
        send("response.function_call_arguments.done", event -> at(event)
                .put("call_id", callId)
                .put("name", call.name())
                .put("arguments", call.arguments()));
        closeItem("completed");
        later(Duration.ofMillis(20), this::next);
    }

    private void finishMessage(String status) {
        if (status.equals("completed")) {
            while (!words.isEmpty()) {
                sendWord();
            }
        }
        String text = said.toString();
        ObjectNode part = item().json().withArray("/content").addObject();
        if (isText()) {
            part.put("type", "output_text").put("text", text);
            sendAtPart("response.output_text.done", event -> event.put("text", text));
            sendPart("response.content_part.done", "text", text);
        } else {
            part.put("type", "output_audio");
            if (item().truncatedAt().isEmpty()) {
                part.put("transcript", text);
            }
            sendAtPart("response.output_audio.done", event -> {});
            sendAtPart("response.output_audio_transcript.done", event -> event.put("transcript", text));
            sendPart("response.content_part.done", "audio", text);
        }
        closeItem(status);
    }

    private void closeItem(String status) {
        RealtimeItem item = item();
        item.json().put("status", status);
        sendItem("response.output_item.done", item);
        session.conversation().done(item);
        open = null;
    }

    /** Ends it before its time. */
    void cancel(String reason) {
        RealtimeItem interrupted = open;
        int index = output.size() - 1;
        end("cancelled", ServerEvents.object().put("reason", reason));
        if (is(ResponseFault.LATE_DELTAS)
                && interrupted != null
                && interrupted.type().equals("message")) {
            byte[] late = new byte[format.bytes(PIECE)];
            Arrays.fill(late, format.encoding().silence());
            for (int i = 0; i < 2; i++) {
                send("response.output_audio.delta", event -> event.put("item_id", interrupted.id())
                        .put("output_index", index)
                        .put("content_index", 0)
                        .put("delta", Base64.getEncoder().encodeToString(late)));
            }
        }
    }

    private void fail(String type, String code) {
        ObjectNode details = ServerEvents.object();
        details.putObject("error").put("type", type).put("code", code);
        end("failed", details);
    }

    private void end(String status, @Nullable ObjectNode details) {
        drop();
        if (open != null && open.type().equals("message")) {
            finishMessage("incomplete");
        } else if (open != null) {
            closeItem("incomplete");
        }
        ObjectNode said = details == null ? null : details.put("type", status);
        send("response.done", event -> event.set("response", json(status, said)));
        onDone.accept(this);
    }

    /** Nothing more comes of it. */
    void drop() {
        over = true;
        timer.cancel();
        if (speaker != null) {
            speaker.cancel();
        }
    }

    private RealtimeItem item() {
        return java.util.Objects.requireNonNull(open, "Nothing is being said.");
    }

    private ObjectNode json(String status, @Nullable ObjectNode details) {
        ObjectNode json = ServerEvents.object()
                .put("object", "realtime.response")
                .put("id", id)
                .put("status", status);
        ArrayNode items = json.putArray("output");
        output.forEach(item -> items.add(item.json().deepCopy()));
        json.put("conversation_id", session.id().replace("sess", "conv"));
        json.set("output_modalities", settings.get("output_modalities"));
        json.set("max_output_tokens", settings.get("max_output_tokens"));
        ObjectNode audio = json.putObject("audio").putObject("output");
        audio.set("format", settings.at("/audio/output/format"));
        audio.set("voice", settings.at("/audio/output/voice"));
        json.set("metadata", settings.get("metadata"));
        json.set("status_details", details);
        if (status.equals("in_progress")) {
            json.putNull("usage");
        } else {
            putUsage(json.putObject("usage"));
        }
        return json;
    }

    /** 20 tokens a second of speech, one a word. */
    private void putUsage(ObjectNode usage) {
        int audio = (int) (length.toMillis() / 50);
        int text = said.isEmpty() ? 0 : said.toString().split(" ").length;
        int in = session.conversation().messages().size() * 20;
        usage.put("total_tokens", in + audio + text).put("input_tokens", in).put("output_tokens", audio + text);
        usage.putObject("input_token_details")
                .put("text_tokens", in)
                .put("audio_tokens", 0)
                .put("cached_tokens", 0);
        usage.putObject("output_token_details").put("text_tokens", text).put("audio_tokens", audio);
    }

    private void sendItem(String type, RealtimeItem item) {
        int index = output.indexOf(item);
        send(type, event -> event.put("output_index", index)
                .set("item", item.json().deepCopy()));
    }

    private void sendPart(String type, String kind, String text) {
        sendAtPart(type, event -> event.putObject("part")
                .put("type", kind)
                .put(kind.equals("text") ? "text" : "transcript", text));
    }

    private void sendAtPart(String type, Consumer<ObjectNode> fields) {
        send(type, event -> fields.accept(at(event).put("content_index", 0)));
    }

    private ObjectNode at(ObjectNode event) {
        return event.put("item_id", item().id()).put("output_index", output.size() - 1);
    }

    private void send(String type, Consumer<ObjectNode> fields) {
        session.events().send(type, event -> {
            if (!type.equals("response.created") && !type.equals("response.done")) {
                event.put("response_id", id);
            }
            fields.accept(event);
        });
    }

    private void later(Duration delay, Runnable task) {
        timer = session.mind().time().schedule(delay, session.mailbox(), () -> {
            if (!over) {
                task.run();
            }
        });
    }
}
