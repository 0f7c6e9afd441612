package dev.voicecall;

import dev.voicecall.Utterance.Speaker;

/**
 * Hears of what happens on calls, as it happens. All methods do nothing by default.
 *
 * <p>The events of one call come in order and one at a time; events of different calls may come at the same time. They
 * come on whatever thread the call runs on at the moment, which may be the one that serves the sockets of many calls: a
 * listener must not block, and hands what takes its time (a database, a service) to a thread of its own. What a listener
 * throws is logged and otherwise ignored.
 */
public interface CallListener {
    /** The call is about to be placed, or has come in; comes first. */
    default void onStarted(CallInfo call) {}

    /** The callee's phone rings. */
    default void onRinging(CallInfo call) {}

    /** The call was picked up; {@link AnsweredBy#UNKNOWN} without machine detection. */
    default void onAnswered(CallInfo call, AnsweredBy by) {}

    /** It has become known in mid-call who picked up. */
    default void onAnsweredBy(CallInfo call, AnsweredBy by) {}

    /**
     * Something was said or keyed in: our words when they have been heard to the end (a question's together with what came
     * of it), theirs when they are recognized.
     */
    default void onUtterance(CallInfo call, Utterance utterance) {}

    /**
     * Somebody has begun to speak, as is heard in the sound of the call: in live audio and by taps; where the carrier speaks for us and
     * nobody taps the call it is not known. We begin when the other side hears us. Comes 60 ms after the beginning at the earliest, when
     * it can't be a click.
     */
    default void onSpeechStarted(CallInfo call, Speaker speaker) {}

    /** Somebody has stopped speaking, 200 ms ago: comes once for each {@link #onSpeechStarted}, at the end of the call at the latest. */
    default void onSpeechStopped(CallInfo call, Speaker speaker) {}

    /**
     * What somebody says sounds like this so far; of what we say it is what has been heard, four times a second at most. Each replaces
     * what was told of the same speaker before, also by nothing, until {@link #onUtterance} has the whole; if there is none, it was noise.
     */
    default void onInterim(CallInfo call, Speaker speaker, String words) {}

    /** An agent was interrupted; comes before what was heard of it as an utterance. */
    default void onInterrupted(CallInfo call, HeardText heard) {}

    /**
     * An agent has begun to answer a turn: the first of its sound was sent. If it is a model that hears by itself, this comes when
     * the words of the turn are known, too, or five seconds after its end.
     */
    default void onTurn(CallInfo call, Turn turn) {}

    /** An agent's model has asked for a tool, which is {@link ToolUse.Status#RUNNING} now; {@link #onToolUsed} follows. */
    default void onToolStarted(CallInfo call, ToolUse use) {}

    /** A tool that an agent's model asked for has come to its end. */
    default void onToolUsed(CallInfo call, ToolUse use) {}

    /** The other side was put on hold, or waits for somebody to take its call. */
    default void onHeld(CallInfo call) {}

    /** The other side is not on hold any more. */
    default void onResumed(CallInfo call) {}

    /**
     * Somebody has finished to speak, or a hold is over. It comes soon after, when the silence has lasted, so that the spans of
     * both sides may come in any order.
     *
     * @param source where this is known from
     */
    default void onSpan(CallInfo call, Timeline.Source source, Timeline.Span span) {}

    /** Something of a provider was used. */
    default void onUsage(CallInfo call, Usage usage) {}

    /** Something went wrong that the call survived. */
    default void onWarning(CallInfo call, VoiceCallException problem) {}

    /** The call ends of this: what {@link CallResult#failure()} is going to be. Comes right before the end, if at all. */
    default void onFailure(CallInfo call, Throwable failure) {}

    /** The call has come to its end; comes last and exactly once. */
    default void onEnded(CallInfo call, Outcome outcome) {}
}
