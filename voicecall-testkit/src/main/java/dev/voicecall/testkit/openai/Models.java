package dev.voicecall.testkit.openai;

import com.fasterxml.jackson.databind.node.ObjectNode;
import java.util.List;
import java.util.Set;
import java.util.regex.Pattern;

/**
 * The models that there are. Immutable.
 *
 * @param more names of models for chat that OpenAI doesn't have
 */
record Models(Set<String> more) {
    static final List<String> SPEECH = List.of(
            "tts-1", "tts-1-1106", "tts-1-hd", "tts-1-hd-1106", "gpt-4o-mini-tts", "gpt-4o-mini-tts-2025-12-15");
    static final List<String> TRANSCRIPTION = List.of(
            "whisper-1",
            "gpt-4o-transcribe",
            "gpt-4o-mini-transcribe",
            "gpt-4o-mini-transcribe-2025-12-15",
            "gpt-4o-transcribe-diarize");

    private static final Pattern CHAT = Pattern.compile(
            "(gpt-3\\.5-turbo|gpt-4|gpt-4-turbo|gpt-4o(-mini)?|gpt-4\\.1(-mini|-nano)?|gpt-5(\\.\\d)?(-mini|-nano|-chat-latest)?"
                    + "|o[134](-mini)?|chatgpt-4o-latest)(-\\d{4}-\\d{2}-\\d{2})?");
    private static final Pattern REASONING = Pattern.compile("(gpt-5(?!.*chat)|o[134]).*");

    /** Copies the names. */
    Models {
        more = Set.copyOf(more);
    }

    /** @throws ApiError if there is no such model for chat, or it does not take one of the parameters */
    void checkChat(String model, ObjectNode body) {
        if (!more.contains(model) && !CHAT.matcher(model).matches()) {
            throw ApiError.noSuchModel(model);
        }
        if (REASONING.matcher(model).matches()) {
            checkReasoning(body);
        }
    }

    private static void checkReasoning(ObjectNode body) {
        if (body.hasNonNull("max_tokens")) {
            throw ApiError.invalid(
                    "Unsupported parameter: 'max_tokens' is not supported with this model. Use 'max_completion_tokens'"
                            + " instead.",
                    "max_tokens",
                    "unsupported_parameter");
        }
        if (body.hasNonNull("temperature") && body.path("temperature").asDouble() != 1) {
            throw ApiError.invalid(
                    "Unsupported value: 'temperature' does not support "
                            + body.path("temperature").asText()
                            + " with this model. Only the default (1) value is supported.",
                    "temperature",
                    "unsupported_value");
        }
    }
}
