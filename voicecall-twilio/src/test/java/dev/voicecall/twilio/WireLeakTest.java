package dev.voicecall.twilio;

import static org.assertj.core.api.Assertions.assertThat;

import dev.voicecall.Answers;
import dev.voicecall.CallOptions;
import dev.voicecall.CallResult;
import dev.voicecall.VoiceCalls;
import dev.voicecall.testkit.RandomCallees;
import dev.voicecall.testkit.twilio.Faults;
import dev.voicecall.testkit.twilio.Faults.Chances;
import java.net.ServerSocket;
import java.time.Duration;
import java.util.List;
import java.util.SplittableRandom;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.TimeUnit;
import java.util.stream.IntStream;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.parallel.Isolated;

@Tag("socket")
@Isolated("counts the threads of the library")
class WireLeakTest {
    private static final double SPEED = 40;

    /** What virtual time can't show: no thread and no connection of the library's is left, however the calls went. */
    @Test
    void twoHundredCallsWithFaultsLeaveNothingBehind() throws Exception {
        SplittableRandom random = new SplittableRandom(1);
        Chances chances = new Chances(0.1, 0.3, 0.3, Duration.ofSeconds(5));
        Wire wire = new Wire(Faults.none().withSeed(1).withCallbacks(chances), SPEED);
        VoiceCalls calls =
                VoiceCalls.builder(wire.gateway).scheduler(wire.scheduler).build();
        CallOptions options =
                CallOptions.builder().maxDuration(Duration.ofSeconds(8)).build();
        List<CompletableFuture<CallResult<String>>> asked = IntStream.range(0, 200)
                .mapToObj(i -> {
                    String number = "+1415555" + (2000 + i);
                    wire.callee(number, new RandomCallees(random).next("number " + i));
                    return calls.askAsync(number, "Who are you?", Answers.text(), options);
                })
                .toList();
        for (int i = 0; i < asked.size(); i++) {
            CallResult<String> result = asked.get(i).get(1, TimeUnit.MINUTES);
            String own = "number " + i + ",";
            result.answer().filter(answer -> answer.startsWith("number ")).ifPresent(answer -> assertThat(answer)
                    .startsWith(own));
        }
        calls.close();
        assertThat(calls.openCalls()).isZero();
        assertThat(wire.gateway.openLegs()).isZero();
        int port = wire.port();
        wire.close();
        try (ServerSocket again = new ServerSocket(port)) {
            assertThat(again.isBound()).as("the webhooks' port is free again").isTrue();
        }
        for (Thread thread : Thread.getAllStackTraces().keySet()) {
            if (thread.getName().startsWith("voicecall")) {
                thread.join(TimeUnit.SECONDS.toMillis(10));
                assertThat(thread.isAlive()).as(thread.getName()).isFalse();
            }
        }
    }
}
