package dev.voicecall.conversation;

import dev.voicecall.CallEndedException;
import dev.voicecall.CallInfo;
import dev.voicecall.PhoneNumber;
import dev.voicecall.ToolUse;
import dev.voicecall.ToolUse.Status;
import dev.voicecall.TransferResult;
import dev.voicecall.spi.Scheduler;
import dev.voicecall.spi.Scheduler.Timer;
import dev.voicecall.spi.Tool;
import dev.voicecall.spi.ToolCall;
import java.time.Duration;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Objects;
import java.util.Optional;
import java.util.Set;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.Executor;
import java.util.function.Consumer;
import java.util.stream.Collectors;
import org.jspecify.annotations.Nullable;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * Runs the tools that a model asks for on a call. Each call of a tool is settled exactly once.
 *
 * <p>A tool that ends the conversation does nothing yet: it is the <em>pending ending</em>, of which there is one at most. Who holds the
 * conversation has it carried out when what was said with it has been heard ({@link #ending}, {@link #hungUp}, {@link #transfer}), or else it is
 * forgotten ({@link #interrupted}). Belongs to one call; called on its mailbox.
 */
final class ToolRunner {
    private static final Logger LOG = LoggerFactory.getLogger(ToolRunner.class);
    /** What a model is told at most. */
    private static final int MAX_RESULT = 20_000;
    /** Tools at work at the same time on a call. */
    private static final int MAX_RUNNING = 32;

    private final CallInfo call;
    private final Scheduler scheduler;
    private final Executor mailbox;
    private final Consumer<ToolUse> onSettled;
    private final Set<Run> running = new LinkedHashSet<>();
    private @Nullable PendingEnding ending;
    private boolean closed;

    private record PendingEnding(Tool.Effect effect, ToolCall call, long sinceNanos) {}

    /** @param onSettled hears what became of each call of a tool, once, on the mailbox; of an ending when it is carried out or forgotten */
    ToolRunner(CallInfo call, Scheduler scheduler, Executor mailbox, Consumer<ToolUse> onSettled) {
        this.call = call;
        this.scheduler = scheduler;
        this.mailbox = mailbox;
        this.onSettled = onSettled;
    }

    /**
     * Has a tool used.
     *
     * @param tools those that there are
     * @return completes on the mailbox with what the model is to be told, for an ending at once; never fails
     */
    CompletableFuture<ToolUse> run(List<Tool> tools, ToolCall asked) {
        Run run = new Run(asked);
        Tool tool = find(tools, asked);
        if (closed) {
            run.settle(Status.CANCELLED, "The call is over.");
        } else if (tool == null) {
            String names = tools.stream().map(Tool::name).collect(Collectors.joining(", "));
            run.settle(Status.FAILED, "There is no tool " + asked.name() + "; there are: " + names + ".");
        } else if (tool.effect() instanceof Tool.Work work) {
            run.begin(tool, work);
        } else {
            promise(tool.effect(), run);
        }
        return run.used;
    }

    /** Whether a call is one of a tool that ends the conversation. */
    static boolean isEnding(List<Tool> tools, ToolCall asked) {
        Tool tool = find(tools, asked);
        return tool != null && !(tool.effect() instanceof Tool.Work);
    }

    /** What to say while these take long; empty if none of them has words of its own. */
    static Optional<String> filler(List<Tool> tools, List<ToolCall> asked) {
        return asked.stream()
                .flatMap(call -> Optional.ofNullable(find(tools, call)).flatMap(Tool::filler).stream())
                .findFirst();
    }

    /** What a model is told of a tool that is at work. */
    static ToolUse running(ToolCall asked) {
        return use(asked, Status.RUNNING, "It has not ended yet; its result will follow.", Duration.ZERO);
    }

    /** The other side has interrupted: the ending is forgotten, and tools that may be cancelled are given up. */
    void interrupted() {
        forget("It did not happen: you were interrupted before your words had been heard.");
        for (Run run : List.copyOf(running)) {
            if (run.tool != null && run.tool.isCancelledByInterruption()) {
                run.giveUp(Status.CANCELLED, "It was given up, because you were interrupted.");
            }
        }
    }

    /** How the conversation is to end when all that is being said has been heard. */
    Optional<Tool.Effect> ending() {
        return ending == null ? Optional.empty() : Optional.of(ending.effect);
    }

    /** The pending ending is carried out: the conversation ends. */
    void hungUp() {
        ended(Status.DONE, "The call has ended.");
    }

    /**
     * Carries out the pending ending: connects the other side with somebody else.
     *
     * @return completes with whether they were connected, when that is over; fails with {@link CallEndedException} if the call is
     */
    CompletableFuture<Boolean> transfer(Conduct conduct, PhoneNumber third) {
        return conduct.transfer(third).whenComplete(this::transferred).thenApply(TransferResult.COMPLETED::equals);
    }

    private void transferred(@Nullable TransferResult result, @Nullable Throwable callEnded) {
        if (callEnded != null) {
            ended(Status.DONE, "The call ended meanwhile.");
        } else if (result == TransferResult.COMPLETED) {
            ended(Status.DONE, "They have talked to each other, and that is over.");
        } else {
            ended(Status.FAILED, "They could not be connected (" + result + "). The other side is with you again.");
        }
    }

    private void ended(Status status, String result) {
        PendingEnding carriedOut = ending;
        ending = null;
        if (carriedOut != null) {
            onSettled.accept(use(carriedOut.call, status, result, since(carriedOut.sinceNanos)));
        }
    }

    /** The call, or the agent's part in it, is over: gives up all. */
    void close() {
        closed = true;
        forget("It did not happen: the call ended before.");
        List.copyOf(running).forEach(run -> run.giveUp(Status.CANCELLED, "It was given up, because the call ended."));
    }

    private void forget(String why) {
        ended(Status.CANCELLED, why);
    }

    private void promise(Tool.Effect effect, Run run) {
        if (ending != null) {
            run.settle(Status.FAILED, "Another tool ends the conversation already.");
            return;
        }
        ending = new PendingEnding(effect, run.asked, run.sinceNanos);
        run.used.complete(use(
                run.asked,
                Status.DONE,
                "It will happen as soon as your words have been heard, unless you are interrupted.",
                Duration.ZERO));
    }

    private Duration since(long nanos) {
        return Duration.ofNanos(scheduler.nanoTime() - nanos);
    }

    private static @Nullable Tool find(List<Tool> tools, ToolCall asked) {
        return tools.stream()
                .filter(tool -> tool.name().equals(asked.name()))
                .findFirst()
                .orElse(null);
    }

    private static ToolUse use(ToolCall asked, Status status, String result, Duration took) {
        return new ToolUse(asked.id(), asked.name(), asked.arguments().json(), bounded(result), status, took);
    }

    private static String bounded(String result) {
        if (result.length() <= MAX_RESULT) {
            return result;
        }
        int end = Character.isHighSurrogate(result.charAt(MAX_RESULT - 1)) ? MAX_RESULT - 1 : MAX_RESULT;
        return result.substring(0, end) + "… (cut: it had " + result.length() + " characters)";
    }

    /** One call of a tool. */
    private final class Run {
        private final ToolCall asked;
        private final long sinceNanos = scheduler.nanoTime();
        private final CompletableFuture<ToolUse> used = new CompletableFuture<>();
        private @Nullable Tool tool;
        private @Nullable Work work;
        private Timer timeout = Timer.NONE;
        /** Set by the thread that does the work, before the work is done. */
        private volatile String result = "";

        Run(ToolCall asked) {
            this.asked = asked;
        }

        void begin(Tool wanted, Tool.Work what) {
            if (running.size() >= MAX_RUNNING) {
                settle(Status.FAILED, MAX_RUNNING + " tools are at work already; ask again when they have ended.");
                return;
            }
            tool = wanted;
            running.add(this);
            timeout = scheduler.schedule(wanted.timeout(), mailbox, () -> {
                long millis = wanted.timeout().toMillis();
                giveUp(Status.TIMED_OUT, "It took longer than " + millis + " ms; whether it was done is not known.");
            });
            Work begun = Work.start(
                    scheduler.worker(),
                    () -> result = Objects.requireNonNull(
                            what.handler().call(asked.arguments(), call),
                            "The tool returned null; to tell nothing, return \"\"."));
            work = begun;
            begun.done().whenComplete((done, failure) -> mailbox.execute(() -> over(failure)));
        }

        private void over(@Nullable Throwable failure) {
            if (used.isDone()) {
                return;
            }
            if (failure == null) {
                settle(Status.DONE, result);
            } else {
                LOG.warn("{}: the tool {} failed.", call, asked.name(), failure);
                String message = failure.getMessage();
                settle(Status.FAILED, "It failed: " + (message == null ? failure.toString() : message));
            }
        }

        void giveUp(Status status, String why) {
            if (!used.isDone()) {
                settle(status, why);
                if (work != null) {
                    work.cancel();
                }
            }
        }

        private void settle(Status status, String told) {
            timeout.cancel();
            running.remove(this);
            ToolUse use = use(asked, status, told, since(sinceNanos));
            onSettled.accept(use);
            used.complete(use);
        }
    }
}
