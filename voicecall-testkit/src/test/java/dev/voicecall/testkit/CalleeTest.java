package dev.voicecall.testkit;

import static org.assertj.core.api.Assertions.assertThat;

import dev.voicecall.testkit.Callee.Reaction;
import java.time.Duration;
import org.junit.jupiter.api.Test;

/** What becomes of a reaction where texts travel, not sound. */
class CalleeTest {
    private static final String QUESTION = "Do you pay weekly, monthly, or never?";

    @Test
    void aWordToInterruptAtBecomesATime() {
        Reaction reaction = react(Reaction.speak("wait").interruptingAtWord("Monthly"));
        assertThat(reaction.interrupting()).isTrue();
        assertThat(reaction.delay())
                .isBetween(
                        SpeakingTime.of("Do you pay weekly, monthly"),
                        SpeakingTime.of("Do you pay weekly, monthly, or"));
    }

    @Test
    void aWordThatDoesNotComeIsWaitedForInVain() {
        Reaction reaction = react(Reaction.speak("wait").interruptingAtWord("yearly"));
        assertThat(reaction.interrupting()).isFalse();
        assertThat(reaction.delay()).isEqualTo(Duration.ofMillis(600));
    }

    @Test
    void aRecordingIsItsWords() {
        Reaction reaction = react(Reaction.play(new byte[800], "hm"));
        assertThat(reaction.text()).isEqualTo("hm");
        assertThat(reaction.voice().orElseThrow().say("hm")).hasSize(800);
    }

    private static Reaction react(Reaction reaction) {
        return new CalleeOnCall(Callee.answers().reacts(reaction)).react(QUESTION);
    }
}
