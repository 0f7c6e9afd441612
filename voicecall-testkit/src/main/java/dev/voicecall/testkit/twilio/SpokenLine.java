package dev.voicecall.testkit.twilio;

/**
 * Something that was said (or played, or keyed in) on a call. Immutable.
 *
 * @param callSid on which call
 * @param speaker by whom
 * @param text the words; sounds and keys are in brackets
 */
public record SpokenLine(String callSid, Speaker speaker, String text) {
    /** The two ends of a line. */
    public enum Speaker {
        /** The program, by its TwiML. */
        APPLICATION,
        /** The scripted person or machine. */
        CALLEE
    }
}
