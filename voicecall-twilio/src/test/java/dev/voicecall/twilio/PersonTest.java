package dev.voicecall.twilio;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.voicecall.VoiceAgent;
import dev.voicecall.VoiceCalls;
import dev.voicecall.testkit.AgentProbe;
import dev.voicecall.testkit.Callee;
import dev.voicecall.testkit.FakeSpeech;
import dev.voicecall.testkit.FakeSpeech.Word;
import dev.voicecall.testkit.FakeSpeechToText;
import dev.voicecall.testkit.FakeTextToSpeech;
import dev.voicecall.testkit.ScriptedResponder;
import dev.voicecall.testkit.twilio.CallStatus;
import dev.voicecall.testkit.twilio.Faults;
import dev.voicecall.testkit.twilio.SimulatedCall;
import java.time.Duration;
import java.util.List;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;

/** A person at a simulated telephone talks with an agent, by Twilio's protocols, on virtual time. */
class PersonTest {
    private static final String NUMBER = "+14155550123";
    private static final String STORY =
            "Once upon a time there was a dragon who lived in a dark cave at the very end of the wide world.";

    private final SimulatedTwilio twilio = new SimulatedTwilio(Faults.none());
    private final AgentProbe probe = new AgentProbe();
    private final VoiceCalls calls = VoiceCalls.builder(twilio.gateway)
            .scheduler(twilio.time)
            .listener(probe)
            .build();
    private final Headset headset = new Headset(twilio.time);

    @AfterEach
    void leavesNothing() {
        headset.off();
        twilio.time.runToEnd();
        assertThat(calls.openCalls()).isZero();
        assertThat(headset.person.onCall()).isFalse();
        calls.close();
        twilio.close();
    }

    @Test
    void talksWithAnAgent() {
        headset.says("there.", "How late is it?");
        SimulatedCall call = call("Goodbye.");
        pass(10);
        assertThat(headset.heard()).isEqualTo("Hello there. Goodbye.");
        assertThat(probe.transcript()).containsExactly("us: Hello there.", "them: How late is it?", "us: Goodbye.");
        assertThat(call.status()).isEqualTo(CallStatus.COMPLETED);
        assertThat(headset.events).containsExactly("answered", "over");
        assertThat(headset.person.underruns()).isZero();
        assertThat(headset.person.droppedBytes()).isZero();
    }

    @Test
    void hearsToTheFrameWhatThePhonePlaysAndNothingOfWhatWasCleared() {
        headset.says("there.", "Tell me a story").says("dragon", "Stop it please");
        SimulatedCall call = call(STORY, "As you like.");
        pass(20);
        assertThat(headset.events).contains("cleared");
        assertThat(probe.interruptions()).hasSize(1);
        assertThat(headset.heard()).contains("a dragon").doesNotContain("cave").endsWith("As you like.");
        List<Word> words = FakeSpeech.words(headset.sound());
        assertThat(words).containsExactlyElementsOf(call.callee().heardWords());
        assertThat(words).filteredOn(word -> !word.complete()).hasSizeLessThanOrEqualTo(1);
    }

    @Test
    void hearsWhatTheCarrierItselfSays() {
        calls.onIncoming(live -> {
            live.say("Welcome to the show");
            return null;
        });
        twilio.twilio.callIn(NUMBER, Callee.answers().person(headset.person));
        pass(10);
        assertThat(headset.heard()).isEqualTo("Welcome to the show");
    }

    @Test
    void hangsUp() {
        SimulatedCall call = call(STORY);
        pass(1);
        headset.person.hangUp();
        pass(1);
        assertThat(call.status()).isEqualTo(CallStatus.COMPLETED);
        assertThat(headset.events).endsWith("over");
    }

    @Test
    void pressesKeys() {
        SimulatedCall call = call("You have pressed a key. Goodbye.");
        pass(3);
        headset.person.press('4');
        headset.person.press('#');
        pass(10);
        assertThat(call.streams().get(0).sent("dtmf")).isEqualTo(2);
        assertThat(probe.transcript()).contains("them: 4");
        assertThatThrownBy(() -> headset.person.press('x')).isInstanceOf(IllegalArgumentException.class);
    }

    @Test
    void isOnOneCallAtATime() {
        call("Goodbye.");
        assertThatThrownBy(() -> call("Goodbye.")).isInstanceOf(IllegalStateException.class);
        pass(1);
        headset.person.hangUp();
        pass(1);
        SimulatedCall second = call("Goodbye.");
        pass(1);
        assertThat(second.status()).isEqualTo(CallStatus.IN_PROGRESS);
        headset.person.hangUp();
    }

    /** One who greets with "Hello there.", and ends the call with its last answer. */
    private SimulatedCall call(String... answers) {
        calls.onIncoming(VoiceAgent.builder()
                .greeting("Hello there.")
                .speechToText(new FakeSpeechToText())
                .responder(new ScriptedResponder(twilio.time, answers).endsCallAt(answers.length))
                .textToSpeech(new FakeTextToSpeech(twilio.time))
                .build());
        return twilio.twilio.callIn(NUMBER, Callee.answers().person(headset.person));
    }

    private void pass(int seconds) {
        twilio.time.advance(Duration.ofSeconds(seconds));
    }
}
