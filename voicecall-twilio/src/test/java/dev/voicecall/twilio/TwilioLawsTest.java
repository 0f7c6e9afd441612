package dev.voicecall.twilio;

import static org.assertj.core.api.Assertions.assertThat;

import dev.voicecall.Answers;
import dev.voicecall.CallOptions;
import dev.voicecall.CallResult;
import dev.voicecall.MachineDetection;
import dev.voicecall.Outcome;
import dev.voicecall.VoiceCalls;
import dev.voicecall.testkit.Callee;
import dev.voicecall.testkit.RandomCallees;
import dev.voicecall.testkit.Seeds;
import dev.voicecall.testkit.twilio.Faults;
import dev.voicecall.testkit.twilio.Faults.Chances;
import dev.voicecall.testkit.twilio.RestFault;
import dev.voicecall.testkit.twilio.SimulatedCall;
import java.time.Duration;
import java.util.ArrayList;
import java.util.EnumMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.SplittableRandom;
import java.util.concurrent.CompletableFuture;
import org.junit.jupiter.api.Test;

/**
 * Whatever the callees do and whatever Twilio does to our requests and its own (lost, twice, late, in another order, 503,
 * 429, broken off after it was carried out): {@code ask} comes back within its bound, at most one phone rings, the answer
 * is what that callee said, and nothing is left behind.
 *
 * <p>One seed is one world of some calls at once; set {@code -Dvoicecall.seed} to see one again.
 */
class TwilioLawsTest {
    private static final int WORLDS = Integer.getInteger("voicecall.worlds", 2_500);
    private static final String THEN = " then ";
    private static final Duration HANG_UP_PATIENCE = Duration.ofSeconds(5);

    @Test
    void askKeepsItsPromises() {
        Seeds worlds = Seeds.upTo(WORLDS);
        worlds.check(this::world);
        if (worlds.all()) {
            assertThat(reached).as("the worlds are varied enough").containsOnlyKeys(Outcome.values());
        }
    }

    private final Map<Outcome, Integer> reached = new EnumMap<>(Outcome.class);

    private record Asked(
            String number,
            CompletableFuture<CallResult<String>> result,
            CallOptions options,
            Callee callee,
            List<Duration> ended) {}

    private void world(long seed) {
        SplittableRandom random = new SplittableRandom(seed);
        SimulatedTwilio world = new SimulatedTwilio(faults(random, seed));
        VoiceCalls calls = VoiceCalls.builder(world.gateway)
                .scheduler(world.time)
                .drainTimeout(Duration.ofMinutes(10))
                .build();
        List<Asked> all = new ArrayList<>();
        for (int i = random.nextInt(1, 4); i > 0; i--) {
            all.add(ask(random, world, calls, "+1415555" + (1000 + i), "caller " + i + " of " + seed));
            world.time.advance(Duration.ofMillis(random.nextInt(3_000)));
        }
        calls.close();
        world.time.runToEnd();
        all.forEach(asked -> check(asked, world));
        assertThat(world.gateway.openLegs()).as("legs").isZero();
        assertThat(calls.openCalls()).as("calls").isZero();
        assertThat(world.time.blockedWorkers()).as("workers").isZero();
        assertThat(world.twilio.calls()).allMatch(call -> call.status().isFinal());
        world.close();
    }

    private static Asked ask(
            SplittableRandom random, SimulatedTwilio world, VoiceCalls calls, String number, String says) {
        Callee callee = new RandomCallees(random).next(says);
        world.twilio.callee(number, callee);
        CallOptions options = CallOptions.builder()
                .attempts(random.nextInt(1, 4))
                .ringTimeout(Duration.ofSeconds(random.nextInt(5, 40)))
                .maxDuration(Duration.ofSeconds(random.nextInt(5, 120)))
                .machineDetection(MachineDetection.values()[random.nextInt(4)])
                .build();
        Duration begun = world.time.elapsed();
        List<Duration> ended = new ArrayList<>();
        CompletableFuture<CallResult<String>> result = random.nextBoolean()
                ? calls.askAsync(number, "Who are you?", Answers.text(), options)
                : calls.callAsync(number, call -> call.ask("First?") + THEN + call.ask("Second?"), options);
        result.whenComplete((value, failure) -> ended.add(world.time.elapsed().minus(begun)));
        if (random.nextInt(8) == 0) {
            Duration delay = Duration.ofMillis(random.nextInt(40_000));
            world.time.schedule(delay, world.time.executor(), () -> result.cancel(true));
        }
        return new Asked(number, result, options, callee, ended);
    }

