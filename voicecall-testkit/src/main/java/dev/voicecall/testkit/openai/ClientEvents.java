package dev.voicecall.testkit.openai;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.ObjectNode;
import java.time.Duration;
import java.util.Base64;
import java.util.HashSet;
import java.util.List;
import java.util.Optional;
import java.util.Set;

/** Does what the events of a client ask for. Called on the session's mailbox. */
final class ClientEvents {
    private static final int MAX_APPEND_BYTES = 15 << 20;
    private static final String TYPES = "'session.update', 'input_audio_buffer.append', 'input_audio_buffer.commit', "
            + "'input_audio_buffer.clear', 'conversation.item.create', 'conversation.item.truncate', "
            + "'conversation.item.delete', 'conversation.item.retrieve', 'response.create' and 'response.cancel'";

    private final RealtimeSession session;

    ClientEvents(RealtimeSession session) {
        this.session = session;
    }

    /** @throws RealtimeException if that can't be */
    void handle(JsonNode event) {
        String type = SessionUpdate.requireText("type", event.get("type"));
        switch (type) {
            case "session.update" -> update(event);
            case "input_audio_buffer.append" -> append(event);
            case "input_audio_buffer.commit" -> {
                requireKeys(event);
                session.commit();
            }
            case "input_audio_buffer.clear" -> {
                requireKeys(event);
                session.clear();
                session.events().send("input_audio_buffer.cleared", cleared -> {});
            }
            case "conversation.item.create" -> create(event);
            case "conversation.item.retrieve" -> retrieve(event);
            case "conversation.item.delete" -> delete(event);
            case "conversation.item.truncate" -> truncate(event);
            case "response.create" -> respond(event);
            case "response.cancel" -> cancel(event);
            case "output_audio_buffer.clear" ->
                throw RealtimeException.at(
                        "type",
                        "invalid_value",
                        "'output_audio_buffer.clear' is only supported on WebRTC and SIP connections.");
            default -> throw RealtimeException.invalidValue("type", type, TYPES);
        }
    }

    private void update(JsonNode event) {
        requireKeys(event, "session");
        session.config().update(SessionUpdate.requireObject("session", event.get("session")), session.spoken());
        session.events()
                .send(
                        "session.updated",
                        updated -> updated.set("session", session.config().json()));
    }

    private void append(JsonNode event) {
        requireKeys(event, "audio");
        String base64 = SessionUpdate.requireText("audio", event.get("audio"));
        if (base64.length() > MAX_APPEND_BYTES) {
            throw RealtimeException.at(
                    "audio",
                    "invalid_value",
                    "Invalid 'audio'. Expected at most 15 MiB of base64-encoded audio bytes.");
        }
        byte[] sound;
        try {
            sound = Base64.getDecoder().decode(base64);
        } catch (IllegalArgumentException e) {
            throw RealtimeException.at(
                    "audio", "invalid_value", "Invalid 'audio'. Expected base64-encoded audio bytes.");
        }
        session.input().append(sound);
    }

    private void create(JsonNode event) {
        requireKeys(event, "previous_item_id", "item");
        ObjectNode json = ItemRules.requireValid(event.get("item"), session.conversation());
        if (!json.has("id")) {
            json.put("id", session.ids().next("item"));
        }
        json.put("object", "realtime.item").put("status", "completed");
        RealtimeItem item = new RealtimeItem(json);
        item.setWords(ItemRules.text(json));
        session.conversation().insert(item, place(event.path("previous_item_id")));
        session.conversation().done(item);
    }

    private int place(JsonNode previous) {
        if (previous.isMissingNode() || previous.isNull()) {
            return session.conversation().items().size();
        }
        int at = previous.asText().equals("root") ? 0 : session.conversation().indexAfter(previous.asText());
        if (at < 0) {
            throw RealtimeException.at(
                    "previous_item_id",
                    "item_create_invalid_previous_item_id",
                    "Error adding item: the previous item with id '" + previous.asText() + "' does not exist.");
        }
        return at;
    }

