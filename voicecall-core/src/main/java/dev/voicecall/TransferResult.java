package dev.voicecall;

/** How an attempt to connect the caller with somebody else went. Immutable. */
public enum TransferResult {
    /** They talked, and the other party has hung up. */
    COMPLETED,
    /** The other party's line was busy. */
    BUSY,
    /** The other party did not pick up. */
    NO_ANSWER,
    /** The other party could not be reached. */
    FAILED,
    /** The attempt was given up while it rang. */
    CANCELED
}
