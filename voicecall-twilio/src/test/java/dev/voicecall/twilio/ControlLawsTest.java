package dev.voicecall.twilio;

import static org.assertj.core.api.Assertions.assertThat;

import dev.voicecall.CallInfo;
import dev.voicecall.CallListener;
import dev.voicecall.CallOptions;
import dev.voicecall.CallResult;
import dev.voicecall.CallScript;
import dev.voicecall.ControlResult;
import dev.voicecall.LiveCall;
import dev.voicecall.Outcome;
import dev.voicecall.Timeline;
import dev.voicecall.TransferResult;
import dev.voicecall.Utterance;
import dev.voicecall.Utterance.Speaker;
import dev.voicecall.VoiceCalls;
import dev.voicecall.WarmTransfer;
import dev.voicecall.spi.CallGateway;
import dev.voicecall.testkit.Callee;
import dev.voicecall.testkit.Callee.Reaction;
import dev.voicecall.testkit.ScriptedCarrier;
import dev.voicecall.testkit.Seeds;
import dev.voicecall.testkit.VirtualScheduler;
import dev.voicecall.testkit.twilio.Faults;
import dev.voicecall.testkit.twilio.Faults.Chances;
import dev.voicecall.testkit.twilio.RestFault;
import java.time.Duration;
import java.util.ArrayList;
import java.util.EnumMap;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.SplittableRandom;
import java.util.concurrent.CompletableFuture;
import java.util.function.BiConsumer;
import org.junit.jupiter.api.Test;

/**
 * Whatever is done to a call from outside, and whenever: everything that was asked for comes to a result within the bound of the call,
 * which has one outcome; each script has its steps done in order, each once, until it is redirected or the call is over; holds
 * begin and end in turn; and nothing is left behind. Over the scripted carrier, and over a Twilio that loses, repeats and delays.
 *
 * <p>One seed is one call; set {@code -Dvoicecall.seed} to see one again.
 */
class ControlLawsTest {
    private static final int WORLDS = 500;
    private static final String NUMBER = "+14155550123";
    private static final String THIRD = "+14155550177";
    private static final Duration HANG_UP_PATIENCE = Duration.ofSeconds(5);

    private final Map<ControlResult, Integer> controls = new EnumMap<>(ControlResult.class);
    private final Map<TransferResult, Integer> transfers = new EnumMap<>(TransferResult.class);

    @Test
    void controlsKeepTheirPromises() {
        Seeds worlds = Seeds.upTo(WORLDS);
        worlds.check(this::world);
        if (worlds.all()) {
            assertThat(controls).as("the worlds are varied enough").containsOnlyKeys(ControlResult.values());
            assertThat(transfers).containsOnlyKeys(TransferResult.values());
        }
    }

    private void world(long seed) {
        SplittableRandom random = new SplittableRandom(seed);
        if (seed % 2 == 0) {
            VirtualScheduler time = new VirtualScheduler();
            ScriptedCarrier carrier = new ScriptedCarrier();
            new World(random, time, carrier, carrier::callee).run();
            assertThat(carrier.openLegs()).as("legs").isZero();
            time.close();
            return;
        }
        SimulatedTwilio twilio = new SimulatedTwilio(faults(random, seed));
        new World(random, twilio.time, twilio.gateway, twilio.twilio::callee).run();
        assertThat(twilio.gateway.openLegs()).as("legs").isZero();
        assertThat(twilio.twilio.calls()).allMatch(call -> call.status().isFinal());
        twilio.close();
    }

    private static Faults faults(SplittableRandom random, long seed) {
        Faults faults = Faults.none().withSeed(seed);
        if (random.nextBoolean()) {
            return faults;
        }
        faults = faults.withCallbacks(chances(random, 0.3)).withSteering(chances(random, 0.1));
        for (int i = random.nextInt(3); i > 0; i--) {
            RestFault.Kind kind = RestFault.Kind.values()[random.nextInt(RestFault.Kind.values().length)];
            RestFault fault = RestFault.next(RestFault.Operation.values()[random.nextInt(3)], kind)
                    .times(random.nextInt(1, 3))
                    .withDelay(Duration.ofSeconds(random.nextInt(4)));
            boolean carriedOut = kind != RestFault.Kind.TOO_MANY_REQUESTS && random.nextBoolean();
            faults = faults.with(carriedOut ? fault.afterProcessing() : fault);
        }
        return faults;
    }

    private static Chances chances(SplittableRandom random, double most) {
        return new Chances(
                random.nextDouble(most),
                random.nextDouble(most),
                random.nextDouble(most),
                Duration.ofMillis(random.nextInt(1, 3_000)));
    }

    private final class World implements CallListener {
        private final SplittableRandom random;
        private final VirtualScheduler time;
        private final VoiceCalls calls;
        private final CallOptions options;
        private final Map<CompletableFuture<?>, String> asked = new HashMap<>();
        private final List<CompletableFuture<CallResult<Integer>>> results = new ArrayList<>();
        private final List<List<String>> done = new ArrayList<>();
        private final List<String> holds = new ArrayList<>();
        private final List<Outcome> outcomes = new ArrayList<>();
        private Duration ended = Duration.ZERO;
        private Optional<LiveCall> live = Optional.empty();

