package dev.voicecall.testkit;

import static org.assertj.core.api.Assertions.assertThat;

import dev.voicecall.CallResult;
import dev.voicecall.LiveCall;
import dev.voicecall.Outcome;
import dev.voicecall.spi.Conversation.Message;
import dev.voicecall.spi.Conversation.Message.Role;
import java.time.Duration;
import java.util.concurrent.CompletableFuture;
import java.util.function.BooleanSupplier;
import org.junit.jupiter.api.Test;

/** The host makes an agent fall silent. */
class HostInterruptionTest extends AgentBench {
    private static final String CALL = "call-1";

    @Test
    void silencesTheAgentWhichThenWaitsForWords() {
        carrier.callee(NUMBER, Callee.answers().says("Tell me a story.").says("And the knight?"));
        ScriptedResponder responder = answers(STORY);
        CompletableFuture<CallResult<Void>> result =
                calls.callAsync(NUMBER, agent(responder).build());
        advanceUntil(() -> probe.turns().size() == 1);
        time.advance(Duration.ofSeconds(2));

        assertThat(interrupt(CALL)).isTrue();
        assertThat(interrupt(CALL)).isFalse();
        assertThat(probe.interruptions()).hasSize(1);
        time.runToEnd();

        String heard = probe.interruptions().get(0).text();
        assertThat(heard).startsWith("Once upon a time").doesNotContain("world");
        assertThat(result.join().outcome()).isEqualTo(Outcome.ANSWERED);
        assertThat(responder.conversations().get(1).messages())
                .contains(new Message(Role.AGENT, heard, true), new Message(Role.CALLER, "And the knight?", false));
        assertThat(result.join().transcript().get(2)).satisfies(utterance -> {
            assertThat(utterance.text()).isEqualTo(heard);
            assertThat(utterance.interrupted()).isTrue();
        });
    }

    @Test
    void dropsAnAnswerThatIsStillBeingThoughtOf() {
        carrier.callee(NUMBER, Callee.answers().says("Tell me a story."));
        ScriptedResponder responder = answers("Well.").thinks(Duration.ofSeconds(20));
        CompletableFuture<CallResult<Void>> result =
                calls.callAsync(NUMBER, agent(responder).build());
        advanceUntil(() -> !responder.conversations().isEmpty());

        assertThat(interrupt(CALL)).isTrue();

        assertThat(time.blockedWorkers()).isZero();
        result.cancel(true);
    }

    @Test
    void findsNothingToInterruptWhileTheAgentWaitsForWords() {
        carrier.callee(NUMBER, Callee.answers());
        CompletableFuture<CallResult<Void>> result =
                calls.callAsync(NUMBER, agent(answers()).build());
        time.advance(Duration.ofSeconds(8));

        assertThat(carrier.lastCall().heard()).hasSize(1);
        assertThat(interrupt(CALL)).isFalse();
        assertThat(interrupt("call-2")).isFalse();
        assertThat(probe.interruptions()).isEmpty();
        result.cancel(true);
    }

    private boolean interrupt(String callId) {
        CompletableFuture<Boolean> interrupted =
                calls.live(callId).map(LiveCall::interrupt).orElseGet(() -> CompletableFuture.completedFuture(false));
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
