package dev.voicecall.testkit.openai;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.ObjectNode;
import dev.voicecall.testkit.openai.SimulatedModel.Message;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import org.jspecify.annotations.Nullable;

/** What was said and done in a session, as the model knows it. Called on the session's mailbox. */
final class RealtimeConversation {
    private final String id;
    private final ServerEvents events;
    private final List<RealtimeItem> items = new ArrayList<>();

    RealtimeConversation(String id, ServerEvents events) {
        this.id = id;
        this.events = events;
    }

    String id() {
        return id;
    }

    List<RealtimeItem> items() {
        return List.copyOf(items);
    }

    /** The id of the last item. */
    @Nullable
    String last() {
        return items.isEmpty() ? null : items.get(items.size() - 1).id();
    }

    Optional<RealtimeItem> find(String id) {
        return items.stream().filter(item -> item.id().equals(id)).findFirst();
    }

    /** Adds an item at the end, and says so. */
    void add(RealtimeItem item) {
        insert(item, items.size());
    }

    void insert(RealtimeItem item, int at) {
        items.add(at, item);
        tell("conversation.item.added", item);
    }

    /** Says that an item is complete. */
    void done(RealtimeItem item) {
        tell("conversation.item.done", item);
    }

    private void tell(String type, RealtimeItem item) {
        int at = items.indexOf(item);
        String previous = at > 0 ? items.get(at - 1).id() : null;
        events.send(type, event -> event.put("previous_item_id", previous)
                .set("item", item.json().deepCopy()));
    }

    int indexAfter(String id) {
        for (int i = 0; i < items.size(); i++) {
            if (items.get(i).id().equals(id)) {
                return i + 1;
            }
        }
        return -1;
    }

    boolean remove(String id) {
        return items.removeIf(item -> item.id().equals(id));
    }

    boolean hasCall(String callId) {
        return items.stream()
                .anyMatch(item -> item.type().equals("function_call")
                        && item.json().path("call_id").asText().equals(callId));
    }

    /** The session's instructions, and what system messages add to them. */
    String instructions(JsonNode settings) {
        StringBuilder all = new StringBuilder(settings.path("instructions").asText());
        for (RealtimeItem item : items) {
            if (item.role().equals("system")) {
                all.append(all.isEmpty() ? "" : "\n").append(item.words());
            }
        }
        return all.toString();
    }

    List<Message> messages() {
        return items.stream()
                .filter(item -> !item.role().equals("system"))
                .map(RealtimeConversation::message)
                .toList();
    }

    private static Message message(RealtimeItem item) {
        ObjectNode json = item.json();
        return switch (item.type()) {
            case "function_call" -> new Message(Message.Role.ASSISTANT, "");
            case "function_call_output" ->
                new Message(Message.Role.TOOL, json.path("output").asText());
            default ->
                new Message(item.role().equals("user") ? Message.Role.USER : Message.Role.ASSISTANT, item.words());
        };
    }
}
