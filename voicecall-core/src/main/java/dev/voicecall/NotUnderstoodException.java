package dev.voicecall;

/**
 * Thrown by an {@link AnswerFormat} for a reply that it cannot take; the question is then put again.
 *
 * <p>The message is spoken to the callee, so write it as you would say it: "Please say a number from 1 to 12."
 * Immutable.
 */
public final class NotUnderstoodException extends VoiceCallException {
    private static final long serialVersionUID = 1L;

    /** @param whatToSay a sentence for the callee that says what is expected */
    public NotUnderstoodException(String whatToSay) {
        super(whatToSay);
    }
}
