package dev.voicecall.testkit.twilio;

/** How far a call has come, as Twilio counts it. Immutable. */
public enum CallStatus {
    /** Accepted, and not dialled yet. */
    QUEUED("queued"),
    /** Dialled. Appears in callbacks only; the resource says {@code queued} meanwhile. */
    INITIATED("initiated"),
    /** It rings. */
    RINGING("ringing"),
    /** Answered. */
    IN_PROGRESS("in-progress"),
    /** Answered, and over. */
    COMPLETED("completed"),
    /** The line was busy, or the call declined. */
    BUSY("busy"),
    /** It could not be connected. */
    FAILED("failed"),
    /** Nobody picked up in time. */
    NO_ANSWER("no-answer"),
    /** Given up by the application before anybody picked up. */
    CANCELED("canceled");

    private final String wireName;

    CallStatus(String wireName) {
        this.wireName = wireName;
    }

    /** The word that Twilio uses for it. */
    public String wireName() {
        return wireName;
    }

    /** Whether the call is over. */
    public boolean isFinal() {
        return compareTo(COMPLETED) >= 0;
    }
}
