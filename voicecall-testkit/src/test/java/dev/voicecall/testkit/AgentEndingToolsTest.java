package dev.voicecall.testkit;

import static org.assertj.core.api.Assertions.assertThat;

import dev.voicecall.CallOptions;
import dev.voicecall.CallResult;
import dev.voicecall.Outcome;
import dev.voicecall.ToolUse;
import dev.voicecall.ToolUse.Status;
import dev.voicecall.audio.AudioFormat;
import dev.voicecall.spi.Conversation.Message;
import dev.voicecall.spi.Conversation.Message.Role;
import dev.voicecall.spi.SpeechToText;
import dev.voicecall.spi.Tool;
import dev.voicecall.testkit.Callee.Reaction;
import java.time.Duration;
import java.util.concurrent.atomic.AtomicInteger;
import org.junit.jupiter.api.Test;

/** Tools that end the conversation: they wait until what was said with them has been heard. */
class AgentEndingToolsTest extends AgentBench {
    private static final String SALES = "+14155550199";
    private static final Tool TRANSFER = Tool.transfer("transfer_to_sales", "Connects with sales.", SALES);
    private static final Callee WANTS_SALES = Callee.answers().says("Sales please.");

    private ScriptedResponder hangingUp(String words, String... more) {
        String[] answers = new String[more.length + 1];
        answers[0] = words;
        System.arraycopy(more, 0, answers, 1, more.length);
        return new ScriptedResponder(time, answers).tools(Tool.hangUp()).usesAt(1, "hang_up", "{}");
    }

    private ScriptedResponder transferring(String... answers) {
        return answers(answers).tools(TRANSFER).usesAt(1, TRANSFER.name(), "{}");
    }

    @Test
    void hangsUpWhenTheLastWordsHaveBeenHeard() {
        CallResult<Void> result = call(Callee.answers().says("That is all."), agent(hangingUp(STORY)));

        assertThat(result.outcome()).isEqualTo(Outcome.ANSWERED);
        assertThat(carrier.lastCall().heard()).containsExactly("Hello there.", STORY);
        assertThat(probe.toolUses()).singleElement().satisfies(use -> {
            assertThat(use.name()).isEqualTo("hang_up");
            assertThat(use.status()).isEqualTo(Status.DONE);
        });
    }

    @Test
    void hangsUpWithoutAWord() {
        assertThat(call(Callee.answers().says("That is all."), agent(hangingUp("")))
                        .outcome())
                .isEqualTo(Outcome.ANSWERED);
        assertThat(carrier.lastCall().heard()).containsExactly("Hello there.");
    }

    @Test
    void promisesTheModelWhatHasNotHappenedYet() {
        ScriptedResponder responder = hangingUp("Goodbye then.").thenSaysAt(1, uses -> {
            assertThat(uses.get(0).status()).isEqualTo(Status.DONE);
            return uses.get(0).result();
        });

        call(Callee.answers().says("That is all."), agent(responder));

        assertThat(carrier.lastCall().heard())
                .last()
                .asString()
                .contains("It will happen as soon as your words have been heard");
        assertThat(probe.toolUses()).hasSize(1);
    }

    @Test
    void doesNotHangUpIfTheLastWordsWereInterrupted() {
        ScriptedResponder responder = hangingUp(STORY, "What else?", "Goodbye.").endsCallAt(3);
        Callee callee = Callee.answers()
                .says("That is all.")
                .reacts(Reaction.speak("No wait please.").interruptingAtWord("dragon"))
                .says("Nothing.");

        call(callee, agent(responder));

        assertThat(carrier.lastCall().heard()).contains("What else?", "Goodbye.");
        assertThat(probe.toolUses()).singleElement().satisfies(use -> {
            assertThat(use.status()).isEqualTo(Status.CANCELLED);
            assertThat(use.result()).startsWith("It did not happen");
        });
        assertThat(responder.conversations().get(1).messages())
                .extracting(Message::role)
                .containsExactly(Role.AGENT, Role.CALLER, Role.TOOLS, Role.AGENT, Role.CALLER);
        assertThat(responder.conversations().get(1).messages().get(2).tools())
                .extracting(ToolUse::status)
                .containsExactly(Status.CANCELLED);
    }

    @Test
    void endsInOneWayOnly() {
        ScriptedResponder responder = new ScriptedResponder(time, "Goodbye.")
                .tools(Tool.hangUp(), TRANSFER)
                .usesAt(1, "hang_up", "{}")
                .usesAt(1, TRANSFER.name(), "{}");

        assertThat(call(Callee.answers().says("That is all."), agent(responder)).outcome())
                .isEqualTo(Outcome.ANSWERED);

        assertThat(probe.toolUses()).extracting(ToolUse::status).containsExactly(Status.FAILED, Status.DONE);
    }

