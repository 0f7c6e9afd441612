package dev.voicecall.testkit;

import dev.voicecall.Recording;
import dev.voicecall.Recording.State;
import dev.voicecall.spi.LegRecording;
import dev.voicecall.spi.Scheduler;
import java.time.Duration;
import java.util.Optional;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CompletionStage;
import java.util.concurrent.Executor;
import java.util.function.Consumer;

/** A recording of a scripted call, without its sound: tells of its states, the last of them a second after it was stopped. */
final class ScriptedRecording implements LegRecording {
    private static final Duration PROCESSING = Duration.ofSeconds(1);

    private final Recording began;
    private final Scheduler time;
    private final Executor mailbox;
    private final Consumer<Recording> listener;
    private final long beganNanos;
    private State state = State.IN_PROGRESS;

    ScriptedRecording(Recording began, Scheduler time, Executor mailbox, Consumer<Recording> listener) {
        this.began = began;
        this.time = time;
        this.mailbox = mailbox;
        this.listener = listener;
        this.beganNanos = time.nanoTime();
        listener.accept(began);
    }

    @Override
    public Recording info() {
        return began;
    }

    @Override
    public CompletionStage<Void> pause() {
        return become(State.PAUSED);
    }

    @Override
    public CompletionStage<Void> resume() {
        return become(State.IN_PROGRESS);
    }

    @Override
    public CompletionStage<Void> stop() {
        return become(State.PROCESSING);
    }

    private CompletionStage<Void> become(State next) {
        return CompletableFuture.runAsync(
                () -> {
                    if (state != State.PROCESSING && state != next) {
                        state = next;
                        if (next == State.PROCESSING) {
                            complete();
                        }
                    }
                },
                mailbox);
    }

    private void complete() {
        Duration length = Duration.ofNanos(time.nanoTime() - beganNanos);
        Recording complete = new Recording(
                began.id(),
                began.callId(),
                State.COMPLETED,
                began.channels(),
                began.startedAt(),
                Optional.of(length),
                began.errorCode(),
                began.processing(),
                began.transcript());
        time.schedule(PROCESSING, mailbox, () -> listener.accept(complete));
    }
}
