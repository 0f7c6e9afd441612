package dev.voicecall.testkit;

import static org.assertj.core.api.Assertions.assertThat;

import dev.voicecall.Turn;
import dev.voicecall.testkit.Callee.Reaction;
import dev.voicecall.testkit.FakeSpeechToSpeech.Words;
import java.time.Duration;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;
import org.junit.jupiter.params.provider.ValueSource;

/** What is taken down of a conversation with a model that hears and speaks. */
class SpeechToSpeechTranscriptTest extends SpeechToSpeechBench {
    /** Before the answer, in the middle of it, and after it. */
    @ParameterizedTest
    @ValueSource(ints = {0, 800, 3_000})
    void isInTheOrderInWhichThingsWereSaid(int transcriptionMillis) {
        model.transcribesAfter(Duration.ofMillis(transcriptionMillis));

        call(Callee.answers().says("What time is it?").says("Thanks."), agent("It is noon.", "You are welcome."));

        assertThat(probe.transcript())
                .startsWith(
                        "us: Hello there.",
                        "them: What time is it?",
                        "us: It is noon.",
                        "them: Thanks.",
                        "us: You are welcome.");
    }

    @Test
    void doesNotWaitForEverForWordsThatDoNotCome() {
        model.withoutTranscription();

        call(Callee.answers().says("What time is it?"), agent("It is noon."));

        assertThat(probe.transcript()).startsWith("us: Hello there.", "us: It is noon.");
        assertThat(probe.turn(1).words()).isEmpty();
    }

    @Test
    void hasWordsThatComeAfterNobodyWaitsForThemAnyMore() {
        model.transcribesAfter(Duration.ofSeconds(6));

        call(Callee.answers().says("What time is it?"), agent("It is noon."));

        assertThat(probe.transcript()).startsWith("us: Hello there.", "us: It is noon.", "them: What time is it?");
    }

    @ParameterizedTest
    @EnumSource(Words.class)
    void hasTheTextOfWhatWasHeardWheneverItCame(Words words) {
        model.words(words).speed(50);
        Callee callee = Callee.answers()
                .says("Tell me a story.")
                .reacts(Reaction.speak("Stop it please.").interruptingAtWord("dragon"));

        call(callee, agent(STORY));

        assertThat(probe.transcript())
                .containsSubsequence(
                        "us: Hello there.", "us: Once upon a time there was a dragon-", "them: Stop it please.");
    }

    @Test
    void tellsHowLongTheCallerHadToWait() {
        model.latency(Duration.ofMillis(700)).transcribesAfter(Duration.ofSeconds(2));

        call(Callee.answers().says("What time is it?").presses("1#"), agent("It is noon.", "One."));

        Turn spoken = probe.turn(1);
        assertThat(spoken.words()).isEqualTo("What time is it?");
        assertThat(spoken.response()).isEqualTo(Duration.ofMillis(700));
        assertThat(spoken.latency()).isEqualTo(Duration.ofMillis(700));
        assertThat(probe.turn(2).words()).isEqualTo("1");
        assertThat(probe.turns()).hasSize(2);
    }
}
