package dev.voicecall.spi;

import dev.voicecall.Reply;
import dev.voicecall.TransferResult;

/** What came of a {@link Step}. Immutable. */
public sealed interface StepResult {
    /** It was done. */
    record Done() implements StepResult {}

    /**
     * Something was heard.
     *
     * @param reply what
     */
    record Heard(Reply reply) implements StepResult {}

    /** Nothing was heard. */
    record Silence() implements StepResult {}

    /**
     * The transfer is over, and the other side is with us again.
     *
     * @param result how it went
     */
    record Transferred(TransferResult result) implements StepResult {}

    /**
     * The call is listened in on from now on.
     *
     * @param tap ends that
     */
    record Tapped(AudioTap tap) implements StepResult {}

    /** It was broken off by {@link CallLeg#interrupt()}. */
    record Interrupted() implements StepResult {}
}
