package dev.voicecall.testkit;

import static org.assertj.core.api.Assertions.assertThat;

import dev.voicecall.testkit.CallSound.Stretch;
import dev.voicecall.testkit.Callee.Reaction;
import java.time.Duration;
import org.junit.jupiter.api.Test;

/** Keys that are pressed while an agent holds a conversation. */
class AgentKeysTest extends AgentBench {
    @Test
    void areAnsweredLikeWords() {
        ScriptedResponder responder = answers("Thank you.");

        call(Callee.answers().presses("1234").says("Thanks."), agent(responder));

        assertThat(responder.conversations().get(0).latest()).isEqualTo("1234");
        assertThat(probe.transcript()).startsWith("us: Hello there.", "them: 1234", "us: Thank you.");
    }

    @Test
    void areCompleteTwoSecondsAfterTheLast() {
        call(Callee.answers().presses("12").says("Thanks."), agent(answers("Thank you.")));

        // 600 ms until the first, then 300 ms for each
        Duration last = sound().heard("Hello").to().plusMillis(600 + 2 * 300);
        assertThat(sound().heard("Thank").from().minus(last))
                .isBetween(Duration.ofMillis(1_980), Duration.ofMillis(2_060));
    }

    @Test
    void areCompleteAtOnceWithAHash() {
        ScriptedResponder responder = answers("Thank you.");

        call(Callee.answers().presses("12#").says("Thanks."), agent(responder));

        assertThat(responder.conversations().get(0).latest()).isEqualTo("12");
        Duration last = sound().heard("Hello").to().plusMillis(600 + 3 * 300);
        assertThat(sound().heard("Thank").from().minus(last)).isLessThan(Duration.ofMillis(60));
    }

    @Test
    void interruptSpeech() {
        Callee callee = Callee.answers()
                .says("Tell me a story.")
                .reacts(Reaction.press("7").interruptingAtWord("dragon"))
                .says("Thanks.");

        call(callee, agent(answers(STORY, "Seven.")));

        assertThat(probe.wasInterruptedAfter("a dragon")).isTrue();
        assertThat(sound().heard("dragon").words()).doesNotContain("cave");
        assertThat(probe.transcript()).containsSubsequence("them: 7", "us: Seven.");
    }

    @Test
    void areAnsweredAfterSpeechThatMayNotBeInterrupted() {
        Callee callee = Callee.answers()
                .says("Tell me a story.")
                .reacts(Reaction.press("7#").interruptingAtWord("time"))
                .says("Thanks.");

        call(callee, agent(answers(STORY, "Seven.")).interruptible(false));

        assertThat(probe.interruptions()).isEmpty();
        assertThat(sound().heard("dragon").words()).startsWith(STORY);
        assertThat(probe.transcript()).containsSubsequence("them: 7", "us: " + STORY, "us: Seven.");
    }

    @Test
    void withoutADigitAskForNothing() {
        ScriptedResponder responder = answers("Thank you.");

        call(
                Callee.answers().presses("#").says("Thanks."),
                agent(responder).idlePrompts(Duration.ofSeconds(3), "Yes?"));

        assertThat(responder.conversations()).hasSize(1);
        assertThat(carrier.lastCall().heard()).contains("Yes?");
    }

    @Test
    void keepAPromptAwayWhileTheyAreEntered() {
        Callee callee = Callee.answers().reacts(Reaction.press("12").after(Duration.ofMillis(2_400)));

        call(callee, agent(answers("Thank you.")).idlePrompts(Duration.ofSeconds(3), "Yes?"));

        assertThat(sound().heard()).extracting(Stretch::words).startsWith("Hello there.", "Thank you.");
    }
}