        World(
                SplittableRandom random,
                VirtualScheduler time,
                CallGateway gateway,
                BiConsumer<String, Callee> subscribe) {
            this.random = random;
            this.time = time;
            this.calls = VoiceCalls.builder(gateway)
                    .scheduler(time)
                    .drainTimeout(Duration.ofMinutes(10))
                    .build();
            this.options = CallOptions.builder()
                    .maxDuration(Duration.ofSeconds(random.nextInt(20, 120)))
                    .ringTimeout(Duration.ofSeconds(random.nextInt(5, 20)))
                    .build();
            Callee callee = Callee.answers().afterRinging(upTo(4_000)).otherwise(question -> Reaction.speak("yes")
                    .after(Duration.ofSeconds(1)));
            subscribe.accept(NUMBER, random.nextInt(4) == 0 ? callee.hangsUpAfter(upTo(60_000)) : callee);
            subscribe.accept(THIRD, third());
        }

        private Callee third() {
            Callee callee =
                    switch (random.nextInt(9)) {
                        case 0 -> Callee.busy();
                        case 1 -> Callee.neverAnswers();
                        case 2 -> Callee.machine("Nobody is here.");
                        case 3 -> Callee.unreachable();
                        case 4 -> Callee.answers();
                        default -> Callee.answers().otherwise(question -> Reaction.press("1"));
                    };
            callee = callee.afterRinging(upTo(8_000));
            return random.nextInt(3) == 0 ? callee.hangsUpAfter(upTo(20_000)) : callee;
        }

        void run() {
            Duration begun = time.elapsed();
            results.add(calls.callAsync(NUMBER, script(), options, this));
            results.get(0).whenComplete((value, failure) -> ended = time.elapsed());
            for (int i = random.nextInt(1, 7); i > 0; i--) {
                time.schedule(upTo(25_000), time.executor(), () -> live.ifPresent(this::control));
            }
            time.advance(Duration.ofMinutes(3));
            calls.close();
            time.runToEnd();
            check(ended.minus(begun));
        }

        @Override
        public void onRinging(CallInfo call) {
            live = calls.live(call.id().orElseThrow());
        }

        private void control(LiveCall call) {
            switch (random.nextInt(10)) {
                case 0, 1, 2 -> control("hold", call.hold());
                case 3, 4 -> control("resume", call.resume());
                case 5 -> control("mute", random.nextBoolean() ? call.mute() : call.unmute());
                case 6 -> results.add(call.redirect(script()));
                case 7 -> transfer("transfer", call.transfer(THIRD));
                case 8 -> transfer("warm transfer", call.transfer(THIRD, handover()));
                default -> {
                    if (random.nextInt(4) == 0) {
                        asked.put(call.end(), "end");
                    }
                }
            }
        }

        private WarmTransfer handover() {
            WarmTransfer how = WarmTransfer.saying("A caller.");
            return random.nextBoolean() ? how.offering("Press any key.") : how;
        }

        private void control(String what, CompletableFuture<ControlResult> result) {
            asked.put(result, what);
            result.thenAccept(how -> controls.merge(how, 1, Integer::sum));
        }

        private void transfer(String what, CompletableFuture<TransferResult> result) {
            asked.put(result, what);
            result.thenAccept(how -> transfers.merge(how, 1, Integer::sum));
        }

        /** Says what nobody else says, and takes down what was heard of it. */
        private CallScript<Integer> script() {
            List<String> said = new ArrayList<>();
            int number = done.size();
            int steps = random.nextInt(3, 12);
            long kinds = random.nextLong();
            done.add(said);
            return call -> {
                for (int i = 0; i < steps; i++) {
                    String words = "Script " + number + " step " + i + ".";
                    switch ((int) Math.floorMod(kinds >> (2 * i), 4L)) {
                        case 0 -> call.ask(words);
                        case 1 -> {
                            call.sendDigits("12");
                            call.say(words);
                        }
                        default -> call.say(words);
                    }
                    said.add(words);
                }
                return steps;
            };
        }

        private void check(Duration took) {
            assertThat(took).isLessThanOrEqualTo(options.maxDuration().plus(HANG_UP_PATIENCE));
            assertThat(results).allMatch(CompletableFuture::isDone);
            asked.forEach((future, what) -> assertThat(future).as(what).isCompleted());
            CallResult<Integer> result = results.get(0).join();
            assertThat(results).extracting(each -> each.join().outcome()).containsOnly(result.outcome());
            assertThat(outcomes).containsExactly(result.outcome());
            checkSteps(result);
            for (int i = 0; i < holds.size(); i++) {
                assertThat(holds.get(i))
                        .as("%s", holds)
                        .isEqualTo(List.of("held", "resumed", "span").get(i % 3));
            }
            assertThat(holds.size() % 3).as("%s", holds).isZero();
            assertThat(calls.openCalls()).as("calls").isZero();
            assertThat(time.blockedWorkers()).as("workers").isZero();
        }

        private void checkSteps(CallResult<Integer> result) {
            List<String> heard = result.transcript().stream()
                    .filter(utterance -> utterance.speaker() == Speaker.US)
                    .map(Utterance::text)
                    .toList();
            for (int i = 0; i < done.size(); i++) {
                String mine = "Script " + i + " ";
                assertThat(heard.stream().filter(words -> words.startsWith(mine)))
                        .as("what was heard of script %s", i)
                        .containsExactlyElementsOf(done.get(i));
            }
        }

        @Override
        public void onHeld(CallInfo call) {
            holds.add("held");
        }

        @Override
        public void onResumed(CallInfo call) {
            holds.add("resumed");
        }

        @Override
        public void onSpan(CallInfo call, Timeline.Source source, Timeline.Span span) {
            if (span.kind() == Timeline.Kind.HOLD) {
                holds.add("span");
            }
        }

        @Override
        public void onEnded(CallInfo call, Outcome outcome) {
            outcomes.add(outcome);
        }

        private Duration upTo(int millis) {
            return Duration.ofMillis(random.nextInt(millis));
        }
    }
}
