package dev.voicecall.openai;

import dev.voicecall.spi.Tool;
import java.util.List;
import java.util.Optional;
import java.util.OptionalInt;
import java.util.stream.Collectors;

/**
 * How a model of OpenAI's Realtime API is to hear and to speak.
 *
 * <pre>{@code
 * RealtimeSettings settings = RealtimeSettings.builder("You are the receptionist of a dentist. Be brief.")
 *         .voice("cedar")
 *         .tools(weather, Tool.hangUp())
 *         .build();
 * VoiceAgent agent = VoiceAgent.speechToSpeech(openAi.realtime(settings));
 * }</pre>
 *
 * <p>Immutable.
 *
 * @param instructions what the model is told: who it is, what it is to do, how it is to speak; may be empty
 * @param model which model
 * @param voice in which voice it speaks
 * @param speed how fast, 0.25 to 1.5; 1 is its own speed
 * @param tools what it may do besides talking; at most 128, each of another name
 * @param turnDetection how it notices that the other side has finished
 * @param transcriptionModel which model writes down what the other side says; empty if none does
 * @param noiseReduction what is done about noise; empty for nothing
 * @param maxOutputTokens how long an answer may be, 1 to 4,096; empty for as long as the model likes
 */
public record RealtimeSettings(
        String instructions,
        String model,
        String voice,
        double speed,
        List<Tool> tools,
        TurnDetection turnDetection,
        Optional<String> transcriptionModel,
        Optional<NoiseReduction> noiseReduction,
        OptionalInt maxOutputTokens) {

    /** @throws IllegalArgumentException if a value is out of its bounds */
    public RealtimeSettings {
        requireName("model", model);
        requireName("voice", voice);
        transcriptionModel.ifPresent(name -> requireName("transcriptionModel", name));
        if (!(speed >= 0.25 && speed <= 1.5)) {
            throw new IllegalArgumentException("speed is " + speed + "; it must be 0.25 to 1.5.");
        }
        if (maxOutputTokens.isPresent() && (maxOutputTokens.getAsInt() < 1 || maxOutputTokens.getAsInt() > 4_096)) {
            throw new IllegalArgumentException(
                    "maxOutputTokens is " + maxOutputTokens.getAsInt() + "; it must be 1 to 4,096.");
        }
        tools = List.copyOf(tools);
        requireDistinct(tools);
    }

    private static void requireName(String what, String name) {
        if (!name.matches("[A-Za-z0-9._:-]{1,100}")) {
            throw new IllegalArgumentException(
                    what + " is '" + name + "'; it must have 1 to 100 of A-Z, a-z, 0-9, '.', '_', ':' and '-'.");
        }
    }

    private static void requireDistinct(List<Tool> tools) {
        long names = tools.stream().map(Tool::name).distinct().count();
        if (tools.size() > 128 || names < tools.size()) {
            throw new IllegalArgumentException("There are " + tools.size() + " tools with " + names
                    + " names; there may be 128, each with another name: "
                    + tools.stream().map(Tool::name).collect(Collectors.joining(", ")));
        }
    }

    /**
     * Begins with what the model is told; all else has defaults.
     *
     * @param instructions who it is, what it is to do, how it is to speak; may be empty
     */
    public static RealtimeSettingsBuilder builder(String instructions) {
        return new RealtimeSettingsBuilder(instructions);
    }
}
