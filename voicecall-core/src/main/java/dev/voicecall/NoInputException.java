package dev.voicecall;

/**
 * Thrown inside a script by {@link Call#ask} and its kin when the callee said nothing, or nothing that was understood,
 * as often as {@link CallOptions#attempts()} allows.
 *
 * <p>A script may catch it and go on; if it passes, the call ends as {@link Outcome#NO_INPUT}. Immutable.
 */
public final class NoInputException extends VoiceCallException {
    private static final long serialVersionUID = 1L;

    /** @param attempts how often the question was put */
    public NoInputException(int attempts) {
        super("No answer was understood, though the question was put " + attempts
                + (attempts == 1 ? " time." : " times."));
    }
}
