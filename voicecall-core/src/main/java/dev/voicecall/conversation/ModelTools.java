package dev.voicecall.conversation;

import dev.voicecall.CallEndedException;
import dev.voicecall.PhoneNumber;
import dev.voicecall.ToolUse;
import dev.voicecall.ToolUse.Status;
import dev.voicecall.spi.Scheduler;
import dev.voicecall.spi.SpeechToSpeech;
import dev.voicecall.spi.Tool;
import dev.voicecall.spi.ToolCall;
import java.util.HashSet;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import java.util.concurrent.CompletableFuture;

/**
 * The tools of a model that hears and speaks: what became of each use is told to the model and to the listeners of the call, once.
 * Belongs to one call; called on its mailbox.
 */
final class ModelTools {
    private final Conduct conduct;
    private final CallSession session;
    private final List<Tool> tools;
    private final SpeechToSpeech.Session model;
    private final Runnable onModelsTurn;
    private final ToolRunner runner;
    private final Set<String> running = new HashSet<>();

    /** @param onModelsTurn run when the model has all results that it has asked for */
    ModelTools(
            Conduct conduct,
            Scheduler scheduler,
            List<Tool> tools,
            SpeechToSpeech.Session model,
            Runnable onModelsTurn) {
        this.conduct = conduct;
        this.session = conduct.session();
        this.tools = tools;
        this.model = model;
        this.onModelsTurn = onModelsTurn;
        this.runner = new ToolRunner(session.info(), scheduler, session.mailbox(), this::settled);
    }

    /** Has tools used, all at the same time. */
    void run(List<ToolCall> calls) {
        calls.stream().filter(call -> !ToolRunner.isEnding(tools, call)).forEach(call -> running.add(call.id()));
        calls.forEach(call -> {
            ToolUse begun = ToolRunner.running(call);
            session.tell(to -> to.onToolStarted(session.info(), begun));
            runner.run(tools, call);
        });
    }

    private void settled(ToolUse use) {
        running.remove(use.id());
        session.tell(to -> to.onToolUsed(session.info(), use));
        model.toolSettled(use);
        if (running.isEmpty() && use.status() != Status.CANCELLED) {
            onModelsTurn.run();
        }
    }

    /** Whether there are any whose end the model waits for. */
    boolean areRunning() {
        return !running.isEmpty();
    }

    /** The other side has interrupted: the ending is forgotten, and tools that may be cancelled are given up. */
    void interrupted() {
        runner.interrupted();
    }

    /** How the conversation is to end when all that is being said has been heard. */
    Optional<Tool.Effect> ending() {
        return runner.ending();
    }

    /** The conversation ends, as it was to. */
    void hungUp() {
        runner.hungUp();
    }

    /**
     * Connects the other side with somebody else, as it was to be.
     *
     * @return completes with whether they were connected, when that is over; fails with {@link CallEndedException} if the call is
     */
    CompletableFuture<Boolean> transfer(PhoneNumber third) {
        return runner.transfer(conduct, third);
    }

    /** Gives up all. */
    void close() {
        runner.close();
    }
}
