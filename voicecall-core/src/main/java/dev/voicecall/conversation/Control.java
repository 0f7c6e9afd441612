package dev.voicecall.conversation;

/**
 * Something that is done with the other side from outside, while who conducts the call stands still. Belongs to one call; called on
 * its mailbox.
 */
interface Control {
    /** The line is free for it. Called once at most. */
    void begin();

    /** The line did not become free for it; it is none any more. */
    void notBegun();

    /**
     * Something else takes its place, or the call is over: what it has under way on the line is broken off. Comes at most once, and
     * last.
     *
     * @param callEnded whether the call is over
     */
    void dropped(boolean callEnded);
}
