package dev.voicecall.openai;

import dev.voicecall.CallInfo;
import dev.voicecall.spi.Tool;
import java.util.List;
import java.util.Optional;
import java.util.OptionalDouble;
import java.util.OptionalInt;
import java.util.function.Function;

/**
 * How a model of OpenAI's is to think.
 *
 * <pre>{@code
 * ChatSettings settings = ChatSettings.builder("You are the receptionist of a dentist. Be brief.")
 *         .model("gpt-4.1")
 *         .temperature(0.4)
 *         .tools(weather, Tool.hangUp())
 *         .build();
 * Responder responder = openAi.responder(settings);
 * }</pre>
 *
 * <p>Immutable, if the function of the instructions is.
 *
 * @param instructions what the model is told on a call: who it is, what it is to do, how it is to speak; may be empty
 * @param model which model
 * @param tools what it may do besides talking; at most 128, each of another name
 * @param temperature how freely it chooses its words, 0 to 2; empty for the model's own
 * @param maxTokens how long an answer may be; empty for as long as the model likes
 * @param reasoningEffort how long it thinks before it speaks: {@code none}, {@code minimal}, {@code low}, …; empty for the
 *     model's own. Models that don't reason take none.
 * @param tellsLanguage whether the model is told in which language the call is, and to answer in it
 */
public record ChatSettings(
        Function<CallInfo, String> instructions,
        String model,
        List<Tool> tools,
        OptionalDouble temperature,
        OptionalInt maxTokens,
        Optional<String> reasoningEffort,
        boolean tellsLanguage) {
    private static final int MAX_TOOLS = 128;

    /** @throws IllegalArgumentException if a value is out of its bounds */
    public ChatSettings {
        requireName("model", model);
        reasoningEffort.ifPresent(effort -> requireName("reasoningEffort", effort));
        temperature.ifPresent(ChatSettings::requireTemperature);
        if (maxTokens.isPresent() && maxTokens.getAsInt() < 1) {
            throw new IllegalArgumentException("maxTokens is " + maxTokens.getAsInt() + "; it must be at least 1.");
        }
        tools = List.copyOf(tools);
        requireDistinct(tools);
        tools.forEach(ChatSettings::requireSchema);
    }

    /** Begins with what the model is told; all else has defaults. */
    public static ChatSettingsBuilder builder(String instructions) {
        return new ChatSettingsBuilder(call -> instructions);
    }

    /**
     * The same, with instructions that depend on the call: who calls, which number was called.
     *
     * @param instructions called for each answer, on a thread that may block
     */
    public static ChatSettingsBuilder builder(Function<CallInfo, String> instructions) {
        return new ChatSettingsBuilder(instructions);
    }

    private static void requireName(String what, String value) {
        if (value.isBlank()) {
            throw new IllegalArgumentException(what + " is blank; name one, or leave it out.");
        }
    }

    private static void requireTemperature(double value) {
        if (!(value >= 0 && value <= 2)) {
            throw new IllegalArgumentException("temperature is " + value + "; it must be 0 to 2.");
        }
    }

    private static void requireSchema(Tool tool) {
        if (!Json.read(tool.schema()).isObject()) {
            throw new IllegalArgumentException("The schema of the tool " + tool.name() + " is not a JSON object.");
        }
    }

    private static void requireDistinct(List<Tool> tools) {
        long names = tools.stream().map(Tool::name).distinct().count();
        if (tools.size() > MAX_TOOLS || names < tools.size()) {
            throw new IllegalArgumentException("There are " + tools.size() + " tools with " + names
                    + " names; there may be " + MAX_TOOLS + ", each with another name.");
        }
    }
}
