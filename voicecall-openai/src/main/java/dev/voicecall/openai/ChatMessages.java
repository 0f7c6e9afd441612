package dev.voicecall.openai;

import com.fasterxml.jackson.databind.node.ArrayNode;
import com.fasterxml.jackson.databind.node.ObjectNode;
import dev.voicecall.ToolUse;
import dev.voicecall.spi.Conversation;
import java.util.HashSet;
import java.util.List;
import java.util.Locale;
import java.util.Set;

/**
 * A conversation as the messages of a chat. Called by one thread at a time.
 *
 * <p>The model reads what was heard, not what was meant to be said: of an answer that was interrupted the words up to there and
 * "…". Each use of a tool is a call and its result, whatever became of it, since a call without a result is refused.
 */
final class ChatMessages {
    private static final String CUT = "…";

    private final ArrayNode messages = Json.object().arrayNode();
    private final Set<String> toolCallIds = new HashSet<>();

    /** Begins with what the model is told. */
    ChatMessages(ChatSettings settings, Conversation conversation) {
        String instructions = settings.instructions().apply(conversation.call());
        String language = settings.tellsLanguage() ? language(conversation.language()) : "";
        String all = (instructions + "\n\n" + language).strip();
        if (!all.isEmpty()) {
            add("system", all);
        }
        conversation.messages().forEach(this::add);
    }

    /** All of them. */
    ArrayNode json() {
        return messages;
    }

    /** Which ids calls of tools have. */
    Set<String> toolCallIds() {
        return toolCallIds;
    }

    private void add(Conversation.Message message) {
        switch (message.role()) {
            case CALLER -> add("user", message.text());
            case AGENT -> addOurs(message);
            case TOOLS -> addTools("", message.tools());
        }
    }

    private void addOurs(Conversation.Message message) {
        String text = message.text().strip();
        if (!text.isEmpty()) {
            add("assistant", message.interrupted() && !text.endsWith(CUT) ? text + CUT : text);
        }
    }

    private void add(String role, String content) {
        messages.addObject().put("role", role).put("content", content);
    }

    /**
     * Tools were used.
     *
     * @param said what was said with it; empty for nothing
     */
    void addTools(String said, List<ToolUse> uses) {
        if (uses.isEmpty()) {
            return;
        }
        ObjectNode asked = messages.addObject().put("role", "assistant");
        asked.put("content", said.isBlank() ? null : said);
        ArrayNode calls = asked.putArray("tool_calls");
        for (ToolUse use : uses) {
            toolCallIds.add(use.id());
            calls.addObject()
                    .put("id", use.id())
                    .put("type", "function")
                    .putObject("function")
                    .put("name", name(use.name()))
                    .put("arguments", arguments(use.arguments()));
        }
        for (ToolUse use : uses) {
            messages.addObject()
                    .put("role", "tool")
                    .put("tool_call_id", use.id())
                    .put("content", result(use));
        }
    }

    /** A model may have called a tool by a name that is refused. */
    private static String name(String name) {
        String allowed = name.replaceAll("[^a-zA-Z0-9_-]", "_");
        return allowed.isEmpty() ? "unknown" : allowed.substring(0, Math.min(64, allowed.length()));
    }

    /** Servers that read the arguments refuse what isn't an object. */
    private static String arguments(String json) {
        return Json.read(json).isObject() ? json : "{}";
    }

    private static String result(ToolUse use) {
        if (!use.result().isBlank()) {
            return use.result();
        }
        return switch (use.status()) {
            case RUNNING -> "It has not ended yet.";
            case DONE -> "Done.";
            case FAILED -> "It failed.";
            case TIMED_OUT -> "It took too long.";
            case CANCELLED -> "It was given up.";
        };
    }

    private static String language(String tag) {
        String name = Locale.forLanguageTag(tag).getDisplayLanguage(Locale.ENGLISH);
        return name.isEmpty() ? "" : "The conversation is in " + name + " (" + tag + "). Answer in that language.";
    }
}
