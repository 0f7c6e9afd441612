package dev.voicecall.openai;

import dev.voicecall.CallInfo;
import dev.voicecall.spi.Tool;
import java.util.List;
import java.util.Optional;
import java.util.OptionalDouble;
import java.util.OptionalInt;
import java.util.function.Function;

/** Settings of a chat. Called by one thread at a time. */
public final class ChatSettingsBuilder {
    private final Function<CallInfo, String> instructions;
    private String model = "gpt-4.1-mini";
    private List<Tool> tools = List.of();
    private OptionalDouble temperature = OptionalDouble.empty();
    private OptionalInt maxTokens = OptionalInt.empty();
    private Optional<String> reasoningEffort = Optional.empty();
    private boolean tellsLanguage = true;

    ChatSettingsBuilder(Function<CallInfo, String> instructions) {
        this.instructions = instructions;
    }

    /** Which model; {@code gpt-4.1-mini} by default, which begins to speak at once: it does not reason. */
    public ChatSettingsBuilder model(String name) {
        this.model = name;
        return this;
    }

    /** What it may do besides talking; nothing by default. */
    public ChatSettingsBuilder tools(Tool... tools) {
        return tools(List.of(tools));
    }

    /** What it may do besides talking; nothing by default. */
    public ChatSettingsBuilder tools(List<Tool> tools) {
        this.tools = tools;
        return this;
    }

    /** How freely it chooses its words, 0 to 2; by default the model's own, 1. Models that reason take none. */
    public ChatSettingsBuilder temperature(double temperature) {
        this.temperature = OptionalDouble.of(temperature);
        return this;
    }

    /** How long an answer may be, in tokens; an answer that is cut is spoken up to there. As long as it likes by default. */
    public ChatSettingsBuilder maxTokens(int tokens) {
        this.maxTokens = OptionalInt.of(tokens);
        return this;
    }

    /**
     * How long a model that reasons thinks before it speaks; by default its own choice, which may be seconds. From GPT-5.4 on a
     * model with tools takes nothing but {@code none} in a chat.
     */
    public ChatSettingsBuilder reasoningEffort(String effort) {
        this.reasoningEffort = Optional.of(effort);
        return this;
    }

    /** Doesn't tell the model in which language the call is: the instructions do, or it answers as it is spoken to. */
    public ChatSettingsBuilder anyLanguage() {
        this.tellsLanguage = false;
        return this;
    }

    /** @throws IllegalArgumentException if a value is out of its bounds */
    public ChatSettings build() {
        return new ChatSettings(instructions, model, tools, temperature, maxTokens, reasoningEffort, tellsLanguage);
    }
}
