package dev.voicecall;

import java.util.OptionalInt;
import org.jspecify.annotations.Nullable;

/**
 * The carrier refused or failed to do what was asked of it.
 *
 * <p>It keeps the carrier's own error code, and says whether the same request may succeed later. Immutable.
 */
public final class CarrierException extends VoiceCallException {
    private static final long serialVersionUID = 1L;

    private final int code;
    private final boolean retryable;

    /**
     * @param message what the carrier said, in its own words where it said anything
     * @param code the carrier's error code, or 0 if it gave none
     * @param retryable whether the same request may succeed when repeated later
     * @param cause what brought it about, or null
     */
    public CarrierException(String message, int code, boolean retryable, @Nullable Throwable cause) {
        super(message, cause);
        this.code = code;
        this.retryable = retryable;
    }

    /** The carrier's own error code, for example Twilio's 21215; empty if it gave none. */
    public OptionalInt code() {
        return code == 0 ? OptionalInt.empty() : OptionalInt.of(code);
    }

    /** Whether the same request may succeed when it is repeated later. */
    public boolean retryable() {
        return retryable;
    }
}
