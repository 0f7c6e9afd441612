package dev.voicecall.testkit.openai;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.ObjectNode;
import dev.voicecall.testkit.openai.SimulatedModel.Prompt;
import java.util.ArrayList;
import java.util.List;
import java.util.Set;

/** A request for a chat completion that was found to be right. Immutable. */
record ChatRequest(Prompt prompt, boolean stream, boolean usage, boolean obfuscated) {
    private static final Set<String> PARAMETERS = Set.of(
            "messages",
            "model",
            "stream",
            "stream_options",
            "tools",
            "tool_choice",
            "parallel_tool_calls",
            "temperature",
            "top_p",
            "max_tokens",
            "max_completion_tokens",
            "n",
            "stop",
            "presence_penalty",
            "frequency_penalty",
            "logit_bias",
            "logprobs",
            "top_logprobs",
            "response_format",
            "seed",
            "user",
            "service_tier",
            "store",
            "metadata",
            "reasoning_effort",
            "verbosity",
            "modalities",
            "audio",
            "prediction",
            "functions",
            "function_call",
            "safety_identifier",
            "prompt_cache_key",
            "prompt_cache_retention",
            "web_search_options");

    /**
     * Checks a body as OpenAI does.
     *
     * @throws ApiError if there is anything wrong with it
     */
    static ChatRequest of(ObjectNode body, Models models) {
        body.fieldNames().forEachRemaining(name -> {
            if (!PARAMETERS.contains(name)) {
                throw ApiError.invalid("Unrecognized request argument supplied: " + name, null, null);
            }
        });
        Fields fields = new Fields(body, "");
        String model = model(body);
        models.checkChat(model, body);
        fields.number("temperature", 0, 2);
        fields.number("top_p", 0, 1);
        fields.number("presence_penalty", -2, 2);
        fields.number("frequency_penalty", -2, 2);
        boolean stream = fields.flag("stream", false);
        List<String> tools = ChatTools.names(body);
        ChatMessages messages = ChatMessages.of(body);
        Prompt prompt = new Prompt(model, messages.instructions(), messages.messages(), tools);
        JsonNode options = body.path("stream_options");
        if (options.isObject() && !stream) {
            throw ApiError.invalid(
                    "The 'stream_options' parameter is only allowed when 'stream' is enabled.", "stream_options", null);
        }
        return new ChatRequest(
                prompt,
                stream,
                options.path("include_usage").asBoolean(),
                options.path("include_obfuscation").asBoolean(true));
    }

    private static String model(ObjectNode body) {
        if (!body.hasNonNull("model")) {
            throw ApiError.invalid("you must provide a model parameter", null, null);
        }
        return new Fields(body, "").text("model");
    }

    int promptTokens() {
        List<String> texts = new ArrayList<>(List.of(prompt.instructions()));
        prompt.messages().forEach(message -> texts.add(message.text()));
        return texts.stream().mapToInt(Tokens::count).sum();
    }
}
