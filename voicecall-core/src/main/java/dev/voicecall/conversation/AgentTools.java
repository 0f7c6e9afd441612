package dev.voicecall.conversation;

import dev.voicecall.CallEndedException;
import dev.voicecall.PhoneNumber;
import dev.voicecall.ToolUse;
import dev.voicecall.spi.Scheduler;
import dev.voicecall.spi.Tool;
import dev.voicecall.spi.ToolCall;
import java.util.List;
import java.util.Optional;
import java.util.concurrent.CompletableFuture;

/**
 * The tools of an agent's conversation: has them used, and takes down in its history what became of them. Belongs to one call;
 * called on its mailbox.
 */
final class AgentTools {
    private final Conduct conduct;
    private final CallSession session;
    private final History history;
    private final Filler filler;
    private final ToolRunner runner;

    AgentTools(Conduct conduct, History history, Filler filler, Scheduler scheduler) {
        this.conduct = conduct;
        this.session = conduct.session();
        this.history = history;
        this.filler = filler;
        this.runner = new ToolRunner(session.info(), scheduler, session.mailbox(), this::onSettled);
    }

    /**
     * Has tools used for a reply, all at the same time.
     *
     * @return completes when all are settled, in the order of the calls; never fails
     */
    CompletableFuture<List<ToolUse>> use(AgentReply asking, List<Tool> tools, List<ToolCall> calls) {
        history.addTools(calls.stream()
                .filter(call -> !ToolRunner.isEnding(tools, call))
                .map(ToolRunner::running)
                .toList());
        filler.whileUsing(asking, ToolRunner.filler(tools, calls));
        List<CompletableFuture<ToolUse>> used =
                calls.stream().map(call -> run(tools, call)).toList();
        return CompletableFuture.allOf(used.toArray(CompletableFuture[]::new)).thenApply(all -> {
            filler.used(asking);
            return used.stream().map(CompletableFuture::join).toList();
        });
    }

    private CompletableFuture<ToolUse> run(List<Tool> tools, ToolCall asked) {
        ToolUse begun = ToolRunner.running(asked);
        session.tell(to -> to.onToolStarted(session.info(), begun));
        return runner.run(tools, asked);
    }

    /** The reply for which they were used ends before it was heard. */
    void interrupted() {
        runner.interrupted();
    }

    /** How the conversation is to end when all of a reply was heard. */
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

    /** The conversation is over. */
    void close() {
        runner.close();
    }

    private void onSettled(ToolUse use) {
        history.settle(use);
        session.tell(to -> to.onToolUsed(session.info(), use));
    }
}
