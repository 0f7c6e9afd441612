package dev.voicecall.testkit;

import static org.assertj.core.api.Assertions.assertThat;

import dev.voicecall.Answers;
import dev.voicecall.CallOptions;
import dev.voicecall.CallResult;
import dev.voicecall.MachineDetection;
import dev.voicecall.Outcome;
import dev.voicecall.VoiceCalls;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.SplittableRandom;
import java.util.concurrent.CompletableFuture;
import org.junit.jupiter.api.Test;

/**
 * Whoever is called and whatever they do: {@code ask} comes back within its bound, with what that very person said, and
 * leaves nothing behind. One seed is one world of some calls at once; set {@code -Dvoicecall.seed} to see one again.
 */
class AskLawsTest {
    private static final int WORLDS = Integer.getInteger("voicecall.worlds", 3_000);
    private static final Duration HANG_UP_PATIENCE = Duration.ofSeconds(5);

    @Test
    void askComesBackWithinItsBound() {
        Seeds.upTo(WORLDS).check(AskLawsTest::world);
    }

    private record Asked(
            CompletableFuture<CallResult<String>> result, CallOptions options, Callee callee, List<Duration> ended) {}

    private static void world(long seed) {
        SplittableRandom random = new SplittableRandom(seed);
        VirtualScheduler time = new VirtualScheduler();
        ScriptedCarrier carrier = new ScriptedCarrier();
        VoiceCalls calls = VoiceCalls.builder(carrier)
                .scheduler(time)
                .drainTimeout(Duration.ofMinutes(10))
                .build();
        List<Asked> all = new ArrayList<>();
        for (int i = random.nextInt(1, 5); i > 0; i--) {
            all.add(ask(random, time, carrier, calls, "+1415555" + (1000 + i), "caller " + i + " of " + seed));
            time.advance(Duration.ofMillis(random.nextInt(5_000)));
        }
        calls.close();
        time.runToEnd();
        all.forEach(AskLawsTest::check);
        assertThat(carrier.openLegs()).isZero();
        assertThat(calls.openCalls()).isZero();
        assertThat(time.blockedWorkers()).isZero();
        time.close();
    }

    private static Asked ask(
            SplittableRandom random,
            VirtualScheduler time,
            ScriptedCarrier carrier,
            VoiceCalls calls,
            String number,
            String says) {
        Callee callee = new RandomCallees(random).next(says);
        carrier.callee(number, callee);
        CallOptions options = CallOptions.builder()
                .attempts(random.nextInt(1, 4))
                .ringTimeout(Duration.ofSeconds(random.nextInt(5, 40)))
                .maxDuration(Duration.ofSeconds(random.nextInt(5, 120)))
                .machineDetection(MachineDetection.values()[random.nextInt(4)])
                .build();
        Duration begun = time.elapsed();
        List<Duration> ended = new ArrayList<>();
        CompletableFuture<CallResult<String>> result = calls.askAsync(number, "Who are you?", Answers.text(), options);
        result.whenComplete((value, failure) -> ended.add(time.elapsed().minus(begun)));
        if (random.nextInt(8) == 0) {
            time.schedule(Duration.ofMillis(random.nextInt(40_000)), time.executor(), () -> result.cancel(true));
        }
        return new Asked(result, options, callee, ended);
    }

    private static void check(Asked asked) {
        assertThat(asked.ended).hasSize(1);
        assertThat(asked.ended.get(0))
                .isLessThanOrEqualTo(asked.options.maxDuration().plus(HANG_UP_PATIENCE));
        if (asked.result.isCancelled()) {
            return;
        }
        CallResult<String> result = asked.result.join();
        assertThat(result.answer().isPresent()).isEqualTo(result.outcome() == Outcome.ANSWERED);
        List<Outcome> possible = possible(asked);
        assertThat(result.outcome()).as(asked.callee.toString()).isIn(possible);
        result.answer().ifPresent(answer -> assertThat(said(asked.callee)).contains(answer));
    }

    private static List<String> said(Callee callee) {
        List<String> said = new ArrayList<>();
        callee.reactions().forEach(reaction -> said.add(reaction.text().replaceAll("#.*", "")));
        callee.greeting().ifPresent(said::add);
        return said;
    }

    private static List<Outcome> possible(Asked asked) {
        return switch (asked.callee.line()) {
            case BUSY -> List.of(Outcome.BUSY);
            case UNREACHABLE -> List.of(Outcome.FAILED);
            case NEVER_ANSWERS -> List.of(Outcome.NO_ANSWER, Outcome.TIMED_OUT);
            case REJECTS -> List.of(Outcome.REJECTED, Outcome.NO_ANSWER, Outcome.TIMED_OUT);
            case ANSWERS ->
                List.of(
                        Outcome.ANSWERED,
                        Outcome.NO_INPUT,
                        Outcome.VOICEMAIL,
                        Outcome.HUNG_UP,
                        Outcome.NO_ANSWER,
                        Outcome.TIMED_OUT);
        };
    }
}
