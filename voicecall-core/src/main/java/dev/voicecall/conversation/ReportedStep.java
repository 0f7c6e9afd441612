package dev.voicecall.conversation;

import dev.voicecall.Timeline.Kind;
import dev.voicecall.Timeline.Source;
import dev.voicecall.conversation.SpeechTimeline.Witness;
import dev.voicecall.spi.Step;
import java.util.concurrent.TimeUnit;

/**
 * A step by which the carrier speaks. Known is when it begins, and that it is over when the step is done. When the prompt of a
 * question is over is estimated, and when the other side speaks is not known. Belongs to one call; called on its mailbox.
 */
final class ReportedStep implements Witness {
    /** What a character takes to be spoken: 15 a second. */
    private static final long NANOS_PER_CHARACTER = TimeUnit.SECONDS.toNanos(1) / 15;

    private final SpeechTimeline timeline;
    private final long beginNanos;
    private final long mostNanos;

    private ReportedStep(SpeechTimeline timeline, long mostNanos) {
        this.timeline = timeline;
        this.beginNanos = timeline.now();
        this.mostNanos = mostNanos;
    }

    /** A step is about to be performed. */
    static ReportedStep begin(Step step, SpeechTimeline timeline) {
        ReportedStep begun = new ReportedStep(timeline, mostNanos(step));
        if (begun.mostNanos > 0 && !timeline.isWitnessed()) {
            timeline.opened(begun);
        }
        return begun;
    }

    /** How long at most our side speaks by it. */
    private static long mostNanos(Step step) {
        if (step instanceof Step.Listen listen) {
            return listen.prompt().text().length() * NANOS_PER_CHARACTER;
        }
        boolean speaks = step instanceof Step.Say
                || step instanceof Step.Play
                || step instanceof Step.Transfer
                || step instanceof Step.Conference;
        return speaks ? Long.MAX_VALUE : 0;
    }

    @Override
    public void end() {
        if (timeline.believes(this)) {
            long length = Math.min(timeline.now() - beginNanos, mostNanos);
            timeline.tell(this, Source.CARRIER, Kind.US, beginNanos, beginNanos + length);
            timeline.closed(this);
        }
    }
}
