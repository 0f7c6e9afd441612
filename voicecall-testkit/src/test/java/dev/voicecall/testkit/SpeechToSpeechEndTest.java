package dev.voicecall.testkit;

import static org.assertj.core.api.Assertions.assertThat;

import dev.voicecall.CallResult;
import dev.voicecall.Outcome;
import dev.voicecall.ProviderException;
import dev.voicecall.testkit.Callee.Reaction;
import dev.voicecall.testkit.FakeSpeechToSpeech.Answer;
import dev.voicecall.testkit.FakeSpeechToSpeech.Words;
import java.time.Duration;
import org.junit.jupiter.api.Test;

/** Silence, failures, and the end of a conversation with a model that hears and speaks. */
class SpeechToSpeechEndTest extends SpeechToSpeechBench {
    private static final Duration IDLE = Duration.ofSeconds(5);

    @Test
    void asksIntoSilenceThenSaysGoodbye() {
        CallResult<Void> result = call(Callee.answers(), agent().idlePrompts(IDLE, 2));

        assertThat(result.outcome()).isEqualTo(Outcome.NO_INPUT);
        assertThat(carrier.lastCall().heard())
                .containsExactly("Hello there.", "Are you there?", "Are you there?", "Goodbye.");
    }

    @Test
    void countsSilenceFromTheEndOfWhatWasPlayed() {
        model.speed(50).latency(Duration.ZERO);

        call(Callee.answers().says("Tell me a story."), agent(STORY).idlePrompts(IDLE, 1));

        Duration pause =
                sound().heard("Are").from().minus(sound().heard("world.").to());
        assertThat(pause).isBetween(IDLE, IDLE.plusMillis(40));
    }

    @Test
    void hasBeenAConversationIfThereWereWords() {
        CallResult<Void> result = call(Callee.answers().says("What time is it?"), agent("It is noon."));

        assertThat(result.outcome()).isEqualTo(Outcome.ANSWERED);
        assertThat(carrier.lastCall().heard())
                .containsExactly("Hello there.", "It is noon.", "Are you there?", "Goodbye.");
    }

    @Test
    void letsTheOtherSideBeginIfToldSo() {
        call(Callee.answers().greets("Who is there?"), agent("The dentist.").greeting(""));

        assertThat(probe.transcript()).startsWith("them: Who is there?", "us: The dentist.");
    }

    @Test
    void keepsTheCallWhenTheCallerSpeaksIntoItsFarewell() {
        Callee callee = Callee.answers()
                .staysSilent()
                .reacts(Reaction.speak("Wait, I am here.").interruptingAfter(Duration.ofMillis(200)));

        CallResult<Void> result = call(callee, agent("Good.").idlePrompts(IDLE, 0));

        assertThat(result.outcome()).isEqualTo(Outcome.ANSWERED);
        assertThat(probe.transcript()).containsSubsequence("them: Wait, I am here.", "us: Good.", "us: Goodbye.");
    }

    @Test
    void saysGoodbyeAtItsMaximumDuration() {
        Callee callee = Callee.answers().otherwise(question -> Reaction.speak("Go on please I like it"));

        CallResult<Void> result = call(callee, agent(STORY, STORY, STORY).maxDuration(Duration.ofSeconds(6)));

        assertThat(result.outcome()).isEqualTo(Outcome.TIMED_OUT);
        assertThat(probe.transcript()).endsWith("us: Goodbye.");
        assertThat(result.duration()).isLessThan(Duration.ofSeconds(10));
    }

    @Test
    void endsAtItsMaximumDurationThoughTheModelHasNoGoodbye() {
        model.latency(Duration.ofSeconds(40));

        CallResult<Void> result = call(Callee.answers(), agent().maxDuration(Duration.ofSeconds(6)));

        assertThat(result.outcome()).isEqualTo(Outcome.TIMED_OUT);
        assertThat(result.duration()).isBetween(Duration.ofSeconds(16), Duration.ofSeconds(17));
    }

    @Test
    void apologizesThroughTheCarrierWhenTheModelFails() {
        model.failsAt(2);

        CallResult<Void> result =
                call(Callee.answers().says("Tell me a story."), agent(STORY).apology("Sorry."));

        assertThat(result.outcome()).isEqualTo(Outcome.FAILED);
        assertThat(result.failure()).get().isInstanceOf(ProviderException.class);
        assertThat(carrier.lastCall().heard()).endsWith("Sorry.");
        assertThat(probe.warnings()).hasSize(1);
        assertThat(probe.transcript()).endsWith("us: Sorry.");
        assertThat(model.cuts()).isEmpty();
    }

    @Test
    void asksAgainThenGivesUpAModelThatDoesNotAnswer() {
        model.latency(Duration.ofMinutes(5));

        CallResult<Void> result = call(Callee.answers(), agent().apology("Sorry."));

        assertThat(result.outcome()).isEqualTo(Outcome.FAILED);
        assertThat(result.duration()).isBetween(Duration.ofSeconds(30), Duration.ofSeconds(35));
        assertThat(carrier.lastCall().heard()).containsExactly("Sorry.");
    }

    @Test
    void isNotAFailureThatTheModelSaysNothing() {
        CallResult<Void> result = call(Callee.answers().says("Hm."), agent(Answer.say(), Answer.say("Fine.")));

        assertThat(result.outcome()).isEqualTo(Outcome.ANSWERED);
        assertThat(carrier.lastCall().heard()).containsExactly("Hello there.", "Are you there?", "Goodbye.");
    }

    @Test
    void hearsTheEndOfATurnThoughNoMoreSoundArrives() {
        carrier.faults(LineFaults.NONE.withHole(Duration.ofMillis(3_200)));
        model.words(Words.BEFORE);

        call(Callee.answers().says("What time is it in London?"), agent("It is noon."));

        assertThat(model.told()).anyMatch(words -> words.startsWith("What"));
        assertThat(sound().heard("noon").from()).isLessThan(Duration.ofMillis(5_000));
    }

    @Test
    void goesOnOverAnotherLine() {
        carrier.faults(LineFaults.NONE.breakingAfter(Duration.ofSeconds(6)));

        call(Callee.answers().says("Tell me a story."), agent(STORY));

        assertThat(probe.warnings()).isNotEmpty();
        assertThat(probe.transcript()).contains("us: " + STORY);
        assertThat(model.cuts()).isEmpty();
    }

    @Test
    void leavesTheModelWhenTheCallerHangsUp() {
        CallResult<Void> result =
                call(Callee.answers().says("Tell me a story.").hangsUpAfter(Duration.ofSeconds(7)), agent(STORY));

        assertThat(result.outcome()).isEqualTo(Outcome.HUNG_UP);
        assertThat(probe.transcript())
                .last()
                .asString()
                .startsWith("us: Once upon")
                .endsWith("-");
    }

    @Test
    void takesKeysForWords() {
        Callee callee = Callee.answers()
                .says("Tell me a story.")
                .reacts(Reaction.press("12#").interruptingAtWord("dragon"));

        call(callee, agent(STORY, "Twelve."));

        assertThat(model.told()).contains("12");
        assertThat(model.cuts()).hasSize(1);
        assertThat(probe.transcript())
                .containsSubsequence("us: Once upon a time there was a dragon-", "them: 12", "us: Twelve.");
    }
}
