package dev.voicecall;

/**
 * A call that this side declined to place: to a number that is not allowed, beyond a limit, or while closing. No phone
 * has rung. Immutable.
 */
public final class CallRefusedException extends VoiceCallException {
    private static final long serialVersionUID = 1L;

    /** Why a call was not placed. */
    public enum Reason {
        /** The number's prefix is not on the allow-list. */
        NUMBER_NOT_ALLOWED,
        /** As many calls as allowed are open already. */
        TOO_MANY_CALLS,
        /** As many calls as allowed were placed within the last minute. */
        TOO_MANY_CALLS_PER_MINUTE,
        /** {@link VoiceCalls#close()} has begun. */
        CLOSED
    }

    private final Reason reason;

    /**
     * @param reason why
     * @param message the same in words, with the limit that was hit
     */
    public CallRefusedException(Reason reason, String message) {
        super(message);
        this.reason = reason;
    }

    /** Why the call was not placed. */
    public Reason reason() {
        return reason;
    }
}
