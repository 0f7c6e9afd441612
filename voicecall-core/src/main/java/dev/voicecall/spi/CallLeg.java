package dev.voicecall.spi;

import dev.voicecall.AnsweredBy;
import dev.voicecall.CallInfo;
import dev.voicecall.CarrierException;
import dev.voicecall.Outcome;
import dev.voicecall.RecordingOptions;
import dev.voicecall.Usage;
import dev.voicecall.Utterance.Speaker;
import dev.voicecall.VoiceCallException;
import java.util.Optional;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CompletionStage;
import java.util.concurrent.Executor;

/**
 * Our end of one call, as a carrier that speaks and listens by itself gives it.
 *
 * <p>Belongs to one call. All its methods but {@link #mailbox()} and {@link #info()} are called on the mailbox, and it calls its listener and
 * completes its stages there. Nothing blocks.
 */
public interface CallLeg {
    /** The serial executor on which everything about this call runs. */
    Executor mailbox();

    /** Which call this is, as far as is known by now. */
    CallInfo info();

    /** Places the call, or begins to take it. Called once, before any other method but {@link #mailbox()}. */
    void start(Listener listener);

    /**
     * Does one thing on the line. An inbound call is answered by its first step, unless that is {@link Step.Reject}.
     *
     * <p>Called only while no other step is under way.
     *
     * @return completes once the step has been done to its end on the line (what was said was heard). It never completes
     *     if the call ends before; {@link Listener#onEnded} tells.
     */
    CompletionStage<StepResult> perform(Step step);

    /** Breaks off the step that is under way, as soon as can be; it completes with {@link StepResult.Interrupted}. */
    void interrupt();

    /**
     * Has the other side not be heard by others in a {@link Step.Conference}, or be heard again: in the one that it is in, and in those to
     * come. Who hears it on a {@link Step.Stream} is no concern of the carrier's.
     *
     * @return completes when that is so, at once outside of conferences; fails with a {@link dev.voicecall.CarrierException} if the carrier
     *     could not be told
     */
    default CompletionStage<Void> mute(boolean muted) {
        return CompletableFuture.completedFuture(null);
    }

    /**
     * Hangs up, in any state: what is queued, rings or talks is ended. Calling it again does nothing new.
     *
     * @return completes once the carrier has taken note, or exceptionally with a
     *     {@link dev.voicecall.CarrierException} if it could not be told; {@link Listener#onEnded} comes in either case
     */
    CompletionStage<Void> hangUp();

    /**
     * Has the carrier record both sides, beside the steps. The call must have been answered.
     *
     * @return completes when it has begun, or exceptionally with a {@link dev.voicecall.CarrierException} if the carrier can't
     */
    default CompletionStage<LegRecording> record(RecordingOptions options) {
        return CompletableFuture.failedFuture(new CarrierException("This carrier records no calls.", 0, false, null));
    }

    /**
     * Hears of what happens to the leg. Called on the leg's mailbox, so by one thread at a time. The events come in this
     * order, whatever the order in which the carrier reports them, and each at most once except the machine's:
     * ringing, answered, answered-by, ended.
     */
    interface Listener {
        /** The callee's phone rings. */
        void onRinging();

        /** Somebody or something picked up, and steps can be performed. {@code UNKNOWN} if nothing is known (yet). */
        void onAnswered(AnsweredBy by);

        /** It has become known in mid-call who picked up. */
        void onAnsweredBy(AnsweredBy by);

        /**
         * What somebody says sounds like this so far; of what we say, so much was heard. Replaces what was told of the same speaker
         * before, until the step is done with the words, if any; legs that hear no interim words never call it.
         */
        default void onInterim(Speaker speaker, String words) {}

        /** Something went wrong that the call survived. */
        void onWarning(VoiceCallException problem);

        /** Something of a provider was used. */
        default void onUsage(Usage usage) {}

        /** The call is over; comes exactly once. */
        void onEnded(End end);
    }

    /**
     * How a leg ended, as far as the carrier knows. Immutable.
     *
     * @param outcome {@link Outcome#BUSY}, {@link Outcome#NO_ANSWER}, {@link Outcome#REJECTED}, {@link Outcome#FAILED},
     *     {@link Outcome#CANCELED} (before it was answered), or {@link Outcome#HUNG_UP} (by either side after it was
     *     answered)
     * @param failure what broke, where something did
     */
    record End(Outcome outcome, Optional<VoiceCallException> failure) {}
}
