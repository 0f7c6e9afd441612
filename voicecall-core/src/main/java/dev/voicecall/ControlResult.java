package dev.voicecall;

/** What came of an attempt to control a call from outside. Immutable. */
public enum ControlResult {
    /** It was done. */
    DONE,
    /** There was nothing to do: it is so already. */
    UNCHANGED,
    /** Nobody has picked up yet. */
    NOT_ANSWERED,
    /** The other side is being transferred or about to be resumed, or a message is being left on a machine. */
    BUSY,
    /** It did not come about: the carrier did not do it in time, of which a warning tells, or another control came in between. */
    FAILED,
    /** The call is over. */
    CALL_ENDED
}
