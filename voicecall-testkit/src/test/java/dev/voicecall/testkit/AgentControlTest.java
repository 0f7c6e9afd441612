package dev.voicecall.testkit;

import static org.assertj.core.api.Assertions.assertThat;

import dev.voicecall.CallResult;
import dev.voicecall.ControlResult;
import dev.voicecall.LiveCall;
import dev.voicecall.Outcome;
import dev.voicecall.TransferResult;
import dev.voicecall.VoiceAgent;
import dev.voicecall.VoiceAgentBuilder;
import dev.voicecall.testkit.Callee.Reaction;
import java.time.Duration;
import java.util.List;
import java.util.concurrent.CompletableFuture;
import org.junit.jupiter.api.Test;

/** Calls that are controlled from outside while an agent conducts them, over live audio. */
class AgentControlTest extends AgentBench {
    private static final String THIRD = "+14155550177";

    private CompletableFuture<CallResult<Void>> call(Callee callee, VoiceAgentBuilder agent, int seconds) {
        carrier.callee(NUMBER, callee);
        VoiceAgent built = agent.build();
        CompletableFuture<CallResult<Void>> result = calls.callAsync(NUMBER, built);
        time.advance(Duration.ofSeconds(seconds));
        return result;
    }

    private LiveCall live() {
        return calls.live("call-1").orElseThrow();
    }

    private void pass(int seconds) {
        time.advance(Duration.ofSeconds(seconds));
    }

    @Test
    void goesOnWithTheWordThatWasCutByAHold() {
        CompletableFuture<CallResult<Void>> result =
                call(Callee.answers().says("Tell me a story.").says("Bye."), agent(answers(STORY)), 9);
        CompletableFuture<ControlResult> held = live().hold();
        pass(1);
        assertThat(held.join()).isEqualTo(ControlResult.DONE);
        assertThat(carrier.lastCall().heard()).last().isEqualTo("[music]");
        int heard = carrier.lastCall().heard().size();
        pass(100);
        assertThat(carrier.lastCall().heard()).hasSize(heard);
        live().resume();
        pass(30);
        assertThat(result.join().outcome()).isEqualTo(Outcome.ANSWERED);
        assertThat(probe.transcript()).contains("us: " + STORY);
        assertThat(probe.interruptions()).isEmpty();
    }

    @Test
    void countsNoSilenceOnHold() {
        CompletableFuture<CallResult<Void>> result =
                call(Callee.answers(), agent(answers()).idlePrompts(Duration.ofSeconds(6), "Are you there?"), 7);
        live().hold();
        pass(100);
        assertThat(probe.transcript()).containsExactly("us: Hello there.");
        live().resume();
        pass(5);
        assertThat(probe.transcript()).containsExactly("us: Hello there.");
        pass(4);
        assertThat(probe.transcript()).containsExactly("us: Hello there.", "us: Are you there?");
        result.cancel(true);
    }

    @Test
    void isHeldBeforeItHasBegun() {
        carrier.callee(NUMBER, Callee.answers());
        CompletableFuture<CallResult<Void>> result = calls.callAsync(NUMBER, call -> {
            call.say("One moment.");
            call.converse(agent(answers()).build());
            return null;
        });
        pass(3);
        live().hold();
        pass(60);
        assertThat(probe.transcript()).isEmpty();
        live().resume();
        pass(6);
        assertThat(probe.transcript()).containsExactly("us: One moment.", "us: Hello there.");
        result.cancel(true);
    }

    @Test
    void hearsNothingOfWhoIsMuted() {
        Callee callee = Callee.answers()
                .reacts(Reaction.speak("My secret is one two three.").after(Duration.ofSeconds(1)));
        CompletableFuture<CallResult<Void>> result = call(callee, agent(answers("What?")), 3);
        assertThat(live().mute()).isNotNull();
        pass(6);
        assertThat(carrier.lastCall().said()).isNotEmpty();
        assertThat(probe.transcript()).containsExactly("us: Hello there.");
        live().unmute();
        result.cancel(true);
    }

    @Test
    void givesTheCallToAScriptAndTakesIt() {
        CompletableFuture<CallResult<Void>> result =
                call(Callee.answers().says("Tell me a story."), agent(answers(STORY)), 9);
        CompletableFuture<CallResult<String>> script = live().redirect(call -> {
            call.say("This is a script.");
            call.pause(Duration.ofMinutes(1));
            return "never";
        });
        pass(4);
        assertThat(carrier.lastCall().heard()).last().isEqualTo("This is a script.");
        CompletableFuture<CallResult<Void>> agent =
                live().redirect(agent(answers()).greeting("An agent again.").build());
        pass(4);
        assertThat(probe.transcript()).endsWith("us: This is a script.", "us: An agent again.");
        assertThat(ear.openTranscriptions()).isEqualTo(1);
        live().end();
        pass(5);
        assertThat(List.of(
                        result.join().outcome(),
                        script.join().outcome(),
                        agent.join().outcome()))
                .containsOnly(Outcome.CANCELED);
        assertThat(script.join().answer()).isEmpty();
    }

    @Test
    void goesOnAfterATransferThatFindsNobody() {
        CompletableFuture<CallResult<Void>> result =
                call(Callee.answers().says("Tell me a story.").says("Bye."), agent(answers(STORY)), 9);
        carrier.callee(THIRD, Callee.neverAnswers());
        CompletableFuture<TransferResult> transferred = live().transfer(THIRD);
        pass(80);
        assertThat(transferred.join()).isEqualTo(TransferResult.NO_ANSWER);
        assertThat(probe.transcript()).contains("us: " + STORY);
        assertThat(result.join().outcome()).isEqualTo(Outcome.ANSWERED);
    }
}
