package dev.voicecall.conversation;

import dev.voicecall.CallInfo;
import dev.voicecall.RecordingOptions;
import dev.voicecall.spi.CallLeg;
import dev.voicecall.spi.LegRecording;
import dev.voicecall.spi.Step;
import dev.voicecall.spi.StepResult;
import java.util.concurrent.CompletionStage;
import java.util.concurrent.Executor;

/**
 * A leg of which is measured who speaks when: on its lines and taps, and else by its reports. Belongs to one call; called on its
 * mailbox.
 */
final class MeasuredLeg implements CallLeg {
    private final CallLeg leg;
    private final SpeechTimeline timeline;

    MeasuredLeg(CallLeg leg, SpeechTimeline timeline) {
        this.leg = leg;
        this.timeline = timeline;
    }

    @Override
    public Executor mailbox() {
        return leg.mailbox();
    }

    @Override
    public CallInfo info() {
        return leg.info();
    }

    @Override
    public void start(Listener listener) {
        leg.start(listener);
    }

    @Override
    public CompletionStage<StepResult> perform(Step step) {
        if (step instanceof Step.Stream stream) {
            MeasuredLine line = new MeasuredLine(stream.listener(), timeline);
            return leg.perform(new Step.Stream(line)).whenComplete((done, failure) -> line.end());
        } else if (step instanceof Step.Tap tap) {
            return leg.perform(new Step.Tap(new MeasuredTap(tap.listener(), timeline)));
        }
        ReportedStep reported = ReportedStep.begin(step, timeline);
        return leg.perform(step).whenComplete((done, failure) -> reported.end());
    }

    @Override
    public void interrupt() {
        leg.interrupt();
    }

    @Override
    public CompletionStage<Void> mute(boolean muted) {
        return leg.mute(muted);
    }

    @Override
    public CompletionStage<Void> hangUp() {
        return leg.hangUp();
    }

    @Override
    public CompletionStage<LegRecording> record(RecordingOptions options) {
        return leg.record(options);
    }
}
