package dev.voicecall.conversation;

import dev.voicecall.AnsweredBy;
import dev.voicecall.CallInfo;
import dev.voicecall.CarrierException;
import dev.voicecall.ProviderException;
import dev.voicecall.RecordingOptions;
import dev.voicecall.Usage;
import dev.voicecall.Utterance.Speaker;
import dev.voicecall.VoiceCallException;
import dev.voicecall.conversation.Hearing.HeardTurn;
import dev.voicecall.spi.CallLeg;
import dev.voicecall.spi.LegRecording;
import dev.voicecall.spi.Scheduler;
import dev.voicecall.spi.Step;
import dev.voicecall.spi.StepResult;
import java.time.Duration;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CompletionException;
import java.util.concurrent.CompletionStage;
import java.util.concurrent.Executor;
import org.jspecify.annotations.Nullable;

/**
 * A leg that speaks and listens by parts of ours, over the live audio of a leg of the carrier: the same steps, another voice.
 *
 * <p>The line is opened by the first step that needs it, and stays open. What only the carrier can do (play a file, transfer)
 * is done by the carrier between two lines. A line that breaks is opened anew. Belongs to one call; called on its mailbox.
 */
public final class LiveLeg implements CallLeg, CallLeg.Listener, AudioPath.Listener {
    /** A line that breaks is opened anew, but not for ever. */
    private static final int MAX_BREAKS = 3;

    private final CallLeg carrier;
    private final VoiceParts parts;
    private final Scheduler scheduler;
    private @Nullable Listener listener;
    private @Nullable AudioPath path;
    /** Completes when the line that is open is not any more. */
    private CompletableFuture<Void> lineClosed = CompletableFuture.completedFuture(null);

    private final Mute mute = new Mute();
    private @Nullable LiveStep underWay;
    private boolean withCarrier;
    private boolean interrupted;
    private int breaks;
    private int hearingFailures;

    /**
     * A leg over another.
     *
     * @param carrier which streams
     * @param parts what hears and speaks, in the language of the call
     */
    public LiveLeg(CallLeg carrier, VoiceParts parts, Scheduler scheduler) {
        this.carrier = carrier;
        this.parts = parts;
        this.scheduler = scheduler;
    }

    @Override
    public Executor mailbox() {
        return carrier.mailbox();
    }

    @Override
    public CallInfo info() {
        return carrier.info();
    }

    @Override
    public void start(Listener listener) {
        this.listener = listener;
        carrier.start(this);
    }

    @Override
    public CompletionStage<StepResult> perform(Step step) {
        if (step instanceof Step.Say say) {
            return begin(new LiveSay(openPath(), say));
        } else if (step instanceof Step.Listen listen) {
            return begin(new LiveListen(openPath(), listen, parts.turnTaking(), scheduler, mailbox()));
        } else if (step instanceof Step.SendDigits digits) {
            return begin(new LiveDigits(openPath(), digits));
        } else if (step instanceof Step.Pause pause) {
            openPath();
            return begin(new LivePause(pause, scheduler, mailbox()));
        }
        return byCarrier(step);
    }

    private CompletionStage<StepResult> begin(LiveStep step) {
        underWay = step;
        step.result().whenComplete((done, failure) -> {
            if (underWay == step) {
                underWay = null;
            }
        });
        step.begin();
        return step.result();
    }

    private CompletionStage<StepResult> byCarrier(Step step) {
        interrupted = false;
        if (path != null) {
            path.closeLine();
        }
        return lineClosed.thenCompose(closed -> {
            if (interrupted) {
                return CompletableFuture.completedFuture(new StepResult.Interrupted());
            }
            CompletionStage<StepResult> done = carrier.perform(step);
            withCarrier = true;
            return done.whenComplete((result, failure) -> withCarrier = false);
        });
    }

