package dev.voicecall.testkit;

import static org.assertj.core.api.Assertions.assertThat;

import dev.voicecall.Turn;
import dev.voicecall.TurnTaking;
import dev.voicecall.spi.VoiceActivityDetector;
import dev.voicecall.spi.VoiceActivityDetector.Detection;
import dev.voicecall.testkit.CallSound.Stretch;
import dev.voicecall.testkit.Callee.Reaction;
import java.time.Duration;
import org.junit.jupiter.api.Test;

/** When the other side has finished. */
class AgentTurnTakingTest extends AgentBench {
    /** The detector of speech bridges gaps of 100 ms, so it notices an end so much later. */
    private static final Duration HANGOVER = Duration.ofMillis(100);

    @Test
    void answersAfterSevenTenthsOfASecond() {
        call(asked("tell me about dragons"), agent(answers("They are big.")));

        assertThat(probe.turn(1).endpointing()).isEqualTo(Duration.ofMillis(700));
        assertThat(pauseBefore("big")).isEqualTo(HANGOVER.plusMillis(700));
    }

    @Test
    void answersSoonerWhenTheWordsAreComplete() {
        call(asked("Tell me about dragons."), agent(answers("They are big.")));

        assertThat(probe.turn(1).endpointing()).isEqualTo(Duration.ofMillis(400));
        assertThat(pauseBefore("big")).isEqualTo(HANGOVER.plusMillis(400));
    }

    @Test
    void waitsLongerAfterAHangingWord() {
        call(asked("my number is"), agent(answers("Yes?")));

        assertThat(probe.turn(1).endpointing()).isEqualTo(Duration.ofMillis(1_500));
    }

    @Test
    void takesAHangingWordAndWhatComesASecondLaterForOneTurn() {
        Callee callee = asked(Sounds.speakWithPauses(Duration.ofSeconds(1), "my number is", "five five five"));

        call(callee, agent(answers("Thank you.")));

        assertThat(probe.turns()).extracting(Turn::words).startsWith("my number is five five five");
        assertThat(probe.transcript()).containsSubsequence("them: my number is five five five", "us: Thank you.");
    }

    @Test
    void bridgesAPauseWithinATurn() {
        Callee callee = asked(Sounds.speakWithPauses(Duration.ofMillis(500), "tell me", "about dragons"));

        call(callee, agent(answers("They are big.")));

        assertThat(probe.turn(1).words()).isEqualTo("tell me about dragons");
    }

    @Test
    void cutsATurnThatDoesNotEnd() {
        ear.latency(Duration.ofMillis(300));
        Callee callee = asked("bla ".repeat(60));

        call(
                callee,
                agent(answers("I see."))
                        .turnTaking(TurnTaking.builder()
                                .maxTurn(Duration.ofSeconds(5))
                                .build()));

        assertThat(probe.transcript().get(1).split(" ")).hasSizeBetween(15, 22);
    }

    @Test
    void losesNothingOfATurnThatWasCut() {
        ear.latency(Duration.ofMillis(300));
        ScriptedResponder responder = answers("I see.").thinks(Duration.ofSeconds(9));

        call(
                asked("bla ".repeat(40).strip()),
                agent(responder)
                        .filler(Duration.ofSeconds(30), "")
                        .turnTaking(TurnTaking.builder()
                                .maxTurn(Duration.ofSeconds(5))
                                .build()));

        assertThat(probe.transcript())
                .filteredOn(line -> line.startsWith("them"))
                .hasSize(2);
        String latest = responder.conversations().get(1).latest();
        assertThat(latest.split(" ")).hasSizeBetween(39, 41);
    }

    @Test
    void closesATurnWhenTheMediaStopArriving() {
        carrier.faults(LineFaults.NONE.withHole(Duration.ofMillis(2_500)));
        Callee callee = Callee.answers().greets("one two three four five six seven eight nine ten eleven twelve");

        call(callee, agent(answers("They are big.")));

        Stretch answer = sound().heard("big");
        assertThat(answer.from()).isBetween(Duration.ofMillis(3_200), Duration.ofMillis(3_700));
        assertThat(probe.turn(1).words()).startsWith("one two three").doesNotContain("eleven");
    }

    @Test
    void hearsTheFirstWordThoughTheDetectorIsLate() {
        call(
                asked("I would like to book a table"),
                agent(answers("Gladly.")).voiceActivityDetector(() -> lateBy(Duration.ofMillis(300))));

        assertThat(ear.finals()).startsWith("I would like to book a table");
    }

    @Test
    void doesNotEvenListenToAClick() {
        Callee callee = asked(Sounds.noise(Duration.ofMillis(20)));

        call(callee, agent(answers("What?")));

        assertThat(ear.finals()).isEmpty();
        assertThat(probe.turns()).isEmpty();
    }

    @Test
    void doesNotTakeANoiseWithoutWordsForATurn() {
        Callee callee = asked(Sounds.noise(Duration.ofMillis(600)));

        call(callee, agent(answers("What?")));

        assertThat(ear.finals()).containsOnly("");
        assertThat(probe.turns()).isEmpty();
    }

    /** The time from the end of the callee's words to the answer. */
    private Duration pauseBefore(String answer) {
        Stretch said = sound().said().get(0);
        return sound().heard(answer).from().minus(said.to());
    }

    private static Detection lateBy(Duration delay) {
        Detection energy = VoiceActivityDetector.energy().start();
        int lateFrames = (int) delay.toMillis() / 20;
        int[] speech = {0};
        return (samples, offset) -> {
            speech[0] = energy.isSpeech(samples, offset) ? speech[0] + 1 : 0;
            return speech[0] > lateFrames - 1;
        };
    }

    private static Callee asked(String words) {
        return asked(Reaction.speak(words));
    }

    /** Speaks when the agent has greeted. */
    private static Callee asked(Reaction reaction) {
        return Callee.answers().reacts(reaction);
    }
}
