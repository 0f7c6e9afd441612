package dev.voicecall.conversation;

import dev.voicecall.AnsweredBy;
import dev.voicecall.CallInfo;
import dev.voicecall.CarrierException;
import dev.voicecall.ProviderException;
import dev.voicecall.VoiceCallException;
import dev.voicecall.conversation.Hearing.HeardTurn;
import dev.voicecall.spi.AudioLine;
import dev.voicecall.spi.CallLeg;
import dev.voicecall.spi.Scheduler;
import dev.voicecall.spi.Scheduler.Timer;
import dev.voicecall.spi.Step;
import dev.voicecall.spi.StepResult;
import java.time.Duration;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CompletionStage;
import java.util.concurrent.Executor;
import java.util.function.Consumer;
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
    private @Nullable CompletableFuture<Void> lineOver;
    private @Nullable Activity activity;
    private int breaks;
    private boolean ended;

    /** What is being done on the line, and hears what comes over it meanwhile. */
    interface Activity {
        /** Breaks it off. */
        default void stop() {}

        /** See {@link AudioPath.Listener}. */
        default void onSpeech(Duration speech) {}

        /** See {@link AudioPath.Listener}. */
        default void onTurn(HeardTurn turn) {}

        /** See {@link AudioPath.Listener}. */
        default void onNoise() {}

        /** See {@link AudioPath.Listener}. */
        default void onKey(char key) {}
    }

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
