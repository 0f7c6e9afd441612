package dev.voicecall;

/**
 * Thrown inside a script by any method of {@link Call} once another script has taken the call over, by {@link LiveCall#redirect}. The
 * call goes on without it.
 *
 * <p>Let it pass: what the script returns or throws does not end the call. Immutable.
 */
public final class CallRedirectedException extends VoiceCallException {
    private static final long serialVersionUID = 1L;

    /** With a message of its own. */
    public CallRedirectedException() {
        super("Another script has taken the call over.");
    }
}
