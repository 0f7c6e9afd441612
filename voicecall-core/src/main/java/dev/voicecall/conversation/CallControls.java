package dev.voicecall.conversation;

import dev.voicecall.ControlResult;
import dev.voicecall.PhoneNumber;
import dev.voicecall.TransferResult;
import dev.voicecall.WarmTransfer;
import java.net.URI;
import java.util.Objects;
import java.util.Optional;
import java.util.concurrent.CompletableFuture;
import java.util.function.Supplier;
import org.jspecify.annotations.Nullable;

/**
 * What can be done to a call from outside, besides ending it and {@linkplain CallSession#takeOver taking it over}. Safe for use by many
 * threads; nothing blocks, and what is returned completes within the call's bound, never exceptionally.
 */
public final class CallControls {
    private final CallSession session;
    private final CallSteps steps;
    /** Whether the other side is not heard; null as long as that is not certain. */
    private @Nullable Boolean muted = false;

    CallControls(CallSession session, CallSteps steps) {
        this.session = session;
        this.steps = steps;
    }

    /** Has the agent fall silent; completes with whether one spoke. */
    public CompletableFuture<Boolean> interrupt() {
        CompletableFuture<Boolean> interrupted = new CompletableFuture<>();
        session.onMailbox(
                () -> interrupted.complete(
                        !session.isConcluded() && steps.attendant().interrupt()),
                () -> interrupted.complete(false));
        return interrupted;
    }

    /**
     * Puts the other side on hold.
     *
     * @return completes when it is, or with why it is not
     */
    public CompletableFuture<ControlResult> hold(Optional<URI> music) {
        CompletableFuture<ControlResult> held = new CompletableFuture<>();
        HoldControl hold = new HoldControl(session, steps, music, held);
        onMailbox(held, () -> {
            ControlResult refusal = refusal();
            if (steps.control() instanceof HoldControl already) {
                already.holdAgain(held);
            } else if (refusal != null) {
                held.complete(refusal);
            } else {
                steps.take(hold);
            }
        });
        return held;
    }

    /**
     * Takes the other side off hold; whatever conducts the call goes on.
     *
     * @return completes when it is, or with why it is not
     */
    public CompletableFuture<ControlResult> resume() {
        CompletableFuture<ControlResult> resumed = new CompletableFuture<>();
        onMailbox(resumed, () -> {
            if (steps.control() instanceof HoldControl hold) {
                hold.resume(resumed);
            } else {
                ControlResult refusal = refusal();
                resumed.complete(refusal == null ? ControlResult.UNCHANGED : refusal);
            }
        });
        return resumed;
    }

    /**
     * Connects the other side with somebody else; ends a hold.
     *
     * @return completes with what came of it, when that is known
     */
    public CompletableFuture<TransferResult> transfer(PhoneNumber to) {
        CompletableFuture<TransferResult> result = new CompletableFuture<>();
        transfer(result, new ColdTransferControl(session, steps, session.transferTo(to), result));
        return result;
    }

    /**
     * Connects the other side with somebody else who hears first what it is about; ends a hold.
     *
     * @param dial calls them, and returns that call under way
     * @return completes with what came of it, when that is known
     */
    public CompletableFuture<TransferResult> transfer(Supplier<CallSession> dial, WarmTransfer how) {
        CompletableFuture<TransferResult> result = new CompletableFuture<>();
        transfer(result, new WarmTransferControl(session, steps, dial, how, result));
        return result;
    }

    private void transfer(CompletableFuture<TransferResult> result, Control transfer) {
        session.onMailbox(
                () -> {
                    if (refusal() != null) {
                        result.complete(TransferResult.REFUSED);
                    } else {
                        steps.take(transfer);
                    }
                },
                () -> result.complete(TransferResult.REFUSED));
    }

    /**
     * Has the other side not be heard any more, or again.
     *
     * @return completes when that is so, or with why it is not
     */
    public CompletableFuture<ControlResult> mute(boolean wanted) {
        CompletableFuture<ControlResult> done = new CompletableFuture<>();
        onMailbox(done, () -> {
            if (session.isConcluded()) {
                done.complete(ControlResult.CALL_ENDED);
            } else if (Objects.equals(muted, wanted)) {
                done.complete(ControlResult.UNCHANGED);
            } else {
                muted = wanted;
                session.ending().thenRun(() -> done.complete(ControlResult.CALL_ENDED));
                session.mute(wanted).whenComplete((now, broken) -> muted(broken, done));
            }
        });
        return done;
    }

    private void muted(@Nullable Throwable broken, CompletableFuture<ControlResult> done) {
        if (broken == null) {
            done.complete(ControlResult.DONE);
            return;
        }
        muted = null;
        session.controlFailed("The carrier could not be told whether to mute the other side", broken);
        done.complete(ControlResult.FAILED);
    }

    /** Why the other side can't be put on hold or transferred now; null if it can. */
    private @Nullable ControlResult refusal() {
        if (session.isConcluded()) {
            return ControlResult.CALL_ENDED;
        } else if (!session.answered().isDone()) {
            return ControlResult.NOT_ANSWERED;
        } else if (session.isWithMachine() || steps.isTransferring()) {
            return ControlResult.BUSY;
        }
        return steps.control() == null || steps.control() instanceof HoldControl ? null : ControlResult.BUSY;
    }

    private void onMailbox(CompletableFuture<ControlResult> result, Runnable task) {
        session.onMailbox(task, () -> result.complete(ControlResult.CALL_ENDED));
    }
}
