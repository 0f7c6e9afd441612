package dev.voicecall.conversation;

import dev.voicecall.HeardText;
import dev.voicecall.ProviderException;
import dev.voicecall.ProviderException.Stage;
import dev.voicecall.ToolUse;
import dev.voicecall.Usage;
import dev.voicecall.spi.Conversation;
import dev.voicecall.spi.Conversation.Message;
import dev.voicecall.spi.Responder;
import dev.voicecall.spi.Scheduler;
import dev.voicecall.spi.Scheduler.Timer;
import dev.voicecall.spi.Tool;
import dev.voicecall.spi.ToolCall;
import java.time.Duration;
import java.util.List;
import java.util.Objects;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CompletionStage;
import java.util.concurrent.Executor;
import java.util.function.Consumer;
import java.util.function.Function;
import org.jspecify.annotations.Nullable;

/**
 * One answer of an agent: thought of by its {@link Responder}, and said.
 *
 * <p>It may be thought of before it is wanted; nothing is heard of it until it is {@linkplain #commit committed}. Thinking that
 * fails before there is a word is tried once more. Belongs to one call; called on its mailbox.
 */
final class AgentReply {
    /** So much may be thought ahead of being wanted; then the responder waits. */
    private static final int MAX_EARLY = 4_000;

    private final Responder responder;
    private Conversation conversation;
    private final Duration timeout;
    private final Scheduler scheduler;
    private final Executor mailbox;
    private final Listener listener;
    private final CompletableFuture<Void> committed = new CompletableFuture<>();
    private final StringBuilder early = new StringBuilder();

    private @Nullable Speaking speaking;
    private @Nullable Thinking thinking;
    private Timer silence = Timer.NONE;
    private boolean complete;
    private boolean dropped;
    private boolean endsCall;
    private @Nullable Long firstWordNanos;

    /** Hears what becomes of the answer. */
    interface Listener {
        /** It was heard to its end. */
        void onHeard(AgentReply reply, HeardText heard);

        /** It can't be thought of or said. */
        void onFailed(AgentReply reply, ProviderException failure);

        /**
         * It needs tools.
         *
         * @return completes on the mailbox with what became of them, in the order of the calls; never fails
         */
        CompletableFuture<List<ToolUse>> onToolCalls(AgentReply reply, List<Tool> tools, List<ToolCall> calls);

        /** Something of a provider was used, perhaps for an answer that is not wanted any more. */
        void onUsage(Usage usage);
    }

    AgentReply(
            Responder responder,
            Conversation conversation,
            Duration timeout,
            Scheduler scheduler,
            Executor mailbox,
            Listener listener) {
        this.responder = responder;
        this.conversation = conversation;
        this.timeout = timeout;
        this.scheduler = scheduler;
        this.mailbox = mailbox;
        this.listener = listener;
    }

    /** Says this instead of thinking. */
    AgentReply saying(String text) {
        early.append(text);
        complete = true;
        return this;
    }

    /** Begins to think. */
    AgentReply begin() {
        thinking = new Thinking(1);
        return this;
    }

    /** What it answers. */
    Conversation conversation() {
        return conversation;
    }

    /** It is wanted: says what there is, and what will be. */
    Speaking commit(Function<Consumer<ProviderException>, Speaking> voice) {
        Speaking said = voice.apply(this::fail);
        speaking = said;
        said.over().thenAccept(heard -> {
            if (!dropped) {
                dropped = true;
                listener.onHeard(this, heard);
            }
        });
        committed.complete(null);
        said.say(early.toString());
        if (complete) {
            said.end();
        }
        return said;
    }

    /** The call ends when this has been heard. */
    void endCall() {
        endsCall = true;
    }

    boolean endsCall() {
        return endsCall;
    }

    /** Whether it ends with a question that was heard. */
    boolean hasAsked() {
        return speaking != null && speaking.hasAsked();
    }

    /** Whether any sound was sent, be it of a filler. */
    boolean hasBegun() {
        return speaking != null && speaking.hasBegun();
    }

    /** Falls silent for the time being, or doesn't begin. */
    void pause() {
        if (speaking != null) {
            speaking.pause();
        }
    }

    /** Goes on, or begins after all. */
    void resume() {
        if (speaking != null) {
            speaking.resume();
        }
    }

    /** Says something to pass the time, if there is nothing of the answer yet; returns whether it does. */
    boolean fill(String filler) {
        return speaking != null && speaking.fill(filler);
    }

    /** Says something to pass the time, if nothing is being said; returns whether it does. */
    boolean fillSilence(String filler) {
        return speaking != null && speaking.fillSilence(filler);
    }

    /** When the first word was there; empty while there is none. */
    @Nullable
    Long firstWordNanos() {
        return firstWordNanos;
    }

    /** Nobody wants it any more. */
    @Nullable
    HeardText drop() {
        dropped = true;
        silence.cancel();
        if (thinking != null) {
            thinking.work.cancel();
        }
        committed.cancel(false);
        return speaking == null ? null : speaking.stop();
    }

