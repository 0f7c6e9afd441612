package dev.voicecall.conversation;

import dev.voicecall.CallEndedException;
import dev.voicecall.CallRedirectedException;
import dev.voicecall.Direction;
import dev.voicecall.Outcome;
import dev.voicecall.PhoneNumber;
import dev.voicecall.TransferResult;
import dev.voicecall.VoiceCallException;
import dev.voicecall.spi.Step;
import dev.voicecall.spi.StepResult;
import java.util.concurrent.CompletableFuture;
import org.jspecify.annotations.Nullable;

/**
 * The conduct of a call by one question, script or agent: it has steps done, one at a time, and ends the call, until another
 * {@linkplain CallSession#takeOver takes over}. From then on its steps fail with {@link CallRedirectedException}, and its end does
 * not end the call. Safe for use by many threads.
 */
public final class Conduct {
    private final CallSession session;
    /** Touched on the mailbox. */
    private Attendant attendant = Attendant.NOBODY;

    /** Who stands still while something else is done with the other side. Called on the mailbox. */
    interface Attendant {
        /** Nobody who would have to. */
        Attendant NOBODY = new Attendant() {};

        /**
         * Falls silent, as if the other side had interrupted.
         *
         * @return false if it was silent already
         */
        default boolean interrupt() {
            return false;
        }

        /** The step under way was broken off; it is done again later. Nothing is heard or said until then. */
        default void onSuspended() {}

        /** It goes on: the step is done again now. */
        default void onResumed() {}
    }

    Conduct(CallSession session) {
        this.session = session;
    }

    /** The call. */
    public CallSession session() {
        return session;
    }

    /**
     * When steps can be performed: of an outbound call once it is answered; an inbound one is answered by the first of them.
     *
     * @return fails with {@link CallEndedException} if that never comes about, and with {@link CallRedirectedException} if another has
     *     taken over by then
     */
    public CompletableFuture<Void> ready() {
        return session.info().direction() == Direction.INBOUND
                ? session.checked(this)
                : session.answered().thenCompose(answered -> session.checked(this));
    }

    /**
     * Does one thing on the line. While the other side is on hold or being transferred it waits.
     *
     * @return fails with {@link CallEndedException} if the call is or gets concluded, with {@link CallRedirectedException} if
     *     another has taken over or takes over, and with {@link IllegalStateException} while another step is under way
     */
    public CompletableFuture<StepResult> perform(Step step) {
        return session.perform(this, step);
    }

    /**
     * Connects the other side with somebody else until one of them hangs up.
     *
     * @return what came of it; if the carrier can't, {@link TransferResult#FAILED} after a warning; fails as {@link #perform}
     */
    CompletableFuture<TransferResult> transfer(PhoneNumber to) {
        return perform(session.transferTo(to))
                .thenApply(done -> ((StepResult.Transferred) done).result())
                .exceptionally(failure -> {
                    Throwable cause = failure.getCause() == null ? failure : failure.getCause();
                    if (cause instanceof CallEndedException || cause instanceof CallRedirectedException) {
                        throw (VoiceCallException) cause;
                    }
                    session.transferFailed(cause);
                    return TransferResult.FAILED;
                });
    }

    /**
     * Ends the call and hangs up. Does nothing if the call is concluded, if another conducts it, or while a message is left on a
     * machine. While the other side is on hold or being transferred it waits, unless the outcome is {@link Outcome#CANCELED}.
     */
    public void end(Outcome outcome, @Nullable Throwable failure) {
        session.end(this, outcome, failure);
    }

    /** Has somebody stand still while something else is done. On the mailbox. */
    void attendedBy(Attendant somebody) {
        this.attendant = somebody;
        session.attended(this);
    }

    Attendant attendant() {
        return attendant;
    }
}