    @Test
    void connectsWithSomebodyElseWhenItsWordsHaveBeenHeard() {
        carrier.callee(SALES, Callee.answers().hangsUpAfter(Duration.ofSeconds(20)));

        CallResult<Void> result = call(WANTS_SALES, agent(transferring("I connect you.")));

        assertThat(result.outcome()).isEqualTo(Outcome.ANSWERED);
        assertThat(result.duration()).isGreaterThan(Duration.ofSeconds(20));
        assertThat(carrier.lastCall().heard()).containsExactly("Hello there.", "I connect you.");
        assertThat(probe.toolUses()).singleElement().satisfies(use -> {
            assertThat(use.status()).isEqualTo(Status.DONE);
            assertThat(use.took()).isGreaterThan(Duration.ofSeconds(20));
        });
    }

    @Test
    void goesOnIfNobodyAnswersThere() {
        carrier.callee(SALES, Callee.busy());
        ScriptedResponder responder = transferring("I connect you.", "Nobody is there. Can I help?");

        call(WANTS_SALES.staysSilent().says("No."), agent(responder));

        assertThat(carrier.lastCall().heard())
                .containsExactly("Hello there.", "I connect you.", "Nobody is there. Can I help?", "Goodbye.");
        assertThat(responder.conversations().get(1).messages())
                .extracting(Message::role)
                .containsExactly(Role.AGENT, Role.CALLER, Role.AGENT, Role.TOOLS);
        assertThat(responder.conversations().get(1).messages().get(3).tools())
                .singleElement()
                .satisfies(use -> {
                    assertThat(use.status()).isEqualTo(Status.FAILED);
                    assertThat(use.result()).contains("BUSY");
                });
        assertThat(probe.toolUses()).hasSize(1);
        assertThat(probe.warnings()).isEmpty();
    }

    @Test
    void failsIfNobodyCanListenAfterATransfer() {
        carrier.callee(SALES, Callee.busy());
        AtomicInteger opened = new AtomicInteger();
        SpeechToText once = new SpeechToText() {
            @Override
            public AudioFormat format() {
                return ear.format();
            }

            @Override
            public Transcription open(Request request, Listener listener) {
                if (opened.getAndIncrement() > 0) {
                    throw new IllegalStateException("deaf");
                }
                return ear.open(request, listener);
            }
        };

        CallResult<Void> result =
                call(WANTS_SALES, agent(transferring("I connect you.")).speechToText(once));

        assertThat(result.outcome()).isEqualTo(Outcome.FAILED);
        assertThat(result.duration()).isLessThan(Duration.ofMinutes(1));
    }

    @Test
    void hearsNothingWhileTheyTalkToSomebodyElse() {
        carrier.callee(SALES, Callee.neverAnswers());
        ScriptedResponder responder = transferring("I connect you.", "Nobody is there. Can I help?");

        CallResult<Void> result = call(
                WANTS_SALES.staysSilent().says("No."),
                agent(responder).maxDuration(Duration.ofMinutes(10)).idlePrompts(Duration.ofSeconds(2), "Hello?"));

        assertThat(carrier.lastCall().heard())
                .containsExactly("Hello there.", "I connect you.", "Nobody is there. Can I help?", "Goodbye.");
        assertThat(result.duration()).isGreaterThan(CallOptions.DEFAULT.ringTimeout());
    }

    @Test
    void saysItsFarewellAfterATransferThatTookTooLong() {
        carrier.callee(SALES, Callee.neverAnswers());

        CallResult<Void> result = call(
                WANTS_SALES.staysSilent().staysSilent(),
                agent(transferring("I connect you.", STORY))
                        .maxDuration(Duration.ofSeconds(10))
                        .farewell("Time is up."));

        assertThat(result.outcome()).isEqualTo(Outcome.TIMED_OUT);
        assertThat(carrier.lastCall().heard()).last().isEqualTo("Time is up.");
    }

    @Test
    void doesNotConnectIfItsWordsWereInterrupted() {
        carrier.callee(SALES, Callee.answers());
        ScriptedResponder responder = transferring(STORY, "What else?");
        Callee callee = WANTS_SALES
                .reacts(Reaction.speak("No wait please.").interruptingAtWord("dragon"))
                .says("Nothing.");

        call(callee, agent(responder));

        assertThat(carrier.lastCall().heard()).contains("What else?", "Goodbye.");
        assertThat(probe.toolUses()).extracting(ToolUse::status).containsExactly(Status.CANCELLED);
    }

    @Test
    void endsTheCallIfTheCallerHangsUpInTheTransfer() {
        carrier.callee(SALES, Callee.answers().hangsUpAfter(Duration.ofMinutes(5)));

        CallResult<Void> result =
                call(WANTS_SALES.hangsUpAfter(Duration.ofSeconds(30)), agent(transferring("I connect you.")));

        assertThat(result.outcome()).isEqualTo(Outcome.HUNG_UP);
        assertThat(probe.toolUses()).extracting(ToolUse::status).containsExactly(Status.DONE);
    }

    @Test
    void givesTheCallBackToItsScriptAfterATransfer() {
        carrier.callee(SALES, Callee.answers().hangsUpAfter(Duration.ofSeconds(5)));
        var agent = agent(transferring("I connect you.")).build();
        carrier.callee(NUMBER, WANTS_SALES);

        calls.call(NUMBER, call -> {
            call.converse(agent);
            call.say("How was it?");
            return "";
        });

        assertThat(carrier.lastCall().heard()).containsExactly("Hello there.", "I connect you.", "How was it?");
    }
}
