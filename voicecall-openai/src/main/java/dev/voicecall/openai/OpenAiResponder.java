package dev.voicecall.openai;

import com.fasterxml.jackson.databind.node.ArrayNode;
import com.fasterxml.jackson.databind.node.ObjectNode;
import dev.voicecall.ProviderException;
import dev.voicecall.ProviderException.Stage;
import dev.voicecall.openai.Http.Post;
import dev.voicecall.spi.Conversation;
import dev.voicecall.spi.Responder;
import dev.voicecall.spi.Tool;
import dev.voicecall.spi.ToolCall;
import java.util.List;

/** Thinks by a chat (Chat Completions, streamed), with tools as often as the model wants them, within bounds. Safe for use by many threads. */
final class OpenAiResponder implements Responder {
    /** So often tools are used for one answer; then the model must do with what it knows. */
    private static final int MAX_TOOL_ROUNDS = 8;

    private final Http http;
    private final ChatSettings settings;

    OpenAiResponder(Http http, ChatSettings settings) {
        this.http = http;
        this.settings = settings;
    }

    /** Outside of a call there is nobody to use tools. */
    @Override
    public String respond(Conversation conversation) throws Exception {
        WrittenResponse response = new WrittenResponse();
        ask(new ChatMessages(settings, conversation), false, response);
        return response.text();
    }

    @Override
    public void respond(Conversation conversation, Response response) throws Exception {
        ChatMessages messages = new ChatMessages(settings, conversation);
        boolean said = false;
        boolean ending = false;
        for (int round = 1; round <= MAX_TOOL_ROUNDS && !ending; round++) {
            ChatCompletion completion = ask(messages, true, response);
            List<ToolCall> calls = completion.toolCalls(messages.toolCallIds());
            if (calls.isEmpty()) {
                return;
            }
            said |= !completion.said().isBlank();
            messages.addTools(completion.said(), response.use(settings.tools(), calls));
            ending = calls.stream().allMatch(this::isEnding);
        }
        if (!(ending && said)) {
            askForWords(messages, response);
        }
    }

    /** After a goodbye nothing is left to say; a model that ends the call without one is asked for it. */
    private boolean isEnding(ToolCall call) {
        return settings.tools().stream()
                .anyMatch(tool -> tool.name().equals(call.name()) && !(tool.effect() instanceof Tool.Work));
    }

    private void askForWords(ChatMessages messages, Response response) throws InterruptedException {
        ChatCompletion completion = ask(messages, false, response);
        if (completion.wantsTools()) {
            throw new ProviderException(
                    Stage.THINKING, settings.model() + " asks for tools though it may not.", false, null);
        }
    }

    private ChatCompletion ask(ChatMessages messages, boolean mayUseTools, Response response)
            throws InterruptedException {
        Post post = new Post("/chat/completions", "application/json", Json.bytes(request(messages, mayUseTools)));
        try (Reply reply = http.post(Stage.THINKING, post)) {
            return ChatCompletion.read(reply, settings.model(), response);
        }
    }

    private ObjectNode request(ChatMessages messages, boolean mayUseTools) {
        ObjectNode request = Json.object().put("model", settings.model());
        request.set("messages", messages.json());
        request.put("stream", true).putObject("stream_options").put("include_usage", true);
        settings.temperature().ifPresent(value -> request.put("temperature", value));
        settings.maxTokens().ifPresent(value -> request.put("max_completion_tokens", value));
        settings.reasoningEffort().ifPresent(value -> request.put("reasoning_effort", value));
        if (!settings.tools().isEmpty()) {
            ArrayNode tools = request.putArray("tools");
            settings.tools().forEach(tool -> describe(tool, tools.addObject()));
            if (!mayUseTools) {
                request.put("tool_choice", "none");
            }
        }
        return request;
    }

    private static void describe(Tool tool, ObjectNode into) {
        ObjectNode function = into.put("type", "function").putObject("function");
        function.put("name", tool.name()).put("description", tool.description());
        function.set("parameters", Json.read(tool.schema()));
    }
}
