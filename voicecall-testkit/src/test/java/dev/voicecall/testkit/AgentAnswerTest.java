package dev.voicecall.testkit;

import static org.assertj.core.api.Assertions.assertThat;

import dev.voicecall.Outcome;
import dev.voicecall.spi.Conversation;
import dev.voicecall.spi.Conversation.Message;
import dev.voicecall.spi.Responder;
import dev.voicecall.testkit.CallSound.Stretch;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import org.junit.jupiter.api.Test;

/** How an agent answers: sentence by sentence, ahead of time, with a filler, or not at all. */
class AgentAnswerTest extends AgentBench {
    private static final Callee ASKS = Callee.answers().says("What time is it?").says("Thanks.");
    private static final Callee ASKS_AND_WAITS =
            Callee.answers().says("What time is it?").staysSilent().says("Thanks.");

    @Test
    void speaksTheFirstSentenceBeforeTheResponderHasFinished() {
        ScriptedResponder responder =
                answers("It is noon in London by now. So hurry up!").wordByWord(Duration.ofMillis(150));

        call(ASKS, agent(responder));

        Duration decided = sound().said("What").to().plusMillis(500);
        assertThat(sound().heard("noon").from().minus(decided))
                .isBetween(Duration.ofMillis(7 * 150 - 20), Duration.ofMillis(7 * 150 + 20));
        assertThat(carrier.lastCall().heard()).contains("It is noon in London by now. So hurry up!");
    }

    @Test
    void speaksASentenceThoughItTakesLongUntilTheNext() {
        Responder busy = new Responder() {
            @Override
            public String respond(Conversation conversation) {
                return "";
            }

            @Override
            public void respond(Conversation conversation, Response response) throws InterruptedException {
                response.say("I'll look that up.");
                Waiting.pass(time, Duration.ofSeconds(3));
                response.say(" It is noon.");
                response.endCall();
            }
        };

        call(Callee.answers().says("What time is it?").staysSilent(), agent(busy));

        Stretch first = sound().heard("look");
        assertThat(first.from().minus(sound().said("What").to())).isLessThan(Duration.ofSeconds(1));
        assertThat(sound().heard("noon").from()).isGreaterThan(first.to());
    }

    @Test
    void speaksNeitherMarkdownNorEmoji() {
        call(ASKS, agent(answers("**It is** `noon` \uD83D\uDE00.\n\n- Really\n")));

        assertThat(String.join(" ", voice.texts())).contains("It is noon").doesNotContain("*", "`", "\uD83D\uDE00");
    }

    @Test
    void isSilentIfThereIsNothingToSay() {
        ScriptedResponder responder = answers("", "You are welcome.");

        call(
                Callee.answers().says("What time is it?").says("Thanks.").says("Hello?"),
                agent(responder).idlePrompts(Duration.ofSeconds(3), "Yes?"));

        assertThat(carrier.lastCall().heard()).startsWith("Hello there.", "Yes?", "You are welcome.");
        assertThat(probe.warnings()).isEmpty();
    }

    @Test
    void endsTheCallWithoutAWordIfToldSo() {
        assertThat(call(ASKS, agent(new ScriptedResponder(time, "").endsCallAt(1)))
                        .outcome())
                .isEqualTo(Outcome.ANSWERED);
        assertThat(carrier.lastCall().heard()).containsExactly("Hello there.");
    }

    @Test
    void passesTheTimeWhenItThinksForLong() {
        ScriptedResponder responder = answers("It is noon.").thinks(Duration.ofSeconds(4));

        call(ASKS_AND_WAITS, agent(responder).filler(Duration.ofSeconds(1), "Let me see."));

        assertThat(carrier.lastCall().heard()).contains("Let me see.", "It is noon.");
        assertThat(probe.transcript()).contains("us: It is noon.").noneMatch(line -> line.contains("Let me see"));
        assertThat(responder.conversations().get(1).messages())
                .extracting(Message::text)
                .contains("It is noon.")
                .noneMatch(text -> text.contains("Let me see"));
    }

