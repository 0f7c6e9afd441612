package dev.voicecall.conversation;

import dev.voicecall.Timeline.Kind;
import dev.voicecall.Timeline.Source;
import dev.voicecall.Timeline.Span;
import dev.voicecall.Utterance.Speaker;
import dev.voicecall.spi.CallLeg;
import dev.voicecall.spi.Scheduler;
import java.time.Duration;
import java.util.ArrayList;
import java.util.EnumSet;
import java.util.List;
import java.util.Set;
import org.jspecify.annotations.Nullable;

/**
 * Who speaks when on a call: decides what that is known from, and tells of it.
 *
 * <p>Sound is measured where it passes, on live lines and taps ({@link MeasuredLine}, {@link MeasuredTap}). If there are several at
 * once, the one that began first is believed, and after it the next. A step by which the carrier itself speaks is told as the
 * carrier reports it ({@link ReportedStep}), if there was no sound to be heard when it began.
 *
 * <p>Belongs to one call; called on its mailbox.
 */
public final class SpeechTimeline {
    private final Scheduler scheduler;
    private final long madeNanos;
    private final List<Witness> witnesses = new ArrayList<>();
    private final Set<Kind> speaking = EnumSet.noneOf(Kind.class);
    private @Nullable Listener listener;
    private long answeredNanos;
    private long heldNanos;
    private boolean held;
    /** Since when the first of the witnesses is believed. */
    private long believedNanos;

    /** Hears who speaks. */
    interface Listener {
        /** Somebody has begun to speak, a moment ago; only where there is sound to be heard. */
        void onSpeechStarted(Speaker speaker);

        /** Somebody has finished, a moment ago; once for each beginning. */
        void onSpeechStopped(Speaker speaker);

        /** Somebody has finished to speak, or a hold is over. */
        void onSpan(Source source, Span span);
    }

    /** Knows who speaks, for a while. */
    interface Witness {
        /** The call is over: whoever speaks has finished. */
        void end();
    }

    /** Of a call that was not picked up yet. */
    public SpeechTimeline(Scheduler scheduler) {
        this.scheduler = scheduler;
        this.madeNanos = scheduler.nanoTime();
    }

    /** The same leg, on whose lines and taps and by whose reports is measured who speaks. */
    public CallLeg measured(CallLeg leg) {
        return new MeasuredLeg(leg, this);
    }

    /**
     * The call was picked up; times count from now on.
     *
     * @param listener told from now on
     */
    void begin(Listener listener) {
        this.listener = listener;
        this.answeredNanos = now();
    }

    /** The other side is on hold from now on. */
    void held() {
        if (!held) {
            held = true;
            heldNanos = now();
        }
    }

    /** The other side is not on hold any more, if it was. */
    void resumed() {
        if (held) {
            held = false;
            tell(Source.CARRIER, Kind.HOLD, heldNanos, now());
        }
    }

    /** The call is over. */
    void end() {
        resumed();
        List.copyOf(witnesses).forEach(Witness::end);
        listener = null;
    }

    /** Somebody knows who speaks, until {@link #closed}. */
    void opened(Witness witness) {
        if (witnesses.isEmpty()) {
            believedNanos = now();
        }
        witnesses.add(witness);
    }

    void closed(Witness witness) {
        if (believes(witness)) {
            believedNanos = now();
        }
        witnesses.remove(witness);
    }

    /** Whether that is the one to believe. */
    boolean believes(Witness witness) {
        return !witnesses.isEmpty() && witnesses.get(0) == witness;
    }

    /** Whether there is anybody who knows. */
    boolean isWitnessed() {
        return !witnesses.isEmpty();
    }

    /** Time since this was made, in nanoseconds; all others are counted likewise. */
    long now() {
        return scheduler.nanoTime() - madeNanos;
    }

    /** A witness says that somebody has begun to speak. */
    void began(Witness witness, Kind kind) {
        if (listener != null && believes(witness) && speaking.add(kind)) {
            listener.onSpeechStarted(speaker(kind));
        }
    }

    private static Speaker speaker(Kind kind) {
        return kind == Kind.US ? Speaker.US : Speaker.THEM;
    }

    /** A witness says that somebody has spoken: of that counts what was said since it is believed. */
    void tell(Witness witness, Source source, Kind kind, long beginNanos, long endNanos) {
        if (believes(witness)) {
            if (listener != null && speaking.remove(kind)) {
                listener.onSpeechStopped(speaker(kind));
            }
            tell(source, kind, Math.max(beginNanos, believedNanos), endNanos);
        }
    }

    /** What was before the call was picked up is left out. */
    private void tell(Source source, Kind kind, long beginNanos, long endNanos) {
        long begin = Math.max(beginNanos, answeredNanos);
        if (listener != null && endNanos > begin) {
            listener.onSpan(source, new Span(kind, sinceAnswered(begin), sinceAnswered(endNanos)));
        }
    }

    private Duration sinceAnswered(long nanos) {
        return Duration.ofNanos(nanos - answeredNanos);
    }
}