    private AudioPath openPath() {
        AudioPath open = path;
        if (open == null) {
            open = new AudioPath(parts, scheduler, mailbox(), this);
            path = open;
        }
        if (lineClosed.isDone()) {
            openLine(open);
        }
        return open;
    }

    private void openLine(AudioPath over) {
        CompletableFuture<Void> closed = new CompletableFuture<>();
        lineClosed = closed;
        over.expectLine();
        carrier.perform(new Step.Stream(mute.over(over))).whenComplete((done, thrown) -> {
            Throwable failure =
                    thrown instanceof CompletionException && thrown.getCause() != null ? thrown.getCause() : thrown;
            over.lineLost();
            boolean again = over.wantsLine() && breaks++ < MAX_BREAKS;
            if (failure instanceof CarrierException broken && broken.retryable() && again) {
                onWarning(broken);
                openLine(over);
                lineClosed.thenRun(() -> closed.complete(null));
                return;
            }
            closed.complete(null);
            if (failure != null && underWay != null) {
                underWay.fail(failure);
            }
        });
    }

    @Override
    public CompletionStage<LegRecording> record(RecordingOptions options) {
        return carrier.record(options);
    }

    @Override
    public void interrupt() {
        if (withCarrier) {
            carrier.interrupt();
        } else if (underWay != null) {
            underWay.interrupt();
        } else {
            interrupted = true; // what waits for the line to close
        }
    }

    @Override
    public CompletionStage<Void> mute(boolean muted) {
        mute.set(muted);
        return carrier.mute(muted);
    }

    @Override
    public CompletionStage<Void> hangUp() {
        closePath();
        return carrier.hangUp();
    }

    private void closePath() {
        if (underWay != null) {
            underWay.abandon();
            underWay = null;
        }
        if (path != null) {
            path.close();
        }
    }

    @Override
    public void onSpeechBegan() {
        // what counts is how long it lasts
    }

    @Override
    public void onSpeech(Duration speech, String words) {
        if (underWay != null) {
            underWay.onSpeech(speech);
        }
    }

    @Override
    public void onInterim(String words) {
        if (underWay != null && underWay.wantsWords()) {
            onInterim(Speaker.THEM, words);
        }
    }

    @Override
    public void onHeardSoFar(String words) {
        onInterim(Speaker.US, words);
    }

    @Override
    public void onInterim(Speaker speaker, String words) {
        if (listener != null) {
            listener.onInterim(speaker, words);
        }
    }

    @Override
    public void onUtterance(String words) {
        // what counts is the turn
    }

    @Override
    public void onTurn(HeardTurn turn) {
        hearingFailures = 0;
        if (underWay != null) {
            underWay.onTurn(turn);
        }
    }

    @Override
    public void onNoise() {
        if (underWay != null) {
            underWay.onNoise();
        }
    }

    @Override
    public void onHearingFailed(ProviderException failure) {
        if (failure.retryable() && hearingFailures++ == 0) {
            onWarning(failure);
        } else if (underWay != null) {
            underWay.fail(failure);
        }
    }

    @Override
    public void onKey(char key) {
        if (underWay != null) {
            underWay.onKey(key);
        }
    }

    @Override
    public void onRinging() {
        if (listener != null) {
            listener.onRinging();
        }
    }

    @Override
    public void onAnswered(AnsweredBy by) {
        if (listener != null) {
            listener.onAnswered(by);
        }
    }

    @Override
    public void onAnsweredBy(AnsweredBy by) {
        if (listener != null) {
            listener.onAnsweredBy(by);
        }
    }

    @Override
    public void onWarning(VoiceCallException problem) {
        if (listener != null) {
            listener.onWarning(problem);
        }
    }

    @Override
    public void onUsage(Usage usage) {
        if (listener != null) {
            listener.onUsage(usage);
        }
    }

    @Override
    public void onEnded(End end) {
        closePath();
        if (listener != null) {
            listener.onEnded(end);
        }
    }
}
