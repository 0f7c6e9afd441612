package dev.voicecall.testkit;

import static org.assertj.core.api.Assertions.assertThat;

import dev.voicecall.CallResult;
import dev.voicecall.VoiceAgent;
import dev.voicecall.VoiceAgentBuilder;
import dev.voicecall.VoiceCalls;
import dev.voicecall.spi.Responder;
import java.util.Arrays;
import org.junit.jupiter.api.AfterEach;

/** Agents on the scripted carrier, on virtual time. Nothing may be left of a call. */
abstract class AgentBench {
    static final String NUMBER = "+14155550123";
    static final String STORY =
            "Once upon a time there was a dragon who lived in a dark cave at the very end of the wide world.";

    final VirtualScheduler time = new VirtualScheduler();
    final ScriptedCarrier carrier = new ScriptedCarrier();
    final FakeSpeechToText ear = new FakeSpeechToText();
    final FakeTextToSpeech voice = new FakeTextToSpeech(time);
    final AgentProbe probe = new AgentProbe();
    final VoiceCalls calls =
            VoiceCalls.builder(carrier).scheduler(time).listener(probe).build();

    @AfterEach
    void nothingIsLeft() {
        time.runToEnd();
        assertThat(calls.openCalls()).isZero();
        assertThat(ear.openTranscriptions()).isZero();
        assertThat(carrier.openLegs()).isZero();
        assertThat(time.blockedWorkers()).isZero();
        calls.close();
        time.close();
    }

    /** Greets with "Hello there." */
    final VoiceAgentBuilder agent(Responder responder) {
        return VoiceAgent.builder()
                .greeting("Hello there.")
                .speechToText(ear)
                .responder(responder)
                .textToSpeech(voice);
    }

    /** Answers one after the other, then "Goodbye.", which ends the call. */
    final ScriptedResponder answers(String... answers) {
        String[] all = Arrays.copyOf(answers, answers.length + 1);
        all[answers.length] = "Goodbye.";
        return new ScriptedResponder(time, all).endsCallAt(all.length);
    }

    final CallResult<Void> call(Callee callee, VoiceAgent agent) {
        carrier.callee(NUMBER, callee.recorded());
        return calls.call(NUMBER, agent);
    }

    final CallResult<Void> call(Callee callee, VoiceAgentBuilder agent) {
        return call(callee, agent.build());
    }

    /** What the last callee heard and said. */
    final CallSound sound() {
        return CallSound.of(carrier.lastCall());
    }
}
