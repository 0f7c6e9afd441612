package dev.voicecall.testkit.twilio;

import static org.assertj.core.api.Assertions.assertThat;

import dev.voicecall.testkit.Callee;
import dev.voicecall.testkit.twilio.Faults.Chances;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import org.junit.jupiter.api.Test;

class DeterminismTest {
    @Test
    void theSameSeedGivesTheSameTraceAndAnotherOneDoesNot() {
        for (long seed = 1; seed <= 5; seed++) {
            assertThat(trace(seed)).as("seed %d", seed).isEqualTo(trace(seed));
            assertThat(trace(seed)).as("seed %d", seed).isNotEqualTo(trace(seed + 100));
        }
    }

    private static List<String> trace(long seed) {
        Chances chances = new Chances(0.2, 0.3, 0.5, Duration.ofSeconds(5));
        try (Bench bench =
                new Bench(Faults.none().withSeed(seed).withCallbacks(chances).withSteering(chances))) {
            bench.says("/voice", "<Gather input='speech' action='/got'><Say>Well?</Say></Gather>");
            bench.says("/got", "<Record action='/end' recordingStatusCallback='/recorded'/>");
            bench.twilio.callee(Bench.BOB, Callee.answers().says("Yes").says("A message"));
            for (int i = 0; i < 5; i++) {
                bench.call(
                        "Url",
                        Bench.APP + "/voice",
                        "FallbackUrl",
                        Bench.APP + "/end",
                        "StatusCallback",
                        Bench.APP + "/status",
                        "StatusCallbackEvent",
                        "answered",
                        "StatusCallbackEvent",
                        "completed");
            }
            bench.time.runToEnd();
            List<String> trace = new ArrayList<>();
            bench.twilio
                    .calls()
                    .forEach(call -> trace.add(call + " " + call.statusHistory() + call.webhooks() + call.problems()
                            + call.callee().transcript()));
            bench.received.forEach(request -> trace.add(request.target() + " " + request.headers()
                    + new String(request.body(), java.nio.charset.StandardCharsets.UTF_8)));
            return trace;
        }
    }
}
