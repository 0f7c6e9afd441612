package dev.voicecall.conversation;

import dev.voicecall.spi.CallLeg;
import dev.voicecall.spi.Step;
import dev.voicecall.spi.StepResult;
import java.util.concurrent.CompletionStage;

/**
 * A leg of which is measured who speaks when: on its lines and taps, and else by its reports. Belongs to one call; called on its
 * mailbox.
 */
final class MeasuredLeg extends ForwardingLeg {
    private final SpeechTimeline timeline;

    MeasuredLeg(CallLeg leg, SpeechTimeline timeline) {
        super(leg);
        this.timeline = timeline;
    }

    @Override
    public CompletionStage<StepResult> perform(Step step) {
        if (step instanceof Step.Stream stream) {
            MeasuredLine line = new MeasuredLine(stream.listener(), timeline);
            return super.perform(new Step.Stream(line)).whenComplete((done, failure) -> line.end());
        } else if (step instanceof Step.Tap tap) {
            MeasuredTap measured = new MeasuredTap(tap.listener(), timeline);
            return super.perform(new Step.Tap(measured)).whenComplete((done, failure) -> {
                if (done instanceof StepResult.Tapped) {
                    measured.begun();
                }
            });
        }
        ReportedStep reported = ReportedStep.begin(step, timeline);
        return super.perform(step).whenComplete((done, failure) -> reported.end());
    }
}
