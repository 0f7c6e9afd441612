package dev.voicecall.testkit;

/**
 * Listens in on the live lines of a {@link ScriptedCarrier}: what is sent at this end, and what comes of it at the other. All
 * methods do nothing by default. Called on the leg's mailbox.
 */
interface LineTap {
    /** Nobody listens. */
    LineTap NONE = new LineTap() {};

    /** A line was opened. */
    default void opened() {}

    /** Sound was sent. */
    default void sent(byte[] muLaw) {}

    /** The line was told to be silent. */
    default void cleared() {}

    /** What was sent has arrived; so much is queued there now. */
    default void queued(long bytes) {}

    /** The clear has arrived: what was queued is not played any more. */
    default void silenced() {}

    /** The other end played 20 ms, of which the first so many bytes were queued; the rest is silence. */
    default void played(byte[] muLaw, int queuedBytes) {}

    /** The line was given back. */
    default void closed() {}

    /** The line is gone, closed or broken: nothing more is played. */
    default void gone() {}
}
