package dev.voicecall.openai;

/**
 * How a model of OpenAI's is to speak.
 *
 * <pre>{@code
 * SpeechSettings settings = SpeechSettings.DEFAULT.withVoice("coral").withInstructions("Speak calmly and warmly.");
 * }</pre>
 *
 * <p>Immutable.
 *
 * @param model which model; {@code gpt-4o-mini-tts} by default. It speaks the language of its text.
 * @param voice in which voice, unless an agent or a call says otherwise; {@code alloy} by default, which all models have
 * @param speed how fast, 0.25 to 4; 1 by default
 * @param instructions how it is to speak, 4,096 characters at most; empty for nothing. {@code tts-1} takes none.
 */
public record SpeechSettings(String model, String voice, double speed, String instructions) {
    /** What most agents want. */
    public static final SpeechSettings DEFAULT = new SpeechSettings("gpt-4o-mini-tts", "alloy", 1, "");

    private static final int MAX_INSTRUCTIONS = 4_096;

    /** @throws IllegalArgumentException if a value is out of its bounds */
    public SpeechSettings {
        if (model.isBlank() || voice.isBlank()) {
            throw new IllegalArgumentException(
                    "model is '" + model + "' and voice is '" + voice + "'; none of them may be blank.");
        }
        if (!(speed >= 0.25 && speed <= 4)) {
            throw new IllegalArgumentException("speed is " + speed + "; it must be 0.25 to 4.");
        }
        if (instructions.length() > MAX_INSTRUCTIONS) {
            throw new IllegalArgumentException(
                    "instructions has " + instructions.length() + " characters; it may have " + MAX_INSTRUCTIONS + ".");
        }
    }

    /** The same, but for {@link #model()}. */
    public SpeechSettings withModel(String name) {
        return new SpeechSettings(name, voice, speed, instructions);
    }

    /** The same, but for {@link #voice()}. */
    public SpeechSettings withVoice(String name) {
        return new SpeechSettings(model, name, speed, instructions);
    }

    /** The same, but for {@link #speed()}. */
    public SpeechSettings withSpeed(double factor) {
        return new SpeechSettings(model, voice, factor, instructions);
    }

    /** The same, but for {@link #instructions()}. */
    public SpeechSettings withInstructions(String text) {
        return new SpeechSettings(model, voice, speed, text);
    }
}
