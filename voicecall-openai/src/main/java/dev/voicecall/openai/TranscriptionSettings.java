package dev.voicecall.openai;

/**
 * How a model of OpenAI's is to hear whole utterances. Immutable.
 *
 * @param model which model; {@code gpt-4o-mini-transcribe} by default. {@code gpt-4o-transcribe} makes fewer errors and takes longer;
 *     it and {@code whisper-1} also say how sure they are, on which the guard against words that nobody said relies in part.
 * @param prompt how it is to write, in the language of the call, for example names as they are spelt; empty for nothing. The hints of
 *     a call are added.
 */
public record TranscriptionSettings(String model, String prompt) {
    /** What most agents want. */
    public static final TranscriptionSettings DEFAULT = new TranscriptionSettings("gpt-4o-mini-transcribe", "");

    /** @throws IllegalArgumentException if the model is blank */
    public TranscriptionSettings {
        if (model.isBlank()) {
            throw new IllegalArgumentException("model is blank; name one, for example gpt-4o-transcribe.");
        }
    }

    /** The same, but for {@link #model()}. */
    public TranscriptionSettings withModel(String name) {
        return new TranscriptionSettings(name, prompt);
    }

    /** The same, but for {@link #prompt()}. */
    public TranscriptionSettings withPrompt(String text) {
        return new TranscriptionSettings(model, text);
    }
}
