package dev.voicecall.conversation;

import dev.voicecall.ControlResult;
import dev.voicecall.spi.Step;
import dev.voicecall.spi.StepResult;
import java.net.URI;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.concurrent.CompletableFuture;
import org.jspecify.annotations.Nullable;

/** The other side is on hold until it is resumed. Belongs to one call; called on its mailbox. */
final class HoldControl implements Control {
    private final CallSession session;
    private final CallSteps steps;
    private final Step.Hold music;
    private final CompletableFuture<ControlResult> held;
    private final List<CompletableFuture<ControlResult>> resuming = new ArrayList<>();

    /** @param held completes when the other side is on hold, or with why it is not */
    HoldControl(CallSession session, CallSteps steps, Optional<URI> music, CompletableFuture<ControlResult> held) {
        this.session = session;
        this.steps = steps;
        this.music = new Step.Hold(music);
        this.held = held;
    }

    @Override
    public void begin() {
        if (!resuming.isEmpty()) {
            over();
            return;
        }
        session.held();
        held.complete(ControlResult.DONE);
        play();
    }

    private void play() {
        steps.perform(this, music).whenComplete(this::played);
    }

    private void played(@Nullable StepResult over, @Nullable Throwable broken) {
        if (broken != null) {
            session.controlFailed("The music of the hold broke off", broken);
        }
        if (broken == null && resuming.isEmpty()) {
            play(); // it was over
        } else {
            over();
        }
    }

    /** Takes the other side off hold. */
    void resume(CompletableFuture<ControlResult> resumed) {
        resuming.add(resumed);
        if (held.isDone()) {
            steps.breakOff(this, () -> answer(ControlResult.FAILED));
        }
    }

    /** Tells another who wants it, too. */
    void holdAgain(CompletableFuture<ControlResult> again) {
        if (resuming.isEmpty()) {
            held.thenAccept(how -> again.complete(how == ControlResult.DONE ? ControlResult.UNCHANGED : how));
        } else {
            again.complete(ControlResult.BUSY);
        }
    }

    private void over() {
        end(ControlResult.DONE);
        steps.release(this);
    }

    @Override
    public void notBegun() {
        end(ControlResult.FAILED);
    }

    @Override
    public void dropped(boolean callEnded) {
        end(callEnded ? ControlResult.CALL_ENDED : ControlResult.FAILED);
    }

    private void end(ControlResult how) {
        session.resumed();
        held.complete(how == ControlResult.DONE ? ControlResult.FAILED : how);
        answer(how);
    }

    private void answer(ControlResult how) {
        List<CompletableFuture<ControlResult>> waiting = List.copyOf(resuming);
        resuming.clear();
        waiting.forEach(resumed -> resumed.complete(how));
    }
}
