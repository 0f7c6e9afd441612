package dev.voicecall.spi;

import dev.voicecall.ProviderException.Stage;
import dev.voicecall.ToolUse;
import dev.voicecall.Usage;
import dev.voicecall.spi.Conversation.Message;
import java.time.Duration;
import java.util.List;

/**
 * Answers by the first of several responders that can.
 *
 * <pre>{@code
 * Responder brain = FallbackResponder.of(scheduler, large, small);
 * }</pre>
 *
 * <p>One that fails, or is silent for eight seconds, before the first word of an answer is tried once more if its failure is
 * {@linkplain dev.voicecall.ProviderException#retryable() retryable} (silence is not); then the next one is asked. When all have
 * failed, that is one failure, which has theirs as suppressed ones and is not retryable. An answer that has begun is not begun
 * again: its failure passes. Tools are not used again either: whoever is asked next is shown a conversation of which they are a part.
 * One that fails three times in a row is left out for half a minute, after which one answer probes it; while it is left out, it is
 * asked only when no other can.
 *
 * <p>Safe for use by many threads.
 */
public final class FallbackResponder implements Responder {
    private static final Duration TIMEOUT = Duration.ofSeconds(8);

    private final Scheduler scheduler;
    private final Providers<Responder> providers;
    private final Fallback<Responder> fallback;

    private FallbackResponder(Scheduler scheduler, Providers<Responder> providers, Duration timeout) {
        this.scheduler = scheduler;
        this.providers = providers;
        this.fallback = new Fallback<>(scheduler, providers, timeout);
    }

    /**
     * Answers by the first of these that can.
     *
     * @param scheduler the time that it is measured by; the one of the calls
     */
    public static FallbackResponder of(Scheduler scheduler, Responder first, Responder second, Responder... more) {
        List<Responder> all = Providers.list(first, second, more);
        return new FallbackResponder(scheduler, new Providers<>(Stage.THINKING, all), TIMEOUT);
    }

    /**
     * The same with another time-out.
     *
     * @param timeout after how long without a word a responder has failed, the time of its tools not counted; 100 ms to 1 min, 8 s
     *     by default. All of them should have had their turn within the agent's {@code responseTimeout}
     * @throws IllegalArgumentException if it is out of its bounds
     */
    public FallbackResponder withTimeout(Duration timeout) {
        return new FallbackResponder(scheduler, providers, timeout);
    }

    @Override
    public String respond(Conversation conversation) throws Exception {
        Whole whole = new Whole(conversation);
        fallback.run(whole);
        return whole.answer;
    }

    @Override
    public void respond(Conversation conversation, Response response) throws Exception {
        fallback.run(new Answer(conversation, response));
    }

    /** An answer that is there all at once. */
    private static final class Whole implements Fallback.Task<Responder> {
        private final Conversation conversation;
        private String answer = "";

        Whole(Conversation conversation) {
            this.conversation = conversation;
        }

        @Override
        public void doBy(Responder responder, Patience patience) throws Exception {
            answer = responder.respond(conversation);
            patience.pause();
        }

        @Override
        public boolean hasBegun() {
            return false;
        }
    }

    /** An answer that comes piece by piece. */
    private static final class Answer implements Fallback.Task<Responder> {
        private final Response response;
        private Conversation conversation;
        private boolean said;

        Answer(Conversation conversation, Response response) {
            this.conversation = conversation;
            this.response = response;
        }

        @Override
        public void doBy(Responder responder, Patience patience) throws Exception {
            Attempt attempt = new Attempt(patience);
            responder.respond(conversation, attempt);
            patience.pause();
            if (attempt.endsCall) {
                response.endCall();
            }
        }

        @Override
        public boolean hasBegun() {
            return said;
        }

        /** What one responder makes of it. */
        private final class Attempt implements Response {
            private final Patience patience;
            private boolean endsCall;

            Attempt(Patience patience) {
                this.patience = patience;
            }

            @Override
            public void say(String piece) throws InterruptedException {
                patience.pause();
                said |= !piece.isBlank();
                response.say(piece);
                patience.begin();
            }

            @Override
            public void endCall() {
                endsCall = true; // which counts if this one can answer
            }

            @Override
            public void awaitCommitted() throws InterruptedException {
                patience.pause();
                response.awaitCommitted();
                patience.begin();
            }

            @Override
            public List<ToolUse> use(List<Tool> tools, List<ToolCall> calls) throws InterruptedException {
                patience.pause();
                List<ToolUse> uses = response.use(tools, calls);
                conversation = conversation.with(Message.ofTools(uses)); // for whoever is asked next
                patience.begin();
                return uses;
            }

            @Override
            public void used(Usage usage) {
                response.used(usage);
            }
        }
    }
}
