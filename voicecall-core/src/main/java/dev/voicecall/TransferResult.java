package dev.voicecall;

/** How an attempt to connect the caller with somebody else went. Immutable. */
public enum TransferResult {
    /** They talked, and the other party has hung up. */
    COMPLETED,
    /** The other party's line was busy. */
    BUSY,
    /** The other party did not pick up, or a machine did. */
    NO_ANSWER,
    /** The other party was told of the call, and did not take it. */
    DECLINED,
    /** The other party could not be reached. */
    FAILED,
    /** The attempt was given up before they were connected; or the call ended before it was known what came of it. */
    CANCELED,
    /** It was not attempted: nobody had picked up yet, a transfer was under way, or the call was over. */
    REFUSED
}
