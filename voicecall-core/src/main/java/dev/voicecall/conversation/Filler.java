package dev.voicecall.conversation;

import dev.voicecall.spi.Scheduler;
import dev.voicecall.spi.Scheduler.Timer;
import java.time.Duration;
import java.util.Optional;
import java.util.concurrent.Executor;
import java.util.function.BooleanSupplier;
import org.jspecify.annotations.Nullable;

/** Passes the time when an answer takes long. Belongs to one call; called on its mailbox. */
final class Filler {
    private final Optional<String> text;
    private final Duration after;
    private final Scheduler scheduler;
    private final Executor mailbox;
    private final BooleanSupplier hearing;
    private Timer timer = Timer.NONE;
    /** The answer in which the text was said already; once is enough. */
    private @Nullable AgentReply saidIn;
    /** The answer for which tools are being used. */
    private @Nullable AgentReply usedFor;

    /**
     * A filler that has nothing to do yet.
     *
     * @param text what to say; empty for nothing, unless a tool has words of its own
     * @param after what long is
     * @param hearing whether the other side speaks
     */
    Filler(Optional<String> text, Duration after, Scheduler scheduler, Executor mailbox, BooleanSupplier hearing) {
        this.text = text;
        this.after = after;
        this.scheduler = scheduler;
        this.mailbox = mailbox;
        this.hearing = hearing;
    }

    /** An answer is being thought of: says something if there is nothing of it in time. */
    void whileThinking(AgentReply answer) {
        usual(answer)
                .ifPresent(words -> inTime(() -> {
                    if (answer.fill(words)) {
                        saidIn = answer;
                    }
                }));
    }

    /**
     * Tools are being used for an answer: says something when that takes long and nothing is being heard.
     *
     * @param ofTool what to say instead; empty for the usual
     */
    void whileUsing(AgentReply answer, Optional<String> ofTool) {
        cancel();
        usedFor = answer;
        ofTool.or(() -> usual(answer))
                .ifPresent(words -> inTime(() -> {
                    if (hearing.getAsBoolean() || !answer.fillSilence(words)) {
                        whileUsing(answer, ofTool);
                    } else if (ofTool.isEmpty()) {
                        saidIn = answer;
                    }
                }));
    }

    /** The tools have ended, and what to make of them is being thought of. */
    void used(AgentReply answer) {
        if (usedFor == answer) {
            cancel();
            whileThinking(answer);
        }
    }

    private Optional<String> usual(AgentReply answer) {
        return saidIn == answer ? Optional.empty() : text;
    }

    /** There is nothing to wait for any more. */
    void cancel() {
        timer.cancel();
        usedFor = null;
    }

    private void inTime(Runnable task) {
        timer = scheduler.schedule(after, mailbox, task);
    }
}