    private static Faults faults(SplittableRandom random, long seed) {
        Faults faults = Faults.none().withSeed(seed);
        if (random.nextInt(4) == 0) {
            return faults;
        }
        faults = faults.withCallbacks(chances(random, 0.4)).withSteering(chances(random, 0.15));
        for (int i = random.nextInt(4); i > 0; i--) {
            RestFault.Operation operation = RestFault.Operation.values()[random.nextInt(3)];
            RestFault.Kind kind = RestFault.Kind.values()[random.nextInt(RestFault.Kind.values().length)];
            RestFault fault = RestFault.next(operation, kind)
                    .times(random.nextInt(1, 3))
                    .withDelay(Duration.ofSeconds(random.nextInt(4)));
            // What Twilio answers with 429 it has not carried out; of all else one can't know.
            boolean carriedOut = kind != RestFault.Kind.TOO_MANY_REQUESTS && random.nextBoolean();
            faults = faults.with(carriedOut ? fault.afterProcessing() : fault);
        }
        if (random.nextInt(4) == 0) {
            faults = faults.with(Faults.Quirk.values()[random.nextInt(Faults.Quirk.values().length)]);
        }
        return faults;
    }

    private static Chances chances(SplittableRandom random, double most) {
        return new Chances(
                random.nextDouble(most),
                random.nextDouble(most),
                random.nextDouble(most),
                Duration.ofMillis(random.nextInt(1, 6_000)));
    }

    private void check(Asked asked, SimulatedTwilio world) {
        List<SimulatedCall> rung = world.twilio.calls().stream()
                .filter(call -> call.to().equals(asked.number))
                .toList();
        assertThat(rung).as("phones that rang").hasSizeLessThanOrEqualTo(1);
        assertThat(world.twilio.requests())
                .as("orders, but for those that Twilio says it has not taken (429)")
                .filteredOn(request -> request.path().endsWith("/Calls.json") && request.status() != 429)
                .filteredOn(request -> request.parameters().first("To").equals(Optional.of(asked.number)))
                .hasSizeLessThanOrEqualTo(1);
        assertThat(asked.ended).hasSize(1);
        assertThat(asked.ended.get(0))
                .isLessThanOrEqualTo(asked.options.maxDuration().plus(HANG_UP_PATIENCE));
        if (asked.result.isCancelled()) {
            reached.merge(Outcome.CANCELED, 1, Integer::sum);
            return;
        }
        CallResult<String> result = asked.result.join();
        reached.merge(result.outcome(), 1, Integer::sum);
        assertThat(result.answer().isPresent()).isEqualTo(result.outcome() == Outcome.ANSWERED);
        result.answer().ifPresent(answer -> {
            assertThat(rung).hasSize(1);
            assertThat(result.callId()).contains(rung.get(0).sid());
            assertThatWasSaidInThisOrder(asked.callee, List.of(answer.split(THEN)));
        });
    }

    /** Each question has got an answer of its own, in the order in which they were given. */
    private static void assertThatWasSaidInThisOrder(Callee callee, List<String> answers) {
        List<String> left = said(callee);
        for (String answer : answers) {
            assertThat(left).contains(answer);
            left = left.subList(left.indexOf(answer) + 1, left.size());
        }
    }

    private static List<String> said(Callee callee) {
        List<String> said = new ArrayList<>();
        callee.greeting().ifPresent(said::add);
        callee.reactions().forEach(reaction -> said.add(reaction.text().replaceAll("#.*", "")));
        return said;
    }
}
