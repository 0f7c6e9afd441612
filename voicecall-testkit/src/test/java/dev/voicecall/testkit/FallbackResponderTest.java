package dev.voicecall.testkit;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.voicecall.CallInfo;
import dev.voicecall.Direction;
import dev.voicecall.ProviderException;
import dev.voicecall.ProviderException.Stage;
import dev.voicecall.ToolUse;
import dev.voicecall.spi.Conversation;
import dev.voicecall.spi.Conversation.Message;
import dev.voicecall.spi.FallbackResponder;
import dev.voicecall.spi.Responder;
import dev.voicecall.spi.Tool;
import dev.voicecall.spi.ToolCall;
import java.io.IOException;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.concurrent.CompletableFuture;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;

class FallbackResponderTest {
    private static final Conversation QUESTION = new Conversation(
            new CallInfo(Direction.INBOUND, Optional.empty(), "+14155550123", "+14155550100"),
            "en-US",
            List.of(new Message(Message.Role.CALLER, "What time is it?", false)));
    private static final ToolUse CLOCK =
            new ToolUse("1", "clock", "{}", "12:00", ToolUse.Status.DONE, Duration.ofSeconds(1));

    private final VirtualScheduler time = new VirtualScheduler();
    private final Answer answer = new Answer();
    private int asked;

    @AfterEach
    void nothingIsLeft() {
        assertThat(time.pendingEvents()).isZero();
        assertThat(time.blockedWorkers()).isZero();
        time.close();
    }

    @Test
    void answersByTheFirstOne() {
        ask(conversation -> "It is noon.", conversation -> "No idea.");

        assertThat(answer.said).containsExactly("It is noon.");
    }

    @Test
    void asksTheFirstOneAgainBeforeTheSecond() {
        ask(
                conversation -> {
                    if (asked++ == 0) {
                        throw new IOException("reset");
                    }
                    return "It is noon.";
                },
                conversation -> "No idea.");

        assertThat(answer.said).containsExactly("It is noon.");
    }

    @Test
    void asksTheSecondOneWhenTheFirstFails() {
        ask(failing(true), conversation -> "It is noon.");

        assertThat(asked).isEqualTo(2);
        assertThat(answer.said).containsExactly("It is noon.");
    }

    @Test
    void answersAsAWholeToo() throws Exception {
        assertThat(FallbackResponder.of(time, failing(false), conversation -> "It is noon.")
                        .respond(QUESTION))
                .isEqualTo("It is noon.");
    }

    @Test
    void takesAnAnswerWithoutWordsForAnAnswer() {
        ask(conversation -> "", conversation -> "No idea.");

        assertThat(answer.said).containsExactly("");
    }

    @Test
    void doesNotBeginAgainAfterAWord() {
        CompletableFuture<Void> done = begin(
                new Pieces() {
                    @Override
                    public void respond(Conversation conversation, Response response) throws Exception {
                        asked++;
                        response.say("It");
                        throw new IOException("reset");
                    }
                },
                conversation -> "It is noon.");

        assertThatThrownBy(done::join).cause().isInstanceOfSatisfying(ProviderException.class, failure -> assertThat(
                        failure.retryable())
                .isFalse());
        assertThat(asked).isEqualTo(1);
        assertThat(answer.said).containsExactly("It");
    }

    @Test
    void doesNotUseToolsAgain() {
        List<Conversation> shown = new ArrayList<>();
        Pieces breaksAfterATool = new Pieces() {
            @Override
            public void respond(Conversation conversation, Response response) throws Exception {
                if (asked++ == 0) {
                    response.use(List.of(), List.of());
                }
                shown.add(conversation);
                throw new IOException("reset");
            }
        };
        ask(breaksAfterATool, conversation -> {
            shown.add(conversation);
            return "It is noon.";
        });

        assertThat(answer.used).isEqualTo(1);
        assertThat(answer.said).containsExactly("It is noon.");
        assertThat(shown).hasSize(3);
        assertThat(shown.get(1).messages()).endsWith(Message.ofTools(List.of(CLOCK)));
        assertThat(shown.get(2)).isEqualTo(shown.get(1));
    }

