package dev.voicecall.testkit;

import static org.assertj.core.api.Assertions.assertThat;

import dev.voicecall.Turn;
import java.time.Duration;
import org.junit.jupiter.api.Test;

/** Where the time of a turn goes, to the millisecond. */
class AgentTurnTimelineTest extends AgentBench {
    private static final Callee ASKS =
            Callee.answers().says("tell me about dragons").says("Thanks.");
    private static final Duration END_SILENCE = Duration.ofMillis(700);

    @Test
    void hasNoTimeOfItsOwnBeyondWaitingForTheEnd() {
        call(ASKS, agent(answers("They are big.")));

        Turn turn = probe.turn(1);
        assertThat(turn.endpointing()).isEqualTo(END_SILENCE);
        assertThat(turn.response()).isZero();
        assertThat(turn.synthesis()).isZero();
        assertThat(turn.latency()).isEqualTo(END_SILENCE);
    }

    @Test
    void addsUp() {
        ear.latency(Duration.ofMillis(250));
        voice.latency(Duration.ofMillis(180));
        ScriptedResponder responder = answers("They are big.").thinks(Duration.ofMillis(430));

        call(ASKS, agent(responder));

        Turn turn = probe.turn(1);
        assertThat(turn.transcription()).isEqualTo(Duration.ofMillis(300 + 250));
        assertThat(turn.endpointing()).isEqualTo(END_SILENCE);
        assertThat(turn.response()).isEqualTo(Duration.ofMillis(430));
        assertThat(turn.synthesis()).isEqualTo(Duration.ofMillis(180));
        assertThat(turn.latency()).isEqualTo(Duration.ofMillis(700 + 430 + 180));
    }

    @Test
    void waitsForTheWordsIfTheyComeAfterTheSilence() {
        ear.latency(Duration.ofMillis(900));

        call(ASKS, agent(answers("They are big.")));

        assertThat(probe.turn(1).transcription()).isEqualTo(Duration.ofMillis(300 + 900));
        assertThat(probe.turn(1).endpointing()).isEqualTo(Duration.ofMillis(300 + 900));
    }

    @Test
    void isWhatTheCallerHears() {
        voice.latency(Duration.ofMillis(180));
        ScriptedResponder responder = answers("They are big.").thinks(Duration.ofMillis(430));

        call(ASKS, agent(responder));

        Duration heard =
                sound().heard("big").from().minus(sound().said("dragons").to());
        Duration noticed = Duration.ofMillis(100); // that is when the detector takes the words to be over
        assertThat(heard.minus(noticed).minus(probe.turn(1).latency()))
                .isBetween(Duration.ofMillis(-20), Duration.ofMillis(20));
    }

    @Test
    void countsFromTheKeyIfAKeyEndsIt() {
        ScriptedResponder responder = answers("Thank you.").thinks(Duration.ofMillis(430));

        call(Callee.answers().presses("12#").says("Thanks."), agent(responder));

        assertThat(probe.turn(1).words()).isEqualTo("12");
        assertThat(probe.turn(1).endpointing()).isZero();
        assertThat(probe.turn(1).latency()).isEqualTo(Duration.ofMillis(430));
    }

    @Test
    void numbersTheTurns() {
        call(Callee.answers().says("One.").says("Two.").says("Three."), agent(answers("First.", "Second.")));

        assertThat(probe.turns()).extracting(Turn::number).containsExactly(1, 2, 3);
    }
}
