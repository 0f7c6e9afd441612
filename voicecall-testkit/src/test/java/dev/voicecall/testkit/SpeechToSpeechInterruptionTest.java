package dev.voicecall.testkit;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.within;

import dev.voicecall.testkit.CallSound.Stretch;
import dev.voicecall.testkit.Callee.Reaction;
import dev.voicecall.testkit.FakeSpeechToSpeech.Cut;
import java.time.Duration;
import org.junit.jupiter.api.Test;

/** What the other side says while a model speaks. */
class SpeechToSpeechInterruptionTest extends SpeechToSpeechBench {
    private static final Duration AT_ONCE = Duration.ofMillis(150);

    @Test
    void fallsSilentWhenTheCallerSpeaks() {
        call(
                hearingAStory(Reaction.speak("Stop it please.").interruptingAtWord("dragon")),
                agent(STORY, "As you wish."));

        Stretch story = sound().heard("dragon");
        assertThat(story.to().minus(sound().said("Stop").from())).isLessThanOrEqualTo(AT_ONCE);
        assertThat(probe.wasInterruptedAfter("a dragon")).isTrue();
        assertThat(probe.interruptions()).hasSize(1);
        assertThat(probe.transcript())
                .containsSubsequence(
                        "us: Hello there.",
                        "them: Tell me a story.",
                        "us: Once upon a time there was a dragon-",
                        "them: Stop it please.",
                        "us: As you wish.");
    }

    @Test
    void tellsTheModelHowMuchWasHeard() {
        call(hearingAStory(Reaction.speak("Stop it please.").interruptingAtWord("dragon")), agent(STORY));

        assertThat(model.cuts()).hasSize(1);
        Cut cut = model.cuts().get(0);
        Duration played = sound().heard("dragon").length();
        assertThat(cut.text()).isEqualTo(STORY);
        assertThat(cut.heard().toMillis()).isCloseTo(played.toMillis(), within(100L));
        assertThat(cut.heard()).isLessThan(cut.delivered());
    }

    private static Callee hearingAStory(Reaction reaction) {
        return Callee.answers().says("Tell me a story.").reacts(reaction);
    }
}
