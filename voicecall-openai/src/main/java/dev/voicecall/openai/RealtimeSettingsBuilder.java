package dev.voicecall.openai;

import dev.voicecall.spi.Tool;
import java.util.List;
import java.util.Optional;
import java.util.OptionalInt;

/** Settings of a Realtime model. Called by one thread at a time. */
public final class RealtimeSettingsBuilder {
    private final String instructions;
    private String model = "gpt-realtime";
    private String voice = "marin";
    private double speed = 1;
    private List<Tool> tools = List.of();
    private TurnDetection turnDetection = TurnDetection.DEFAULT;
    private Optional<String> transcriptionModel = Optional.of("gpt-4o-mini-transcribe");
    private Optional<NoiseReduction> noiseReduction = Optional.empty();
    private OptionalInt maxOutputTokens = OptionalInt.empty();

    RealtimeSettingsBuilder(String instructions) {
        this.instructions = instructions;
    }

    /** Which model; {@code gpt-realtime} by default. */
    public RealtimeSettingsBuilder model(String name) {
        this.model = name;
        return this;
    }

    /** In which voice it speaks; {@code marin} by default. */
    public RealtimeSettingsBuilder voice(String name) {
        this.voice = name;
        return this;
    }

    /** How fast it speaks, 0.25 to 1.5; 1 by default. */
    public RealtimeSettingsBuilder speed(double factor) {
        this.speed = factor;
        return this;
    }

    /** What it may do besides talking; nothing by default. */
    public RealtimeSettingsBuilder tools(Tool... tools) {
        this.tools = List.of(tools);
        return this;
    }

    /** How it notices that the other side has finished; {@link TurnDetection#DEFAULT} by default. */
    public RealtimeSettingsBuilder turnDetection(TurnDetection detection) {
        this.turnDetection = detection;
        return this;
    }

    /** Which model writes down what the other side says; {@code gpt-4o-mini-transcribe} by default. */
    public RealtimeSettingsBuilder transcriptionModel(String name) {
        this.transcriptionModel = Optional.of(name);
        return this;
    }

    /** Nobody writes down what the other side says: it is missing in the call's transcript. */
    public RealtimeSettingsBuilder withoutTranscription() {
        this.transcriptionModel = Optional.empty();
        return this;
    }

    /** What is done about noise; nothing by default. */
    public RealtimeSettingsBuilder noiseReduction(NoiseReduction kind) {
        this.noiseReduction = Optional.of(kind);
        return this;
    }

    /** How long an answer may be, 1 to 4,096; as long as the model likes by default. */
    public RealtimeSettingsBuilder maxOutputTokens(int tokens) {
        this.maxOutputTokens = OptionalInt.of(tokens);
        return this;
    }

    /**
     * The settings.
     *
     * @throws IllegalArgumentException if one is out of its bounds
     */
    public RealtimeSettings build() {
        return new RealtimeSettings(
                instructions,
                model,
                voice,
                speed,
                tools,
                turnDetection,
                transcriptionModel,
                noiseReduction,
                maxOutputTokens);
    }
}
