package dev.voicecall.testkit.openai;

import com.fasterxml.jackson.databind.node.ArrayNode;
import com.fasterxml.jackson.databind.node.ObjectNode;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.function.Consumer;
import org.jspecify.annotations.Nullable;

/** Writes the events of one response, and keeps what it consists of. Called on the session's mailbox. */
final class ResponseEvents {
    private static final int MILLIS_PER_TOKEN = 50;

    private final RealtimeSession session;
    private final String id;
    private final ObjectNode settings;
    private final List<RealtimeItem> output = new ArrayList<>();

    /** @param settings of the session, and what the request has put in their place */
    ResponseEvents(RealtimeSession session, String id, ObjectNode settings) {
        this.session = session;
        this.id = id;
        this.settings = settings;
    }

    void created() {
        session.events().send("response.created", event -> event.set("response", response("in_progress", null)));
        session.events().send("rate_limits.updated", event -> {
            ArrayNode limits = event.putArray("rate_limits");
            putLimit(limits.addObject().put("name", "requests"), 1_000);
            putLimit(limits.addObject().put("name", "tokens"), 50_000);
        });
    }

    private static void putLimit(ObjectNode limit, int most) {
        limit.put("limit", most).put("remaining", most - 1).put("reset_seconds", 60);
    }

    /** @param details why it did not complete */
    void done(String status, @Nullable ObjectNode details) {
        session.events().send("response.done", event -> event.set("response", response(status, details)));
    }

    /** An item has begun. */
    void added(RealtimeItem item) {
        output.add(item);
        sendItem("response.output_item.added", item);
        session.conversation().add(item);
    }

    /** An item has ended. */
    void done(RealtimeItem item, String status) {
        item.json().put("status", status);
        sendItem("response.output_item.done", item);
        session.conversation().done(item);
    }

    private void sendItem(String type, RealtimeItem item) {
        session.events().send(type, event -> event.put("response_id", id)
                .put("output_index", output.indexOf(item))
                .set("item", item.json().deepCopy()));
    }

    /** Something about an item. */
    void send(String type, RealtimeItem item, Consumer<ObjectNode> fields) {
        session.events()
                .send(
                        type,
                        event -> fields.accept(event.put("response_id", id)
                                .put("item_id", item.id())
                                .put("output_index", output.indexOf(item))));
    }

    /** Something about the only part of a message. */
    void sendOfPart(String type, RealtimeItem message, Consumer<ObjectNode> fields) {
        send(type, message, event -> fields.accept(event.put("content_index", 0)));
    }

    /** How long all that it has said sounds. */
    Duration length() {
        return output.stream().map(RealtimeItem::length).reduce(Duration.ZERO, Duration::plus);
    }

    private ObjectNode response(String status, @Nullable ObjectNode details) {
        ObjectNode json = Json.object().put("object", "realtime.response");
        json.put("id", id).put("status", status).set("status_details", details);
        ArrayNode items = json.putArray("output");
        output.forEach(item -> items.add(item.json().deepCopy()));
        json.put("conversation_id", session.conversation().id());
        json.set("output_modalities", settings.get("output_modalities"));
        json.set("max_output_tokens", settings.get("max_output_tokens"));
        ObjectNode audio = json.putObject("audio").putObject("output");
        audio.set("format", settings.at("/audio/output/format"));
        audio.set("voice", settings.at("/audio/output/voice"));
        json.set("metadata", settings.get("metadata"));
        if (status.equals("in_progress")) {
            json.putNull("usage");
        } else {
            putUsage(json.putObject("usage"));
        }
        return json;
    }

    /** Of speech a token each 50 ms, of text one each word: near enough for sums that have to add up. */
    private void putUsage(ObjectNode usage) {
        int audio = (int) (length().toMillis() / MILLIS_PER_TOKEN);
        int text = words(output.stream().map(RealtimeItem::words).toList());
        int heard = words(session.conversation().messages().stream()
                .map(SimulatedModel.Message::text)
                .toList());
        usage.put("total_tokens", heard + audio + text)
                .put("input_tokens", heard)
                .put("output_tokens", audio + text);
        usage.putObject("input_token_details")
                .put("text_tokens", heard)
                .put("audio_tokens", 0)
                .put("cached_tokens", 0);
        usage.putObject("output_token_details").put("text_tokens", text).put("audio_tokens", audio);
    }

    private static int words(List<String> texts) {
        return texts.stream()
                .mapToInt(text -> text.isEmpty() ? 0 : text.split(" ", -1).length)
                .sum();
    }
}
