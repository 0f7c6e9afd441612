package dev.voicecall.testkit.openai;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.ObjectNode;
import java.util.HashSet;
import java.util.Map;
import java.util.Set;
import java.util.stream.Collectors;
import java.util.stream.StreamSupport;
import org.jspecify.annotations.Nullable;

/** Which items a client may put into a conversation. */
final class ItemRules {
    private static final Map<String, Set<String>> PARTS = Map.of(
            "system", Set.of("input_text"),
            "user", Set.of("input_text", "input_audio", "input_image"),
            "assistant", Set.of("output_text", "output_audio"));

    private ItemRules() {}

    /** @throws RealtimeException unless it may */
    static ObjectNode requireValid(@Nullable JsonNode item, RealtimeConversation conversation) {
        ObjectNode json = SessionUpdate.requireObject("item", item).deepCopy();
        String type = SessionUpdate.requireText("item.type", json.get("type"));
        switch (type) {
            case "message" -> requireMessage(json);
            case "function_call" -> {
                requireKeys(json, "call_id", "name", "arguments");
                SessionUpdate.requireText("item.name", json.get("name"));
                SessionUpdate.requireText("item.arguments", json.get("arguments"));
            }
            case "function_call_output" -> requireOutput(json, conversation);
            default ->
                throw RealtimeException.invalidValue(
                        "item.type", type, "'message', 'function_call' and 'function_call_output'");
        }
        if (json.has("id") && conversation.find(json.get("id").asText()).isPresent()) {
            throw RealtimeException.at(
                    "item.id",
                    "item_create_duplicate_item_id",
                    "Error adding item: an item with id '" + json.get("id").asText() + "' already exists.");
        }
        return json;
    }

    private static void requireMessage(ObjectNode json) {
        requireKeys(json, "role", "content");
        String role = SessionUpdate.requireText("item.role", json.get("role"));
        Set<String> kinds = PARTS.get(role);
        if (kinds == null) {
            throw RealtimeException.invalidValue("item.role", role, "'user', 'assistant' and 'system'");
        }
        if (!json.path("content").isArray()) {
            throw RealtimeException.missing("item.content");
        }
        int number = 0;
        for (JsonNode part : json.get("content")) {
            String at = "item.content[" + number++ + "]";
            String kind = SessionUpdate.requireText(at + ".type", part.get("type"));
            if (!kinds.contains(kind)) {
                throw RealtimeException.invalidValue(
                        at + ".type", kind, kinds.stream().sorted().collect(Collectors.joining("', '", "'", "'")));
            }
            SessionUpdate.requireKeys(at, part, Set.of("type", "text", "audio", "image_url", "detail", "transcript"));
            if (kind.endsWith("_text")) {
                SessionUpdate.requireText(at + ".text", part.get("text"));
            }
        }
    }

    private static void requireOutput(ObjectNode json, RealtimeConversation conversation) {
        requireKeys(json, "call_id", "output");
        SessionUpdate.requireText("item.output", json.get("output"));
        String call = SessionUpdate.requireText("item.call_id", json.get("call_id"));
        if (!conversation.hasCall(call)) {
            throw RealtimeException.at(
                    "item.call_id", "invalid_tool_call_id", "Tool call ID '" + call + "' not found in conversation.");
        }
    }

    private static void requireKeys(ObjectNode json, String... own) {
        Set<String> known = new HashSet<>(Set.of("id", "object", "type", "status"));
        known.addAll(Set.of(own));
        SessionUpdate.requireKeys("item", json, known);
    }

    /** What a message says; empty for anything else. */
    static String text(ObjectNode json) {
        return StreamSupport.stream(json.path("content").spliterator(), false)
                .map(part -> part.path("text").asText(part.path("transcript").asText()))
                .collect(Collectors.joining(" "));
    }
}
