package dev.voicecall.conversation;

import dev.voicecall.VoiceCallException;
import dev.voicecall.spi.AudioTap;
import dev.voicecall.spi.CallLeg;
import dev.voicecall.spi.Step;
import dev.voicecall.spi.StepResult;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CompletionException;
import java.util.concurrent.CompletionStage;
import org.jspecify.annotations.Nullable;

/**
 * A leg all of whose listeners share one tap. Those who hear the call from the start do so from before its first step. A call that is
 * turned away is not tapped, and one that can't be goes on with a warning. Belongs to one call; called on its mailbox.
 */
public final class TappedLeg extends ForwardingLeg {
    private final List<AudioTap.Factory> factories = new ArrayList<>();
    private @Nullable Listener listener;
    private @Nullable SharedTap shared;
    private boolean begun;
    private boolean beginning;
    private boolean interrupted;

    /** A leg that nobody hears yet. */
    public TappedLeg(CallLeg leg) {
        super(leg);
    }

    /** One more who may hear it from the start; for before that. */
    public void hearFromStart(AudioTap.Factory factory) {
        factories.add(factory);
    }

    @Override
    public void start(Listener listener) {
        this.listener = listener;
        super.start(listener);
    }

    @Override
    public CompletionStage<StepResult> perform(Step step) {
        if (begun || step instanceof Step.Reject) {
            return performTapped(step);
        }
        begun = true;
        List<AudioTap.Listener> fromStart = fromStart();
        if (fromStart.isEmpty()) {
            return performTapped(step);
        }
        beginning = true;
        SharedTap tap = new SharedTap(mailbox(), this::warn);
        fromStart.forEach(tap::join);
        return open(tap).handle((tapped, failure) -> failure).thenCompose(failure -> begun(tap, step, failure));
    }

    private List<AudioTap.Listener> fromStart() {
        List<AudioTap.Listener> fromStart = new ArrayList<>();
        for (AudioTap.Factory factory : factories) {
            try {
                factory.listenTo(info()).ifPresent(fromStart::add);
            } catch (RuntimeException | Error e) {
                warn(new VoiceCallException("Somebody who was to hear the call failed: " + e, e));
            }
        }
        return fromStart;
    }

    private CompletionStage<StepResult> begun(SharedTap tap, Step step, @Nullable Throwable failure) {
        beginning = false;
        if (failure != null) {
            Throwable why =
                    failure instanceof CompletionException && failure.getCause() != null ? failure.getCause() : failure;
            warn(new VoiceCallException("The call is not tapped: " + why.getMessage(), why));
            tap.onEnded();
        }
        return interrupted ? CompletableFuture.completedFuture(new StepResult.Interrupted()) : performTapped(step);
    }

    private CompletionStage<StepResult> performTapped(Step step) {
        if (!(step instanceof Step.Tap tap)) {
            return super.perform(step);
        }
        SharedTap current = shared;
        if (current != null && !current.isOver()) {
            return CompletableFuture.completedFuture(new StepResult.Tapped(current.join(tap.listener())));
        }
        SharedTap next = new SharedTap(mailbox(), this::warn);
        AudioTap share = next.join(tap.listener());
        return open(next).thenApply(opened -> new StepResult.Tapped(share));
    }

    private CompletionStage<StepResult> open(SharedTap tap) {
        return super.perform(new Step.Tap(tap)).thenApply(done -> {
            if (done instanceof StepResult.Tapped tapped) {
                shared = tap;
                tap.begun(tapped.tap());
            }
            return done;
        });
    }

    @Override
    public void interrupt() {
        if (beginning) {
            interrupted = true;
        } else {
            super.interrupt();
        }
    }

    private void warn(VoiceCallException problem) {
        if (listener != null) {
            listener.onWarning(problem);
        }
    }
}