    @Test
    void countsAFillerNotAsTheAnswer() {
        voice.latency(Duration.ofMillis(100));
        ScriptedResponder responder = answers("It is noon.").thinks(Duration.ofSeconds(4));

        call(ASKS_AND_WAITS, agent(responder).filler(Duration.ofSeconds(1), "Let me see."));

        assertThat(probe.turn(1).response()).isEqualTo(Duration.ofSeconds(4));
        assertThat(probe.turn(1).synthesis()).isEqualTo(Duration.ofMillis(100));
        assertThat(probe.turn(1).latency())
                .isEqualTo(probe.turn(1).endpointing().plusMillis(4_100));
    }

    @Test
    void needsNoFillerIfTheAnswerHasBegun() {
        ScriptedResponder responder =
                answers("It is noon. And it is nice and warm today in London.").wordByWord(Duration.ofMillis(300));

        call(ASKS, agent(responder).filler(Duration.ofSeconds(1), "Let me see."));

        assertThat(carrier.lastCall().heard()).noneMatch(heard -> heard.contains("Let me see"));
    }

    @Test
    void answersSoonerIfItThinksAheadOfTheEnd() {
        ScriptedResponder responder = answers("They are big.").thinks(Duration.ofMillis(300));

        call(
                Callee.answers().says("tell me about dragons").says("Thanks."),
                agent(responder).preemptiveReplies(true));

        assertThat(probe.turn(1).endpointing()).isEqualTo(Duration.ofMillis(700));
        assertThat(probe.turn(1).latency()).isEqualTo(Duration.ofMillis(700));
        assertThat(responder.conversations()).hasSize(2);
    }

    @Test
    void leavesNoTraceOfWhatItThoughtTooSoon() {
        ScriptedResponder responder = answers("Of what?", "They are big.");
        Callee callee = Callee.answers()
                .reacts(Sounds.speakWithPauses(Duration.ofMillis(550), "tell me all", "that you know"))
                .says("Thanks.");

        call(callee, agent(responder).preemptiveReplies(true));

        assertThat(responder.conversations())
                .extracting(Conversation::latest)
                .startsWith("tell me all", "tell me all that you know");
        assertThat(carrier.lastCall().heard()).contains("They are big.").doesNotContain("Of what?");
        assertThat(voice.texts()).doesNotContain("Of what?");
        assertThat(probe.transcript()).noneMatch(line -> line.contains("Of what?"));
    }

    @Test
    void holdsEffectsBackUntilTheTurnIsCertain() {
        List<String> effects = new ArrayList<>();
        Responder booking = new Responder() {
            @Override
            public String respond(Conversation conversation) {
                throw new AssertionError("not asked piece by piece");
            }

            @Override
            public void respond(Conversation conversation, Response response) throws InterruptedException {
                response.awaitCommitted();
                effects.add(conversation.latest());
                response.say("Booked.");
                response.endCall();
            }
        };
        Callee callee = Callee.answers()
                .reacts(Sounds.speakWithPauses(Duration.ofMillis(550), "book a table", "for eight please"));

        call(callee, agent(booking).preemptiveReplies(true));

        assertThat(effects).containsExactly("book a table for eight please");
    }

    @Test
    void triesAgainWhenWhatItThoughtAheadFailed() {
        ScriptedResponder responder = new ScriptedResponder(time, "", "", "They are big.", "Goodbye.")
                .failsAt(1)
                .failsAt(2)
                .endsCallAt(4);

        call(
                Callee.answers().says("tell me about dragons").says("Thanks."),
                agent(responder).preemptiveReplies(true));

        assertThat(carrier.lastCall().heard()).contains("They are big.");
        assertThat(probe.warnings()).isEmpty();
    }

    @Test
    void beginsToGreetAsSoonAsTheLineStands() {
        voice.latency(Duration.ofMillis(800));

        call(ASKS, agent(answers("It is noon.")));

        Stretch greeting = sound().heard("Hello");
        assertThat(greeting.from().plus(LineFaults.NONE.opening())).isLessThanOrEqualTo(Duration.ofMillis(200));
    }

    @Test
    void saysNothingBeforeTheCallIsAnswered() {
        call(Callee.neverAnswers(), agent(answers()));

        assertThat(carrier.lastCall().heard()).isEmpty();
        assertThat(voice.texts()).contains("Hello there.");
    }
}
