package dev.voicecall;

/** How a call ended. Immutable. */
public enum Outcome {
    /** The question was answered, or the script ran to its end or hung up. */
    ANSWERED,
    /** The call was picked up, but nothing was said that answered the question. */
    NO_INPUT,
    /** A machine picked up. */
    VOICEMAIL,
    /** The line was busy. */
    BUSY,
    /** Nobody picked up within {@link CallOptions#ringTimeout()}. */
    NO_ANSWER,
    /** The callee declined the call, or the carrier does not connect calls to this number. */
    REJECTED,
    /** This side gave up: the future was cancelled, the thread interrupted, or {@link VoiceCalls#close()} ran out of time. */
    CANCELED,
    /** Something broke; {@link CallResult#failure()} says what. */
    FAILED,
    /** The other side hung up before the script was done. */
    HUNG_UP,
    /** {@link CallOptions#maxDuration()} was over. */
    TIMED_OUT
}
