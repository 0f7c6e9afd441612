package dev.voicecall.testkit;

import static org.assertj.core.api.Assertions.assertThat;

import dev.voicecall.CallResult;
import dev.voicecall.ControlResult;
import dev.voicecall.LiveCall;
import dev.voicecall.Outcome;
import java.time.Duration;
import java.util.concurrent.CompletableFuture;
import org.junit.jupiter.api.Test;

/** Calls that are controlled from outside while a model that hears and speaks conducts them. */
class SpeechToSpeechControlTest extends SpeechToSpeechBench {
    private CompletableFuture<CallResult<Void>> call(Callee callee, int seconds) {
        carrier.callee(NUMBER, callee);
        CompletableFuture<CallResult<Void>> result =
                calls.callAsync(NUMBER, agent(STORY).build());
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
        CompletableFuture<CallResult<Void>> result = call(Callee.answers().says("Tell me a story."), 9);
        CompletableFuture<ControlResult> held = live().hold();
        pass(100);
        assertThat(held.join()).isEqualTo(ControlResult.DONE);
        assertThat(probe.transcript()).doesNotContain("us: " + STORY).noneMatch(line -> line.contains("there?"));
        live().resume();
        pass(10);
        assertThat(probe.transcript()).contains("us: " + STORY);
        assertThat(model.cuts()).isEmpty();
        result.cancel(true);
    }

    @Test
    void countsNoSilenceOnHold() {
        CompletableFuture<CallResult<Void>> result = call(Callee.answers(), 6);
        live().hold();
        pass(100);
        assertThat(probe.transcript()).containsExactly("us: Hello there.");
        live().resume();
        pass(30);
        assertThat(probe.transcript()).contains("us: Are you there?");
        result.cancel(true);
    }

    @Test
    void givesTheCallToAScript() {
        CompletableFuture<CallResult<Void>> result = call(Callee.answers().says("Tell me a story."), 9);
        CompletableFuture<CallResult<String>> script = live().redirect(call -> {
            call.say("This is a script.");
            return "done";
        });
        pass(10);
        assertThat(script.join().answer()).contains("done");
        assertThat(result.join().outcome()).isEqualTo(Outcome.ANSWERED);
        assertThat(model.openSessions()).isZero();
    }
}
