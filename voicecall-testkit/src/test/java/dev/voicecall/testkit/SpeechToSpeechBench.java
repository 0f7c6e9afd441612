package dev.voicecall.testkit;

import static org.assertj.core.api.Assertions.assertThat;

import dev.voicecall.CallResult;
import dev.voicecall.SpeechToSpeechAgentBuilder;
import dev.voicecall.VoiceAgent;
import dev.voicecall.VoiceCalls;
import dev.voicecall.testkit.FakeSpeechToSpeech.Answer;
import java.util.ArrayDeque;
import java.util.List;
import java.util.Queue;
import java.util.stream.Stream;
import org.junit.jupiter.api.AfterEach;

/** Models that hear and speak on the scripted carrier, on virtual time. Nothing may be left of a call. */
abstract class SpeechToSpeechBench {
    static final String NUMBER = "+14155550123";
    static final String STORY =
            "Once upon a time there was a dragon who lived in a dark cave at the very end of the wide world.";

    final VirtualScheduler time = new VirtualScheduler();
    final ScriptedCarrier carrier = new ScriptedCarrier();
    final AgentProbe probe = new AgentProbe();
    final VoiceCalls calls =
            VoiceCalls.builder(carrier).scheduler(time).listener(probe).build();
    private final Queue<Answer> answers = new ArrayDeque<>();
    final FakeSpeechToSpeech model = new FakeSpeechToSpeech(this::answer);

    @AfterEach
    void nothingIsLeft() {
        time.runToEnd();
        assertThat(calls.openCalls()).isZero();
        assertThat(model.openSessions()).isZero();
        assertThat(carrier.openLegs()).isZero();
        assertThat(time.blockedWorkers()).isZero();
        calls.close();
        time.close();
    }

    private Answer answer(String to) {
        if (to.startsWith("The other side is on the line.")) {
            return Answer.say("Hello there.");
        } else if (to.startsWith("The other side has been silent")) {
            return Answer.say("Are you there?");
        } else if (to.startsWith("The call ends now.")) {
            return Answer.say("Goodbye.");
        }
        Answer next = answers.poll();
        return next == null ? Answer.say("Okay.") : next;
    }

    /** Greets with "Hello there.", and gives these answers one after the other, then "Okay.". */
    final SpeechToSpeechAgentBuilder agent(Answer first, Answer... answers) {
        this.answers.add(first);
        this.answers.addAll(List.of(answers));
        return VoiceAgent.builder(model);
    }

    /** As {@link #agent(Answer, Answer...)}, each answer being one item. */
    final SpeechToSpeechAgentBuilder agent(String... answers) {
        Stream.of(answers).map(Answer::say).forEach(this.answers::add);
        return VoiceAgent.builder(model);
    }

    final CallResult<Void> call(Callee callee, SpeechToSpeechAgentBuilder agent) {
        carrier.callee(NUMBER, callee.recorded());
        return calls.call(NUMBER, agent.build());
    }

    /** What the last callee heard and said. */
    final CallSound sound() {
        return CallSound.of(carrier.lastCall());
    }
}
