package dev.voicecall.openai;

import com.fasterxml.jackson.databind.JsonNode;
import dev.voicecall.Usage;
import java.time.Duration;
import java.util.Optional;
import java.util.OptionalLong;

/** What OpenAI says that an answer has used. */
final class ReportedUsage {
    private static final String PROVIDER = "openai";

    private ReportedUsage() {}

    /**
     * From the {@code usage} of an answer: tokens, as the chats and the other models name them, or the seconds of sound that
     * Whisper has heard.
     *
     * @return empty if it says nothing
     */
    static Optional<Usage> of(String model, JsonNode usage) {
        JsonNode seconds = usage.path("seconds");
        if (seconds.isNumber()) {
            return Optional.of(Usage.audio(PROVIDER, model, Duration.ofMillis(Math.round(seconds.asDouble() * 1_000))));
        }
        OptionalLong input = number(usage, "input_tokens", "prompt_tokens");
        OptionalLong output = number(usage, "output_tokens", "completion_tokens");
        return input.isEmpty() && output.isEmpty()
                ? Optional.empty()
                : Optional.of(Usage.tokens(PROVIDER, model, input, output));
    }

    /** A text that was spoken, which the server counts as we do. */
    static Usage spoken(String model, String text) {
        return Usage.characters(PROVIDER, model, text.codePointCount(0, text.length()));
    }

    private static OptionalLong number(JsonNode usage, String name, String inChats) {
        JsonNode number = usage.has(name) ? usage.path(name) : usage.path(inChats);
        return number.isIntegralNumber() ? OptionalLong.of(number.asLong()) : OptionalLong.empty();
    }
}
