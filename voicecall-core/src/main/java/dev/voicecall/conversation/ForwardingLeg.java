package dev.voicecall.conversation;

import dev.voicecall.CallInfo;
import dev.voicecall.RecordingOptions;
import dev.voicecall.spi.CallLeg;
import dev.voicecall.spi.LegRecording;
import dev.voicecall.spi.Step;
import dev.voicecall.spi.StepResult;
import java.util.concurrent.CompletionStage;
import java.util.concurrent.Executor;

/** A leg that does all by another one. Belongs to one call; called on its mailbox. */
abstract class ForwardingLeg implements CallLeg {
    private final CallLeg leg;

    ForwardingLeg(CallLeg leg) {
        this.leg = leg;
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
        return leg.perform(step);
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
