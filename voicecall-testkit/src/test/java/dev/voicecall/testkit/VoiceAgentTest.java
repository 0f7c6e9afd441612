package dev.voicecall.testkit;

import static org.assertj.core.api.Assertions.assertThat;

import dev.voicecall.CallInfo;
import dev.voicecall.CallListener;
import dev.voicecall.CallResult;
import dev.voicecall.HeardText;
import dev.voicecall.Outcome;
import dev.voicecall.Turn;
import dev.voicecall.VoiceAgent;
import dev.voicecall.VoiceAgentBuilder;
import dev.voicecall.VoiceCalls;
import dev.voicecall.spi.Responder;
import dev.voicecall.testkit.Callee.Reaction;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;

/** Agents on the scripted carrier, on virtual time. */
class VoiceAgentTest {
    private static final String NUMBER = "+14155550123";

    private final VirtualScheduler time = new VirtualScheduler();
    private final ScriptedCarrier carrier = new ScriptedCarrier();
    private final FakeSpeechToText ear = new FakeSpeechToText();
    private final FakeTextToSpeech voice = new FakeTextToSpeech(time);
    private final List<Turn> turns = new ArrayList<>();
    private final List<HeardText> interruptions = new ArrayList<>();

    private final VoiceCalls calls = VoiceCalls.builder(carrier)
            .scheduler(time)
            .listener(new CallListener() {
                @Override
                public void onTurn(CallInfo call, Turn turn) {
                    turns.add(turn);
                }

                @Override
                public void onInterrupted(CallInfo call, HeardText heard) {
                    interruptions.add(heard);
                }
            })
            .build();

    @AfterEach
    void nothingIsLeft() {
        time.runToEnd();
        assertThat(ear.openTranscriptions()).isZero();
        assertThat(carrier.openLegs()).isZero();
        assertThat(time.blockedWorkers()).isZero();
        calls.close();
        time.close();
    }

    private VoiceAgentBuilder agent(Responder responder) {
        return VoiceAgent.builder()
                .greeting("Hello. How can I help you?")
                .speechToText(ear)
                .responder(responder)
                .textToSpeech(voice);
    }

    private CallResult<Void> call(Callee callee, VoiceAgent agent) {
        carrier.callee(NUMBER, callee);
        return calls.call(NUMBER, agent);
    }

    @Test
    void greetsListensAnswersAndHangsUpAfterTheGoodbye() {
        Callee callee = Callee.answers().says("What time is it?").says("Thank you, goodbye.");

        CallResult<Void> result = call(
                callee,
                agent(conversation -> conversation.latest().contains("time") ? "It is noon." : "Goodbye!")
                        .build());

        assertThat(result.outcome()).isEqualTo(Outcome.ANSWERED);
        assertThat(carrier.lastCall().transcript())
                .containsExactly(
                        "heard: Hello. How can I help you?",
                        "said: What time is it?",
                        "heard: It is noon.",
                        "said: Thank you, goodbye.",
                        "heard: Goodbye!");
        assertThat(result.transcript())
                .extracting(utterance -> utterance.text())
                .containsExactly(
                        "Hello. How can I help you?",
                        "What time is it?",
                        "It is noon.",
                        "Thank you, goodbye.",
                        "Goodbye!");
        assertThat(turns).hasSize(2);
        assertThat(turns.get(0).latency()).isLessThan(Duration.ofMillis(700));
    }

    @Test
    void isInterruptedAndGoesOnWithWhatWasHeard() {
        List<String> seen = new ArrayList<>();
        Callee callee = Callee.answers()
                .says("Tell me a story.")
                .reacts(Reaction.speak("Stop it please.").interruptingAtWord("dragon"))
                .says("Goodbye.");

        CallResult<Void> result = call(
                callee,
                agent(conversation -> {
                            seen.add(conversation.messages().toString());
                            return conversation.latest().contains("story")
                                    ? "Once upon a time there was a dragon who lived in a cave at the end of the world."
                                    : "As you wish.";
                        })
                        .build());

        System.out.println(carrier.lastCall().transcript());
        System.out.println(result.transcript());
        System.out.println(seen + "\n" + turns);
        assertThat(interruptions).hasSize(1);
        assertThat(interruptions.get(0).text()).startsWith("Once upon a time there was a dragon");
        assertThat(interruptions.get(0).complete()).isFalse();
        assertThat(interruptions.get(0).certainty()).isEqualTo(HeardText.Certainty.MARKS);
    }
}
