package dev.voicecall;

import dev.voicecall.conversation.CallSession;
import dev.voicecall.conversation.CallTaps;
import dev.voicecall.conversation.Conduct;
import dev.voicecall.conversation.Dialogue;
import dev.voicecall.spi.Scheduler;
import java.util.Optional;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CompletionException;
import java.util.concurrent.RejectedExecutionException;
import org.jspecify.annotations.NonNull;
import org.jspecify.annotations.Nullable;

/**
 * Conducts calls by a question or a script, and sees to it that whatever comes of that becomes a result.
 *
 * <p>Safe for use by many threads.
 */
final class Conductor {
    private final Scheduler scheduler;
    private final CallTaps taps;

    Conductor(Scheduler scheduler, CallTaps taps) {
        this.scheduler = scheduler;
        this.taps = taps;
    }

    /** Puts one question once the call is answered, and ends the call. */
    <T> CompletableFuture<CallResult<T>> ask(CallSession session, String question, AnswerFormat<T> format) {
        Conduct conduct = session.takeOver();
        CompletableFuture<Optional<T>> answer = conduct.ready()
                .thenCompose(answered -> Dialogue.ask(conduct, question, format))
                .thenApply(Optional::ofNullable)
                .whenComplete((value, failure) -> end(conduct, failure))
                .exceptionally(failure -> Optional.empty());
        return session.ending().thenCombine(answer, (ending, value) -> result(session, ending, value));
    }

    /**
     * Has an agent hold a conversation, and ends the call. Takes no thread.
     *
     * @return completes when it is over, with nothing; never exceptionally
     */
    <T> CompletableFuture<Optional<T>> converse(CallSession session, VoiceAgent agent) {
        Conduct conduct = session.takeOver();
        agent.prepare(session.options(), scheduler);
        return conduct.ready()
                .thenCompose(now -> agent.converse(conduct, scheduler))
                .whenComplete((done, failure) -> end(conduct, failure))
                .handle((done, failure) -> Optional.empty());
    }

    /** Runs a script once the call is answered, on a thread of its own unless it needs none, and ends the call. */
    <T> CompletableFuture<CallResult<T>> runAsync(CallSession session, CallScript<T> script) {
        CompletableFuture<Optional<T>> value;
        if (script instanceof VoiceAgent agent) {
            value = converse(session, agent);
        } else {
            Conduct conduct = session.takeOver();
            value = conduct.ready()
                    .thenApplyAsync(answered -> run(conduct, script), scheduler.worker())
                    .exceptionally(ended -> Optional.empty());
        }
        return session.ending().thenCombine(value, (ending, returned) -> result(session, ending, returned));
    }

    /** Runs a script on this thread, and ends the call. @return what it returned; empty if it threw */
    <T extends @Nullable Object> Optional<@NonNull T> run(Conduct conduct, CallScript<T> script) {
        try {
            T value = script.run(new Call(conduct, scheduler, taps));
            end(conduct, null);
            return Optional.ofNullable(value);
        } catch (Exception e) {
            end(conduct, e);
            return Optional.empty();
        } catch (Error e) {
            end(conduct, e);
            throw e;
        }
    }

    /** @return whether the call was answered, and is still to be conducted by this one */
    boolean awaitAnswered(Conduct conduct) {
        CompletableFuture<Void> answered = conduct.ready();
        try {
            scheduler.await(answered);
        } catch (InterruptedException e) {
            conduct.end(Outcome.CANCELED, null);
            Thread.currentThread().interrupt();
        }
        return answered.isDone() && !answered.isCompletedExceptionally();
    }

    /** Waits for the result; an interrupt ends the call, and then the wait is for the hang-up, which is bounded. */
    <T> CallResult<T> awaitResult(CallSession session, CompletableFuture<CallResult<T>> result) {
        boolean interrupted = Thread.interrupted();
        if (interrupted) {
            session.end(Outcome.CANCELED, null);
        }
        while (!result.isDone()) {
            try {
                scheduler.await(result);
            } catch (InterruptedException e) {
                interrupted = true;
                session.end(Outcome.CANCELED, null);
            }
        }
        if (interrupted) {
            Thread.currentThread().interrupt();
        }
        return result.join();
    }

    /** What is handed to the user: completed on a worker, so that what hangs on it may block; giving it up hangs up. */
    <T> CompletableFuture<CallResult<T>> cancelable(CallSession session, CompletableFuture<CallResult<T>> result) {
        CompletableFuture<CallResult<T>> handed = result.thenApplyAsync(value -> value, this::onWorker);
        handed.whenComplete((value, failure) -> {
            if (!result.isDone()) {
                session.end(Outcome.CANCELED, null);
            }
        });
        return handed;
    }

    /** A script may outlive the threads; its result must still get to whoever waits for it. */
    private void onWorker(Runnable task) {
        try {
            scheduler.worker().execute(task);
        } catch (RejectedExecutionException closed) {
            task.run();
        }
    }

    private static void end(Conduct conduct, @Nullable Throwable failure) {
        Throwable cause =
                failure instanceof CompletionException && failure.getCause() != null ? failure.getCause() : failure;
        if (cause == null) {
            conduct.end(Outcome.ANSWERED, null);
        } else if (cause instanceof CallEndedException ended) {
            conduct.end(ended.outcome(), null);
        } else if (cause instanceof NoInputException) {
            conduct.end(Outcome.NO_INPUT, null);
        } else if (cause instanceof InterruptedException) {
            conduct.end(Outcome.CANCELED, null);
        } else {
            conduct.end(Outcome.FAILED, cause);
        }
    }

    static <T> CallResult<T> result(CallSession session, CallSession.Ending ending, Optional<T> value) {
        return new CallResult<>(
                ending.outcome(),
                value,
                session.info().id(),
                session.recordId(),
                ending.duration(),
                ending.answeredBy(),
                ending.transcript(),
                ending.failure());
    }
}
