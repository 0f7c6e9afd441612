package dev.voicecall.testkit;

import static org.assertj.core.api.Assertions.assertThat;

import dev.voicecall.CallResult;
import dev.voicecall.Outcome;
import dev.voicecall.ToolUse;
import dev.voicecall.ToolUse.Status;
import dev.voicecall.spi.Tool;
import dev.voicecall.testkit.CallSound.Stretch;
import dev.voicecall.testkit.Callee.Reaction;
import dev.voicecall.testkit.FakeSpeechToSpeech.Answer;
import dev.voicecall.testkit.FakeSpeechToSpeech.Cut;
import java.time.Duration;
import org.junit.jupiter.api.Test;

/** Tools of a model that hears and speaks. */
class SpeechToSpeechToolsTest extends SpeechToSpeechBench {
    private static final String THIRD = "+14155550199";
    private static final String SCHEMA = "{\"type\":\"object\"}";

    private Tool weather(Duration takes) {
        return Tool.withSchema("get_weather", "The weather.", SCHEMA, (json, call) -> {
            Waiting.pass(time, takes);
            return "sunny";
        });
    }

    @Test
    void tellsTheModelWhatCameOfThem() {
        model.tools(weather(Duration.ofSeconds(2)));

        call(
                Callee.answers().says("What is the weather?"),
                agent(Answer.say("Let me see.").use("get_weather", "{}"), Answer.say("It is sunny.")));

        assertThat(model.told()).contains("get_weather: sunny");
        assertThat(model.toolUses()).extracting(ToolUse::status).containsExactly(Status.DONE);
        assertThat(probe.transcript())
                .startsWith("us: Hello there.", "them: What is the weather?", "us: Let me see.", "us: It is sunny.");
    }

    @Test
    void areAnsweredWithoutABreakWhenTheyAreQuick() {
        model.tools(weather(Duration.ZERO)).speed(20);

        call(
                Callee.answers().says("What is the weather?"),
                agent(
                        Answer.say("Let me have a look at the map.").use("get_weather", "{}"),
                        Answer.say("It is sunny.")));

        assertThat(sound().heard("look").words()).isEqualTo("Let me have a look at the map. It is sunny.");
    }

    @Test
    void areNotAskedIntoTheSilenceForWhileTheyWork() {
        model.tools(weather(Duration.ofSeconds(12)));

        call(
                Callee.answers().says("What is the weather?"),
                agent(Answer.say("Let me see.").use("get_weather", "{}"), Answer.say("It is sunny."))
                        .idlePrompts(Duration.ofSeconds(4), 1));

        assertThat(carrier.lastCall().heard())
                .containsExactly("Hello there.", "Let me see.", "It is sunny.", "Are you there?", "Goodbye.");
    }

    @Test
    void areAnsweredBeforeTheSilenceIsAskedIntoThoughTheModelIsSlow() {
        model.tools(weather(Duration.ofMillis(100))).latency(Duration.ofSeconds(5));

        call(
                Callee.answers().says("What is the weather?"),
                agent(Answer.say("Let me see now.").use("get_weather", "{}"), Answer.say("It is sunny."))
                        .idlePrompts(Duration.ofSeconds(3), 1));

        Duration answered = sound().heard("sunny").to();
        Duration silenceAndThinking = Duration.ofSeconds(3 + 5);
        assertThat(sound().heard("Are you").from().minus(answered)).isGreaterThanOrEqualTo(silenceAndThinking);
    }

    @Test
    void doNotHangUpWhileTheOtherSidePressesKeys() {
        model.tools(Tool.hangUp()).latency(Duration.ofSeconds(2));

        call(Callee.answers().presses("1#2"), agent(Answer.say().use("hang_up", "{}"), Answer.say("You pressed two.")));

        assertThat(carrier.lastCall().heard()).contains("You pressed two.");
        assertThat(model.toolUses()).extracting(ToolUse::status).containsExactly(Status.CANCELLED);
    }

    @Test
    void hangUpWhenTheLastWordsWereHeard() {
        model.tools(Tool.hangUp());

        CallResult<Void> result = call(
                Callee.answers().says("That was all."),
                agent(Answer.say("Goodbye then.").use("hang_up", "{}")));

        assertThat(result.outcome()).isEqualTo(Outcome.ANSWERED);
        assertThat(carrier.lastCall().heard()).endsWith("Goodbye then.");
        assertThat(model.toolUses()).extracting(ToolUse::status).containsExactly(Status.DONE);
    }

    @Test
    void hangUpAtOnceIfTheModelHasSaidItsGoodbyeBefore() {
        model.tools(Tool.hangUp());

        CallResult<Void> result =
                call(Callee.answers().says("That was all."), agent(Answer.say().use("hang_up", "{}")));

        assertThat(result.outcome()).isEqualTo(Outcome.ANSWERED);
        assertThat(carrier.lastCall().heard()).containsExactly("Hello there.");
    }

    @Test
    void doNotHangUpWhenTheLastWordsAreInterrupted() {
        model.tools(Tool.hangUp()).speed(50);
        Callee callee = Callee.answers()
                .says("That was all I wanted")
                .reacts(Reaction.speak("Wait, when do you open?").interruptingAtWord("nice"));

        call(
                callee,
                agent(
                        Answer.say("Goodbye, and have a very nice day in town.").use("hang_up", "{}"),
                        Answer.say("At nine.")));

        assertThat(carrier.lastCall().heard()).contains("At nine.");
        assertThat(model.toolUses()).extracting(ToolUse::status).containsExactly(Status.CANCELLED);
        assertThat(model.cuts()).extracting(Cut::text).containsExactly("Goodbye, and have a very nice day in town.");
    }

    @Test
    void areGivenUpByAnInterruptionIfTheySaySo() {
        model.tools(weather(Duration.ofSeconds(10)).withCancellationByInterruption());
        Callee callee = Callee.answers()
                .says("What is the weather?")
                .reacts(Reaction.speak("Never mind.").after(Duration.ofSeconds(1)));

        call(callee, agent(Answer.say("Let me see.").use("get_weather", "{}"), Answer.say("As you wish.")));

        assertThat(model.toolUses()).extracting(ToolUse::status).containsExactly(Status.CANCELLED);
        assertThat(carrier.lastCall().heard()).contains("As you wish.");
    }

    @Test
    void connectTheCallerWithSomebodyElseWhenTheWordsWereHeard() {
        model.tools(Tool.transfer("to_sales", "The sales people.", THIRD));
        carrier.callee(THIRD, Callee.answers());

        CallResult<Void> result = call(
                Callee.answers().says("Sales please."),
                agent(Answer.say("I connect you.").use("to_sales", "{}")));

        assertThat(result.outcome()).isEqualTo(Outcome.ANSWERED);
        assertThat(result.duration()).isGreaterThan(Duration.ofSeconds(12));
        assertThat(model.toolUses()).extracting(ToolUse::status).containsExactly(Status.DONE);
    }

    @Test
    void goOnWithTheConversationIfNobodyAnswersThere() {
        model.tools(Tool.transfer("to_sales", "The sales people.", THIRD));
        carrier.callee(THIRD, Callee.busy());

        call(
                Callee.answers().says("Sales please."),
                agent(Answer.say("I connect you.").use("to_sales", "{}"), Answer.say("They are busy.")));

        assertThat(model.toolUses()).extracting(ToolUse::status).containsExactly(Status.FAILED);
        assertThat(carrier.lastCall().heard()).contains("They are busy.");
        assertThat(sound().heard()).extracting(Stretch::words).contains("They are busy.");
    }
}