    private void fail(Throwable cause) {
        if (dropped) {
            return;
        }
        ProviderException failure = cause instanceof ProviderException known
                ? known
                : new ProviderException(Stage.THINKING, "The responder failed: " + cause, false, cause);
        listener.onFailed(this, failure);
    }

    /** One attempt to think of it. */
    private final class Thinking implements Responder.Response {
        private final int attempt;
        private final Work work;
        private CompletionStage<Void> roomForMore = CompletableFuture.completedFuture(null);
        /** Tools have a time-out of their own, and what uses them none. */
        private boolean usesTools;
        /** Which counts if this attempt succeeds. */
        private boolean wantsEnd;

        Thinking(int attempt) {
            this.attempt = attempt;
            silence = scheduler.schedule(timeout, mailbox, this::tooLong);
            Conversation soFar = conversation;
            this.work = Work.start(scheduler.worker(), () -> responder.respond(soFar, this));
            work.done().whenComplete((done, failure) -> mailbox.execute(() -> over(failure)));
        }

        @Override
        public void say(String piece) throws InterruptedException {
            Objects.requireNonNull(piece, "The responder said null; to say nothing, say \"\".");
            scheduler.await(roomForMore);
            requireWanted();
            CompletableFuture<Void> taken = new CompletableFuture<>();
            roomForMore = taken;
            mailbox.execute(() -> take(piece).whenComplete((done, failure) -> taken.complete(null)));
        }

        @Override
        public void endCall() {
            mailbox.execute(() -> {
                wantsEnd = true;
            });
        }

        @Override
        public void awaitCommitted() throws InterruptedException {
            scheduler.await(committed);
            requireWanted();
        }

        @Override
        public List<ToolUse> use(List<Tool> tools, List<ToolCall> calls) throws InterruptedException {
            awaitCommitted();
            List<Tool> offered = List.copyOf(tools);
            List<ToolCall> asked = List.copyOf(calls);
            CompletableFuture<List<ToolUse>> used = new CompletableFuture<>();
            mailbox.execute(() -> begin(offered, asked, used));
            scheduler.await(used);
            if (used.isCancelled()) {
                throw unwanted();
            }
            requireWanted();
            return used.join();
        }

        @Override
        public void used(Usage usage) {
            mailbox.execute(() -> listener.onUsage(usage));
        }

        private void begin(List<Tool> tools, List<ToolCall> calls, CompletableFuture<List<ToolUse>> used) {
            if (thinking != this || dropped || speaking == null) {
                used.cancel(false);
                return;
            }
            usesTools = true;
            silence.cancel();
            speaking.endSentence();
            listener.onToolCalls(AgentReply.this, tools, calls).thenAccept(settled -> {
                usesTools = false;
                conversation = conversation.with(Message.ofTools(settled)); // for another attempt
                awaitMore();
                used.complete(settled);
            });
        }

        private void requireWanted() throws InterruptedException {
            if (Thread.currentThread().isInterrupted() || committed.isCancelled()) {
                throw unwanted();
            }
        }

        private InterruptedException unwanted() {
            return new InterruptedException("The answer is not wanted any more.");
        }

        private CompletionStage<Void> take(String piece) {
            if (thinking != this || dropped) {
                return CompletableFuture.completedFuture(null);
            }
            silence.cancel();
            if (firstWordNanos == null && !piece.isBlank()) {
                firstWordNanos = scheduler.nanoTime();
            }
            CompletionStage<Void> room = pass(piece);
            room.thenRun(this::awaitMore);
            return room;
        }

        private CompletionStage<Void> pass(String piece) {
            if (speaking != null) {
                return speaking.say(piece);
            }
            early.append(piece);
            return early.length() < MAX_EARLY ? CompletableFuture.completedFuture(null) : committed;
        }

        private void awaitMore() {
            if (thinking == this && !dropped && !complete && !usesTools) {
                silence.cancel();
                silence = scheduler.schedule(timeout, mailbox, this::tooLong);
            }
        }

        private void tooLong() {
            if (thinking == this && !dropped) {
                work.cancel();
                over(new ProviderException(
                        Stage.THINKING, "The responder said nothing for " + timeout.toMillis() + " ms.", false, null));
            }
        }

        private void over(@Nullable Throwable failure) {
            if (thinking != this || dropped || complete) {
                return;
            }
            silence.cancel();
            boolean retryable = !(failure instanceof ProviderException known) || known.retryable();
            if (failure == null) {
                complete = true;
                endsCall |= wantsEnd;
                if (speaking != null) {
                    speaking.end();
                }
            } else if (retryable && attempt == 1 && firstWordNanos == null) {
                thinking = new Thinking(attempt + 1);
            } else {
                thinking = null;
                fail(failure);
            }
        }
    }
}