    private void retrieve(JsonNode event) {
        requireKeys(event, "item_id");
        RealtimeItem item = find(event, "item_retrieve_invalid_item_id", "retrieving");
        session.events().send("conversation.item.retrieved", sent -> {
            ObjectNode json = item.json().deepCopy();
            if (item.sound().length > 0) {
                ((ObjectNode) json.withArray("/content").get(0))
                        .put("audio", Base64.getEncoder().encodeToString(item.sound()));
            }
            sent.set("item", json);
        });
    }

    private void delete(JsonNode event) {
        requireKeys(event, "item_id");
        RealtimeItem item = find(event, "item_delete_invalid_item_id", "deleting");
        session.conversation().remove(item.id());
        session.events().send("conversation.item.deleted", sent -> sent.put("item_id", item.id()));
    }

    private void truncate(JsonNode event) {
        requireKeys(event, "item_id", "content_index", "audio_end_ms");
        int index = requireNumber("content_index", event);
        int endMillis = requireNumber("audio_end_ms", event);
        RealtimeItem item = find(event, "item_truncate_invalid_item_id", "truncating");
        if (!item.role().equals("assistant") || item.length().isZero()) {
            throw RealtimeException.at("item_id", "invalid_value", "Only model output audio messages can be truncated");
        }
        if (index != 0) {
            throw RealtimeException.at(
                    "content_index", "invalid_value", "Audio content at index " + index + " does not exist.");
        }
        long length = item.length().toMillis();
        if (length < endMillis) {
            throw RealtimeException.at(
                    "audio_end_ms",
                    "invalid_value",
                    "Audio content of " + length + "ms is already shorter than " + endMillis + "ms");
        }
        session.truncate(item, Duration.ofMillis(endMillis));
        session.events().send("conversation.item.truncated", sent -> sent.put("item_id", item.id())
                .put("content_index", index)
                .put("audio_end_ms", endMillis));
    }

    private static int requireNumber(String name, JsonNode event) {
        JsonNode number = event.path(name);
        if (number.isMissingNode()) {
            throw RealtimeException.missing(name);
        }
        if (!number.isInt()) {
            throw RealtimeException.invalidType(name, "an integer", Json.kind(number));
        }
        if (number.asInt() < 0) {
            throw RealtimeException.at(
                    name, "integer_below_min_value", "Invalid '" + name + "': expected a value >= 0.");
        }
        return number.asInt();
    }

    private RealtimeItem find(JsonNode event, String code, String doing) {
        String id = SessionUpdate.requireText("item_id", event.get("item_id"));
        return session.conversation()
                .find(id)
                .orElseThrow(() -> RealtimeException.at(
                        "item_id", code, "Error " + doing + " item: the item with id '" + id + "' does not exist."));
    }

    private void respond(JsonNode event) {
        requireKeys(event, "response");
        if (session.config().transcribesOnly()) {
            throw RealtimeException.at(
                    "type", "invalid_value", "'response.create' is not supported in a transcription session.");
        }
        JsonNode response = event.has("response") ? event.get("response") : Json.object();
        SessionUpdate.requireValidResponse(response);
        for (String other : List.of("conversation", "input")) {
            if (response.has(other) && !response.get(other).asText().equals("auto")) {
                throw RealtimeException.at(
                        "response." + other,
                        "not_simulated",
                        "The simulator has no responses beside the conversation.");
            }
        }
        session.respond(response);
    }

    private void cancel(JsonNode event) {
        requireKeys(event, "response_id");
        session.cancel(Optional.ofNullable(event.get("response_id")).map(JsonNode::asText));
    }

    private static void requireKeys(JsonNode event, String... own) {
        Set<String> known = new HashSet<>(Set.of("type", "event_id"));
        known.addAll(Set.of(own));
        SessionUpdate.requireKeys("", event, known);
    }
}
