package dev.voicecall;

/**
 * Thrown inside a script by any method of {@link Call} once the call is over, and so unwinds the script.
 *
 * <p>Let it pass: {@link VoiceCalls#call} turns it into the {@link CallResult}. Immutable.
 */
public final class CallEndedException extends VoiceCallException {
    private static final long serialVersionUID = 1L;

    private final Outcome outcome;

    /** @param outcome how the call ended */
    public CallEndedException(Outcome outcome) {
        super("The call is over: " + outcome + ".");
        this.outcome = outcome;
    }

    /** How the call ended. */
    public Outcome outcome() {
        return outcome;
    }
}
