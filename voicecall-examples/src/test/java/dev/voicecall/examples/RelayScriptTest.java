package dev.voicecall.examples;

import static org.assertj.core.api.Assertions.assertThat;

import dev.voicecall.CallInfo;
import dev.voicecall.CallListener;
import dev.voicecall.CallOptions;
import dev.voicecall.CallResult;
import dev.voicecall.Outcome;
import dev.voicecall.VoiceCalls;
import dev.voicecall.testkit.Callee;
import dev.voicecall.testkit.CalleeOnCall;
import dev.voicecall.testkit.ScriptedCarrier;
import dev.voicecall.testkit.VirtualScheduler;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;

/** How long relayed calls stay open, on virtual time. */
class RelayScriptTest {
    private static final String MARY = "+14155550170";
    private static final Duration TEN_MINUTES = Duration.ofMinutes(10);

    private final VirtualScheduler time = new VirtualScheduler();
    private final ScriptedCarrier carrier = new ScriptedCarrier();
    private final List<Outcome> outcomes = new ArrayList<>();
    private final VoiceCalls calls = VoiceCalls.builder(carrier)
            .scheduler(time)
            .defaults(CallOptions.builder().maxDuration(TEN_MINUTES).build())
            .listener(new CallListener() {
                @Override
                public void onEnded(CallInfo call, Outcome outcome) {
                    outcomes.add(outcome);
                }
            })
            .build();
    private final RelayScript script = new RelayScript(TEN_MINUTES, List.of("+"));

    @AfterEach
    void close() {
        calls.close();
        time.close();
    }

    @Test
    void aCallStaysOpenForTenMinutes() {
        carrier.callee(MARY, Callee.answers());
        long begin = time.nanoTime();

        CallResult<@Nullable Void> result = calls.call(MARY, script);

        assertThat(Duration.ofNanos(time.nanoTime() - begin)).isBetween(TEN_MINUTES, TEN_MINUTES.plusSeconds(5));
        assertThat(result.outcome()).isEqualTo(Outcome.TIMED_OUT);
    }

    @Test
    void aCallEndsWhenTheOtherSideHangsUp() {
        carrier.callee(MARY, Callee.answers().hangsUpAfter(Duration.ofMinutes(9)));

        assertThat(calls.call(MARY, script).outcome()).isEqualTo(Outcome.HUNG_UP);
    }

    @Test
    void aCallThatComesInStaysOpenForTenMinutes() {
        calls.onIncoming(script);

        CalleeOnCall caller = carrier.callIn(MARY, Callee.answers());
        time.advance(TEN_MINUTES.minusSeconds(1));
        assertThat(outcomes).isEmpty();
        time.runToEnd();

        assertThat(outcomes).containsExactly(Outcome.TIMED_OUT);
        assertThat(caller.heard()).isEmpty();
    }
}
