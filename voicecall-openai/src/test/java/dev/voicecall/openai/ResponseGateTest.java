package dev.voicecall.openai;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.ArrayList;
import java.util.List;
import org.junit.jupiter.api.Test;

/** Never two responses at once, and none forgotten. */
class ResponseGateTest {
    private final List<String> requests = new ArrayList<>();
    private final ResponseGate gate = new ResponseGate(prompt -> {
        requests.add(prompt.orElse("answer"));
        return "event" + requests.size();
    });

    @Test
    void waitsForTheSession() {
        gate.prompt("greet");
        assertThat(requests).isEmpty();
        gate.open();
        assertThat(requests).containsExactly("greet");
    }

    @Test
    void asksForOneAtATime() {
        gate.open();
        gate.prompt("one");
        gate.prompt("two");
        gate.answer();
        assertThat(requests).containsExactly("one");
        gate.began("r1");
        assertThat(requests).hasSize(1);
        gate.ended("r1");
        gate.began("r2");
        gate.ended("r2");
        assertThat(requests).containsExactly("one", "answer", "two");
    }

    @Test
    void severalThingsToBeAnsweredAreAnsweredTogether() {
        gate.open();
        gate.prompt("one");
        gate.answer("a");
        gate.answer("b");
        gate.began("r1");
        gate.ended("r1");
        gate.began("r2");
        gate.ended("r2");
        assertThat(requests).containsExactly("one", "answer");
    }

    @Test
    void isSilentWhileTheOtherSideSpeaks() {
        gate.open();
        gate.callerBegan();
        gate.prompt("one");
        gate.callerEnded();
        assertThat(requests).isEmpty();
        gate.began("r1");
        gate.ended("r1");
        assertThat(requests).containsExactly("one");
    }

    @Test
    void asksWhenTheServerDoesNotAnswerByItself() {
        gate.open();
        gate.callerBegan();
        gate.answer("a");
        gate.callerEnded();
        gate.unanswered();
        assertThat(requests).containsExactly("answer");
    }

    @Test
    void anAnswerOfTheServersOwnIsEnoughIfItKnewAll() {
        gate.open();
        gate.callerBegan();
        gate.answer("a");
        gate.seen("a");
        gate.callerEnded();
        gate.began("r1");
        gate.ended("r1");
        assertThat(requests).isEmpty();
    }

    @Test
    void anAnswerOfTheServersOwnIsNotEnoughIfItBeganTooEarly() {
        gate.open();
        gate.callerBegan();
        gate.callerEnded();
        gate.answer("a");
        gate.began("r1");
        gate.seen("a");
        gate.ended("r1");
        assertThat(requests).containsExactly("answer");
    }

    @Test
    void aRefusalBeforeTheOtherResponseIsKnownWaitsForIt() {
        gate.open();
        gate.prompt("one");
        gate.busy("event1");
        assertThat(requests).hasSize(1);
        gate.began("theirs");
        gate.ended("theirs");
        assertThat(requests).containsExactly("one", "one");
    }

    @Test
    void aRefusalAfterTheOtherResponseWasTakenForOursWaitsForIt() {
        gate.open();
        gate.prompt("one");
        gate.began("theirs");
        gate.busy("event1");
        assertThat(requests).hasSize(1);
        gate.ended("theirs");
        assertThat(requests).containsExactly("one", "one");
    }

    @Test
    void anAnswerThatWasRefusedForOneThatKnewAllIsNotAskedForAgain() {
        gate.open();
        gate.answer("a");
        gate.seen("a");
        gate.began("theirs");
        gate.busy("event1");
        gate.ended("theirs");
        assertThat(requests).containsExactly("answer");
    }

    @Test
    void whatWasNotAnsweredIsAskedOfTheNextSession() {
        gate.open();
        gate.prompt("one");
        assertThat(gate.lost()).isFalse();
        gate.open();
        assertThat(requests).containsExactly("one", "one");
        gate.callerEnded();
        assertThat(gate.lost()).isTrue();
    }

    @Test
    void whatTheServerCouldNotAnswerByItselfIsAskedFor() {
        gate.open();
        gate.prompt("one");
        gate.began("r1");
        gate.busy("");
        gate.ended("r1");
        assertThat(requests).containsExactly("one", "answer");
    }

    @Test
    void whatIsWithdrawnIsNotAskedFor() {
        gate.prompt("one");
        gate.prompt("two");
        gate.withdraw("one");
        gate.open();
        assertThat(requests).containsExactly("two");
    }

    @Test
    void aRequestThatWasRefusedForGoodDoesNotBlockTheNext() {
        gate.open();
        gate.prompt("one");
        gate.prompt("two");
        gate.refused("event1");
        assertThat(requests).containsExactly("one", "two");
    }
}
