package dev.voicecall.conversation;

import dev.voicecall.Outcome;
import dev.voicecall.TransferResult;
import dev.voicecall.spi.Step;
import dev.voicecall.spi.StepResult;
import java.util.concurrent.CompletableFuture;
import org.jspecify.annotations.Nullable;

/**
 * The other side is connected with somebody else, without words. If they talk, the call is over with that; else it goes on. Belongs to
 * one call; called on its mailbox.
 */
final class ColdTransferControl implements Control {
    private final CallSession session;
    private final CallSteps steps;
    private final Step.Transfer step;
    private final CompletableFuture<TransferResult> result;

    ColdTransferControl(
            CallSession session, CallSteps steps, Step.Transfer step, CompletableFuture<TransferResult> result) {
        this.session = session;
        this.steps = steps;
        this.step = step;
        this.result = result;
    }

    @Override
    public void begin() {
        steps.perform(this, step).whenComplete(this::over);
    }

    private void over(@Nullable StepResult done, @Nullable Throwable broken) {
        if (broken != null) {
            session.transferFailed(broken);
        }
        TransferResult how =
                done instanceof StepResult.Transferred transferred ? transferred.result() : TransferResult.FAILED;
        result.complete(how);
        if (how == TransferResult.COMPLETED) {
            session.end(Outcome.ANSWERED, null);
        } else {
            steps.release(this);
        }
    }

    @Override
    public void notBegun() {
        result.complete(TransferResult.FAILED);
    }

    @Override
    public void dropped(boolean callEnded) {
        result.complete(TransferResult.CANCELED);
    }
}
