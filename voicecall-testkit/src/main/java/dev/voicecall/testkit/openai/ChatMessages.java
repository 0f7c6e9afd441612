package dev.voicecall.testkit.openai;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.ObjectNode;
import dev.voicecall.testkit.openai.SimulatedModel.Message;
import dev.voicecall.testkit.openai.SimulatedModel.Message.Role;
import java.util.ArrayList;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Set;

/** Reads the messages of a request: roles, contents, and whether each call of a tool has its result. Used once. */
final class ChatMessages {
    private static final List<String> ROLES = List.of("system", "assistant", "user", "function", "tool", "developer");

    private final List<String> instructions = new ArrayList<>();
    private final List<Message> messages = new ArrayList<>();
    private final Set<String> unanswered = new LinkedHashSet<>();
    private boolean afterCalls;

    private ChatMessages() {}

    /** @throws ApiError if there is anything wrong with them */
    static ChatMessages of(ObjectNode body) {
        JsonNode all = body.path("messages");
        if (all.isMissingNode() || all.isNull()) {
            throw ApiError.missing("messages");
        }
        if (!all.isArray()) {
            throw ApiError.wrongType("messages", "an array of objects", Json.kind(all));
        }
        if (all.isEmpty()) {
            throw ApiError.invalid(
                    "Invalid 'messages': empty array. Expected an array with minimum length 1, but got an empty array"
                            + " instead.",
                    "messages",
                    "empty_array");
        }
        ChatMessages read = new ChatMessages();
        for (int i = 0; i < all.size(); i++) {
            read.add(all.get(i), "messages[" + i + "]");
        }
        read.checkAnswered();
        return read;
    }

    String instructions() {
        return String.join("\n", instructions);
    }

    List<Message> messages() {
        return messages;
    }

    private void add(JsonNode message, String path) {
        if (!(message instanceof ObjectNode object)) {
            throw ApiError.wrongType(path, "an object", Json.kind(message));
        }
        Fields fields = new Fields(object, path + ".");
        String role = fields.text("role");
        if (!ROLES.contains(role)) {
            throw ApiError.wrongValue(path + ".role", role, Fields.quoted(ROLES));
        }
        if (role.equals("tool")) {
            result(fields);
            return;
        }
        checkAnswered();
        afterCalls = false;
        switch (role) {
            case "assistant" -> assistant(fields);
            case "user" -> {
                fields.allow(Set.of("role", "content", "name"));
                messages.add(new Message(Role.USER, content(fields)));
            }
            default -> {
                fields.allow(Set.of("role", "content", "name"));
                instructions.add(content(fields));
            }
        }
    }

    private void result(Fields fields) {
        fields.allow(Set.of("role", "content", "tool_call_id"));
        if (!afterCalls) {
            throw ApiError.invalid(
                    "Invalid parameter: messages with role 'tool' must be a response to a preceeding message with"
                            + " 'tool_calls'.",
                    fields.path().replaceFirst("\\[(\\d+)]\\.", ".[$1].") + "role",
                    null);
        }
        String id = fields.text("tool_call_id");
        if (!unanswered.remove(id)) {
            throw ApiError.invalid(
                    "Invalid parameter: 'tool_call_id' of '" + id + "' not found in 'tool_calls' of previous message.",
                    fields.path().replaceFirst("\\[(\\d+)]\\.", ".[$1].") + "tool_call_id",
                    null);
        }
        messages.add(new Message(Role.TOOL, content(fields)));
    }

    private void assistant(Fields fields) {
        fields.allow(Set.of("role", "content", "name", "refusal", "tool_calls", "function_call", "audio"));
        JsonNode calls = fields.object().path("tool_calls");
        if (calls.isArray() && calls.isEmpty()) {
            throw ApiError.invalid(
                    "Invalid '" + fields.path() + "tool_calls': empty array. Expected an array with minimum length 1,"
                            + " but got an empty array instead.",
                    fields.path() + "tool_calls",
                    "empty_array");
        }
        for (int i = 0; i < calls.size(); i++) {
            call(calls.get(i), fields.path() + "tool_calls[" + i + "]");
        }
        boolean silent = !fields.object().hasNonNull("content");
        if (silent && !afterCalls && !fields.object().hasNonNull("refusal")) {
            throw ApiError.wrongType(fields.path() + "content", "a string", "null");
        }
        messages.add(new Message(Role.ASSISTANT, silent ? "" : content(fields)));
    }

    private void call(JsonNode call, String path) {
        if (!(call instanceof ObjectNode object)) {
            throw ApiError.wrongType(path, "an object", Json.kind(call));
        }
        Fields fields = new Fields(object, path + ".");
        fields.allow(Set.of("id", "type", "function"));
        fields.choice("type", "", List.of("function", "custom"));
        if (!(object.path("function") instanceof ObjectNode function)) {
            throw ApiError.missing(path + ".function");
        }
        Fields inner = new Fields(function, path + ".function.");
        inner.allow(Set.of("name", "arguments"));
        inner.text("name");
        inner.text("arguments");
        unanswered.add(fields.text("id"));
        afterCalls = true;
    }

    private void checkAnswered() {
        if (!unanswered.isEmpty()) {
            throw ApiError.invalid(
                    "An assistant message with 'tool_calls' must be followed by tool messages responding to each"
                            + " 'tool_call_id'. The following tool_call_ids did not have response messages: "
                            + String.join(", ", unanswered),
                    "messages",
                    null);
        }
    }

    private static String content(Fields fields) {
        JsonNode content = fields.object().path("content");
        if (content.isTextual()) {
            return content.textValue();
        }
        if (content.isMissingNode()) {
            throw ApiError.missing(fields.path() + "content");
        }
        if (!content.isArray()) {
            throw ApiError.wrongType(fields.path() + "content", "a string or array of objects", Json.kind(content));
        }
        StringBuilder text = new StringBuilder();
        for (int i = 0; i < content.size(); i++) {
            String path = fields.path() + "content[" + i + "]";
            if (!(content.get(i) instanceof ObjectNode part)) {
                throw ApiError.wrongType(path, "an object", Json.kind(content.get(i)));
            }
            Fields inner = new Fields(part, path + ".");
            inner.choice("type", "", List.of("text"));
            text.append(inner.text("text"));
        }
        return text.toString();
    }
}
