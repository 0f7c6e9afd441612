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
import dev.voicecall.spi.Conversation;
import dev.voicecall.spi.Conversation.Message;
import dev.voicecall.spi.Conversation.Message.Role;
import dev.voicecall.spi.Responder;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.CompletableFuture;
import java.util.function.BooleanSupplier;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;

/** The host makes an agent fall silent. */
class AgentInterruptionTest {
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

    @Test
    void fallsSilentWhenTheHostInterruptsAndWaitsForWords() {
        carrier.callee(
                NUMBER,
                Callee.answers()
                        .says("Tell me a story.")
                        .says("And the knight?")
                        .says("Goodbye."));
        List<Conversation> asked = new ArrayList<>();
        CompletableFuture<CallResult<Void>> result = calls.callAsync(
                NUMBER,
                agent(conversation -> {
                            asked.add(conversation);
                            return conversation.latest().contains("story")
                                    ? "Once upon a time there was a dragon who lived in a cave at the end of the world."
                                    : "He slept.";
                        })
                        .build());
        advanceUntil(() -> turns.size() == 1);
        time.advance(Duration.ofSeconds(2));

        assertThat(interrupt("call-1")).isTrue();
        assertThat(interrupt("call-1")).isFalse();
        assertThat(interruptions).hasSize(1);
        time.runToEnd();

        assertThat(result.join().outcome()).isEqualTo(Outcome.ANSWERED);
        String heard = interruptions.get(0).text();
        assertThat(heard).startsWith("Once upon a time").doesNotContain("world");
        assertThat(asked.get(1).messages())
                .contains(new Message(Role.AGENT, heard, true), new Message(Role.CALLER, "And the knight?", false));
        assertThat(result.join().transcript().get(2)).satisfies(utterance -> {
            assertThat(utterance.text()).isEqualTo(heard);
            assertThat(utterance.interrupted()).isTrue();
        });
    }

    @Test
    void dropsAnAnswerThatIsStillBeingThoughtOf() {
        carrier.callee(NUMBER, Callee.answers().says("Tell me a story.").says("Goodbye."));
        List<Conversation> asked = new ArrayList<>();
        CompletableFuture<CallResult<Void>> result = calls.callAsync(
                NUMBER,
                agent(conversation -> {
                            asked.add(conversation);
                            time.await(new CompletableFuture<>());
                            return "";
                        })
                        .build());
        advanceUntil(() -> !asked.isEmpty());

        assertThat(interrupt("call-1")).isTrue();

        assertThat(time.blockedWorkers()).isZero();
        result.cancel(true);
    }

    @Test
    void hasNothingToInterruptWhileItWaitsForWords() {
        carrier.callee(NUMBER, Callee.answers());
        CompletableFuture<CallResult<Void>> result =
                calls.callAsync(NUMBER, agent(conversation -> "Yes.").build());
        time.advance(Duration.ofSeconds(8));

        assertThat(carrier.lastCall().heard()).hasSize(1);
        assertThat(interrupt("call-1")).isFalse();
        assertThat(interrupt("call-2")).isFalse();
        assertThat(interruptions).isEmpty();
        result.cancel(true);
    }

    private boolean interrupt(String callId) {
        CompletableFuture<Boolean> interrupted = calls.interrupt(callId);
        time.advance(Duration.ZERO);
        return interrupted.join();
    }

    private void advanceUntil(BooleanSupplier happened) {
        for (int i = 0; i < 1_000 && !happened.getAsBoolean(); i++) {
            time.advance(Duration.ofMillis(20));
        }
        assertThat(happened.getAsBoolean()).isTrue();
    }
}
