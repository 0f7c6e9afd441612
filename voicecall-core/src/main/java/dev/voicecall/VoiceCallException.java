package dev.voicecall;

import org.jspecify.annotations.Nullable;

/** The root of everything that voicecall throws. Unchecked. Immutable. */
public class VoiceCallException extends RuntimeException {
    private static final long serialVersionUID = 1L;

    /** @param message what was wrong, with what value, and what to do about it */
    public VoiceCallException(String message) {
        super(message);
    }

    /**
     * @param message what was wrong, with what value, and what to do about it
     * @param cause what brought it about
     */
    public VoiceCallException(String message, @Nullable Throwable cause) {
        super(message, cause);
    }
}
