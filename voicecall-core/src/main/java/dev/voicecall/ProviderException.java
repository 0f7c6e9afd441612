package dev.voicecall;

import java.util.Objects;
import org.jspecify.annotations.Nullable;

/** A part that hears, thinks or speaks for us has failed. Immutable. */
public final class ProviderException extends VoiceCallException {
    private static final long serialVersionUID = 1L;

    private final Stage stage;
    private final boolean retryable;

    /** Where on its way a conversation got stuck. */
    public enum Stage {
        /** Speech to text. */
        HEARING,
        /** The answer. */
        THINKING,
        /** Text to speech. */
        SPEAKING
    }

    /**
     * A failure.
     *
     * @param stage where
     * @param message what was wrong, and what to do
     * @param retryable whether the same may work if it is tried again
     * @param cause what it comes from, if anything
     */
    public ProviderException(Stage stage, String message, boolean retryable, @Nullable Throwable cause) {
        super(message, cause);
        this.stage = Objects.requireNonNull(stage);
        this.retryable = retryable;
    }

    /** Where it failed. */
    public Stage stage() {
        return stage;
    }

    /** Whether the same may work if it is tried again. */
    public boolean retryable() {
        return retryable;
    }
}
