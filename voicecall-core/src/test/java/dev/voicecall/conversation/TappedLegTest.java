package dev.voicecall.conversation;

import static org.assertj.core.api.Assertions.assertThat;

import dev.voicecall.AnsweredBy;
import dev.voicecall.CallInfo;
import dev.voicecall.CarrierException;
import dev.voicecall.Direction;
import dev.voicecall.Utterance.Speaker;
import dev.voicecall.VoiceCallException;
import dev.voicecall.spi.AudioTap;
import dev.voicecall.spi.CallLeg;
import dev.voicecall.spi.Step;
import dev.voicecall.spi.StepResult;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CompletionStage;
import java.util.concurrent.Executor;
import org.junit.jupiter.api.Test;

/** Taps of a carrier that takes its time, or refuses. */
class TappedLegTest implements CallLeg, CallLeg.Listener, AudioTap.Listener {
    private static final Step STEP = new Step.Pause(Duration.ofSeconds(1));

    private final List<String> log = new ArrayList<>();
    private final CompletableFuture<StepResult> opening = new CompletableFuture<>();
    private final TappedLeg leg = new TappedLeg(this);
    private AudioTap.Listener carriers = this;

    @Test
    void aCallWhoseTapIsRefusedGoesOnAndWhoWasToHearItIsTold() {
        leg.hearFromStart(call -> Optional.of(this));
        begin();
        assertThat(log).containsExactly("tap");

        opening.completeExceptionally(new CarrierException("No.", 0, false, null));
        assertThat(log).containsExactly("tap", "warning: The call is not tapped: No.", "ended", "pause");
    }

    @Test
    void whatIsBrokenOffWhileTheTapOpensIsNotBegun() {
        leg.hearFromStart(call -> Optional.of(this));
        CompletableFuture<StepResult> step = begin();
        leg.interrupt();

        opening.complete(new StepResult.Tapped(() -> {}));
        assertThat(step).isCompletedWithValue(new StepResult.Interrupted());
        assertThat(log).containsExactly("tap");
    }

    @Test
    void whoFailsByAnErrorIsLeftOutAndOthersHear() {
        leg.hearFromStart(call -> {
            throw new AssertionError("as told");
        });
        leg.hearFromStart(call -> Optional.of((speaker, position, sound) -> {
            throw new AssertionError("as told");
        }));
        leg.hearFromStart(call -> Optional.of(this));
        begin();
        opening.complete(new StepResult.Tapped(() -> {}));
        carriers.onAudio(Speaker.THEM, 0, new byte[160]);

        assertThat(log)
                .containsExactly(
                        "warning: Somebody who was to hear the call failed: java.lang.AssertionError: as told",
                        "tap",
                        "pause",
                        "warning: A tap is closed, since its listener failed: java.lang.AssertionError: as told",
                        "sound");
    }

    private CompletableFuture<StepResult> begin() {
        leg.start(this);
        return leg.perform(STEP).toCompletableFuture();
    }

    @Override
    public Executor mailbox() {
        return Runnable::run;
    }

    @Override
    public CallInfo info() {
        return new CallInfo(Direction.INBOUND, Optional.of("CA1"), "+14155550123", "+14155550100");
    }

    @Override
    public void start(CallLeg.Listener listener) {
        // the call was answered
    }

    @Override
    public CompletionStage<StepResult> perform(Step step) {
        if (step instanceof Step.Tap tap) {
            log.add("tap");
            carriers = tap.listener();
            return opening;
        }
        log.add("pause");
        return new CompletableFuture<>();
    }

    @Override
    public void interrupt() {
        log.add("interrupt");
    }

    @Override
    public CompletionStage<Void> hangUp() {
        return CompletableFuture.completedFuture(null);
    }

    @Override
    public void onWarning(VoiceCallException problem) {
        log.add("warning: " + problem.getMessage());
    }

    @Override
    public void onAudio(Speaker speaker, long positionSamples, byte[] muLaw) {
        log.add("sound");
    }

    @Override
    public void onEnded() {
        log.add("ended");
    }

    @Override
    public void onRinging() {}

    @Override
    public void onAnswered(AnsweredBy by) {}

    @Override
    public void onAnsweredBy(AnsweredBy by) {}

    @Override
    public void onEnded(End end) {}
}
