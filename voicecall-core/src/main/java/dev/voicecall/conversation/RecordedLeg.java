package dev.voicecall.conversation;

import dev.voicecall.VoiceCallException;
import dev.voicecall.spi.CallLeg;
import dev.voicecall.spi.Step;
import dev.voicecall.spi.StepResult;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CompletionStage;
import java.util.function.Function;
import org.jspecify.annotations.Nullable;

/**
 * A leg that is recorded from its first step on: what comes before that is the tap. A call that is turned away is not recorded, and
 * one that can't be goes on with a warning. Belongs to one call; called on its mailbox.
 */
final class RecordedLeg extends ForwardingLeg {
    private final Function<RecordedLeg, CallRecorder> recorders;
    private @Nullable Listener listener;
    private boolean begun;
    private boolean beginning;
    private boolean interrupted;

    /** @param recorders makes what writes */
    RecordedLeg(CallLeg leg, Function<RecordedLeg, CallRecorder> recorders) {
        super(leg);
        this.recorders = recorders;
    }

    @Override
    public void start(Listener listener) {
        this.listener = listener;
        super.start(listener);
    }

    @Override
    public CompletionStage<StepResult> perform(Step step) {
        if (begun || step instanceof Step.Reject) {
            return super.perform(step);
        }
        begun = true;
        beginning = true;
        return super.perform(new Step.Tap(recorders.apply(this)))
                .handle((tapped, failure) -> failure)
                .thenCompose(failure -> begun(step, failure));
    }

    private CompletionStage<StepResult> begun(Step step, @Nullable Throwable failure) {
        beginning = false;
        if (failure != null) {
            warn(new VoiceCallException("The call is not recorded: " + failure.getMessage(), failure));
        }
        return interrupted ? CompletableFuture.completedFuture(new StepResult.Interrupted()) : super.perform(step);
    }

    @Override
    public void interrupt() {
        if (beginning) {
            interrupted = true;
        } else {
            super.interrupt();
        }
    }

    void warn(VoiceCallException problem) {
        if (listener != null) {
            listener.onWarning(problem);
        }
    }
}