    @Test
    void countsNoTimeOfTools() {
        answer.toolTakes = Duration.ofMinutes(1);
        ask(
                new Pieces() {
                    @Override
                    public void respond(Conversation conversation, Response response) throws Exception {
                        response.use(List.of(), List.of());
                        response.say("It is noon.");
                    }
                },
                conversation -> "No idea.");

        assertThat(answer.said).containsExactly("It is noon.");
    }

    @Test
    void doesNotWaitLongForOneThatIsSilent() {
        ask(
                conversation -> {
                    time.await(new CompletableFuture<>());
                    return "";
                },
                conversation -> "It is noon.");

        assertThat(time.elapsed()).isEqualTo(Duration.ofSeconds(8));
        assertThat(answer.said).containsExactly("It is noon.");
    }

    @Test
    void waitsAsLongAsItIsToldTo() throws Exception {
        Responder slow = conversation -> {
            Waiting.pass(time, Duration.ofSeconds(5));
            return "It is noon.";
        };
        CompletableFuture<Void> done = begin(
                FallbackResponder.of(time, slow, conversation -> "It is late.").withTimeout(Duration.ofSeconds(4)));
        done.join();

        assertThat(answer.said).containsExactly("It is late.");
    }

    @Test
    void doesNotHangUpForOneThatFails() {
        Pieces leaves = new Pieces() {
            @Override
            public void respond(Conversation conversation, Response response) throws Exception {
                response.endCall();
                throw new IOException("reset");
            }
        };
        ask(leaves, conversation -> "It is noon.");
        assertThat(answer.ended).isFalse();

        ask(
                new Pieces() {
                    @Override
                    public void respond(Conversation conversation, Response response) throws Exception {
                        response.say("Goodbye.");
                        response.endCall();
                    }
                },
                conversation -> "No idea.");
        assertThat(answer.ended).isTrue();
    }

    @Test
    void namesAllCausesWhenAllHaveFailed() {
        assertThatThrownBy(() -> begin(failing(true), failing(false)).join())
                .cause()
                .isInstanceOfSatisfying(ProviderException.class, failure -> {
                    assertThat(failure.stage()).isEqualTo(Stage.THINKING);
                    assertThat(failure.retryable()).isFalse();
                    assertThat(failure.getSuppressed()).hasSize(2);
                });
        assertThat(asked).isEqualTo(3);
    }

    @Test
    void refusesATimeoutThatIsNone() {
        FallbackResponder responder = FallbackResponder.of(time, failing(true), failing(true));

        assertThatThrownBy(() -> responder.withTimeout(Duration.ZERO))
                .isInstanceOf(IllegalArgumentException.class)
                .hasMessageContaining("PT0S");
    }

    private Responder failing(boolean retryable) {
        return conversation -> {
            asked++;
            throw new ProviderException(Stage.THINKING, "No such model.", retryable, null);
        };
    }

    private void ask(Responder first, Responder second) {
        begin(first, second).join();
    }

    private CompletableFuture<Void> begin(Responder first, Responder second) {
        return begin(FallbackResponder.of(time, first, second));
    }

    private CompletableFuture<Void> begin(Responder responder) {
        CompletableFuture<Void> done = new CompletableFuture<>();
        time.worker().execute(() -> {
            try {
                responder.respond(QUESTION, answer);
                done.complete(null);
            } catch (Exception e) {
                done.completeExceptionally(e);
            }
        });
        time.runToEnd();
        return done;
    }

    /** Answers in pieces only. */
    private abstract static class Pieces implements Responder {
        @Override
        public String respond(Conversation conversation) {
            throw new UnsupportedOperationException();
        }

        @Override
        public abstract void respond(Conversation conversation, Response response) throws Exception;
    }

    private final class Answer implements Responder.Response {
        final List<String> said = new ArrayList<>();
        Duration toolTakes = Duration.ZERO;
        int used;
        boolean ended;

        @Override
        public void say(String piece) {
            said.add(piece);
        }

        @Override
        public void endCall() {
            ended = true;
        }

        @Override
        public void awaitCommitted() {}

        @Override
        public List<ToolUse> use(List<Tool> tools, List<ToolCall> calls) throws InterruptedException {
            used++;
            Waiting.pass(time, toolTakes);
            return List.of(CLOCK);
        }
    }
}
