package dev.voicecall.twilio;

import static org.assertj.core.api.Assertions.assertThat;

import dev.voicecall.CarrierException;
import dev.voicecall.Outcome;
import dev.voicecall.PhoneNumber;
import dev.voicecall.TransferResult;
import dev.voicecall.spi.CallLeg;
import dev.voicecall.spi.Speech;
import dev.voicecall.spi.Step;
import dev.voicecall.spi.StepResult;
import dev.voicecall.testkit.Callee;
import dev.voicecall.testkit.Callee.Reaction;
import dev.voicecall.testkit.twilio.Faults;
import dev.voicecall.testkit.twilio.SimulatedCall;
import dev.voicecall.testkit.twilio.SimulatedStream;
import dev.voicecall.testkit.twilio.StreamFaults;
import dev.voicecall.testkit.twilio.StreamFaults.Quirk;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.SplittableRandom;
import java.util.concurrent.CompletableFuture;
import java.util.function.Consumer;
import java.util.stream.IntStream;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;

/** Media streams from end to end: the gateway on one side, the simulator with its callees on the other, on virtual time. */
class SimulatedStreamTest {
    private static final String CALLEE = "+14155550123";
    private static final String OTHER = "+14155550177";

    private final SimulatedTwilio twilio = new SimulatedTwilio(Faults.none());
    private final List<CallLeg> incoming = new ArrayList<>();

    SimulatedStreamTest() {
        twilio.gateway.start(twilio.time, incoming::add);
    }

    @AfterEach
    void leavesNothing() {
        twilio.time.runToEnd();
        assertThat(twilio.gateway.openLegs()).isZero();
        assertThat(twilio.gateway.expectedStreams()).isZero();
        assertThat(twilio.time.blockedWorkers()).isZero();
        twilio.gateway.close();
        twilio.close();
    }

    @Test
    void speaksAndHears() {
        StreamingCall call = dial(Callee.answers().says("I am fine"), open -> open.say("How are you?"));
        pass(6);
        assertThat(callee().heard()).containsExactly("How are you?");
        assertThat(call.understood()).isEqualTo("I am fine");
        assertThat(call.lostSamples).isZero();
        assertThat(call.warnings).isEmpty();
        assertThat(stream().problems()).isEmpty();
        hangUp(call);
    }

    @Test
    void echoesWhatItHears() {
        StreamingCall call = dial(Callee.answers().greets("Is there anybody"), open -> {});
        pass(6);
        call.run(() -> call.line().send(call.sound.toByteArray()));
        pass(10);
        assertThat(callee().heard()).containsExactly("Is there anybody");
        hangUp(call);
    }

    @Test
    void marksComeBackWhenAllBeforeThemWasPlayed() {
        StreamingCall call = dial(Callee.answers(), open -> {
            open.line().mark("begin");
            open.say("Two seconds or so of speech");
            open.line().mark("end \"1\"");
        });
        pass(3);
        assertThat(call.events).containsExactly("mark begin");
        pass(2);
        assertThat(call.events).containsExactly("mark begin", "mark end \"1\"");
        hangUp(call);
    }

    @Test
    void clearSilencesTheLineAndBringsTheMarksBack() {
        StreamingCall call = dial(Callee.answers(), open -> {
            open.say("This sentence is much too long to be heard to its end by anybody");
            open.line().mark("end");
        });
        pass(4);
        assertThat(call.events).isEmpty();
        call.run(() -> call.line().clear());
        pass(1);
        assertThat(call.events).containsExactly("mark end");
        pass(5);
        assertThat(callee().heard().toString()).contains("This sentence").doesNotContain("anybody");
        hangUp(call);
    }

    @Test
    void hearsKeys() {
        StreamingCall call = dial(Callee.answers().presses("4#"), open -> open.say("Your number?"));
        pass(6);
        assertThat(call.events).containsExactly("key 4", "key #");
        hangUp(call);
    }

    @Test
    void closingTheLineIsTheEndOfTheStepAndNotOfTheCall() {
        StreamingCall call = dial(Callee.answers(), open -> open.line().close());
        pass(3);
        assertThat(call.streamed).isCompletedWithValue(new StepResult.Done());
        CompletableFuture<StepResult> said =
                call.perform(new Step.Say(new Speech("Goodbye", "en-US", Optional.empty())));
        pass(3);
        assertThat(said).isCompletedWithValue(new StepResult.Done());
        assertThat(callee().heard()).containsExactly("Goodbye");
        hangUp(call);
    }

    @Test
    void transfersAfterTheStream() {
        twilio.twilio.callee(OTHER, Callee.answers().hangsUpAfter(Duration.ofSeconds(5)));
        StreamingCall call = dial(Callee.answers(), open -> open.line().close());
        pass(3);
        CompletableFuture<StepResult> transferred =
                call.perform(new Step.Transfer(PhoneNumber.of(OTHER), Optional.empty(), Duration.ofSeconds(30)));
        pass(15);
        assertThat(transferred).isCompletedWithValue(new StepResult.Transferred(TransferResult.COMPLETED));
        hangUp(call);
    }

    @Test
    void streamsAgainAfterAStream() {
        StreamingCall call = dial(Callee.answers(), open -> {
            if (open.lines.size() == 1) {
                open.line().close();
            }
        });
        pass(3);
        CompletableFuture<StepResult> again = call.perform(new Step.Stream(call));
        pass(2);
        assertThat(call.lines).hasSize(2);
        call.run(() -> call.line().close());
        pass(2);
        assertThat(again).isCompletedWithValue(new StepResult.Done());
        hangUp(call);
    }

    @Test
    void aCallThatComesInStreams() {
        SimulatedCall caller = twilio.twilio.callIn(CALLEE, Callee.answers().says("It is me"));
        pass(1);
        StreamingCall call = StreamingCall.take(incoming.get(0), open -> open.say("Who is it?"));
        pass(6);
        assertThat(call.understood()).isEqualTo("It is me");
        assertThat(caller.callee().heard()).containsExactly("Who is it?");
        hangUp(call);
    }

    @Test
    void theCalleeHangsUpInMidSpeech() {
        StreamingCall call = dial(
                Callee.answers().hangsUpAfter(Duration.ofSeconds(3)),
                open -> open.say("This sentence is much too long to be heard to its end by anybody"));
        pass(7);
        assertThat(call.ended.join().outcome()).isEqualTo(Outcome.HUNG_UP);
        assertThat(call.streamed).isNotDone();
    }

    @Test
    void theCalleeHangsUpAndNoStopComes() {
        twilio.twilio.faults(faults(StreamFaults.none().with(Quirk.NO_STOP)));
        StreamingCall call = dial(Callee.answers().hangsUpAfter(Duration.ofSeconds(3)), open -> {});
        pass(9);
        assertThat(call.ended.join().outcome()).isEqualTo(Outcome.HUNG_UP);
        assertThat(call.streamed).isNotDone();
    }

    @Test
    void theCalleeHangsUpAndNothingAtAllIsReported() {
        twilio.twilio.faults(faults(StreamFaults.none().freezingAfter(Duration.ofSeconds(1)))
                .withCallbacks(new Faults.Chances(1, 0, 0, Duration.ZERO)));
        StreamingCall call = dial(Callee.answers().hangsUpAfter(Duration.ofSeconds(3)), open -> {});
        pass(35);
        assertThat(call.ended.join().outcome()).isEqualTo(Outcome.HUNG_UP);
    }

    @Test
    void aConnectionThatBreaksFailsTheStepAndMayBeOpenedAnew() {
        twilio.twilio.faults(faults(StreamFaults.none().breakingAfter(Duration.ofSeconds(1))));
        StreamingCall call = dial(Callee.answers().staysSilent().says("I am back"), open -> open.say("Are you there?"));
        pass(5);
        assertThat(call.failure()).isInstanceOfSatisfying(CarrierException.class, broken -> {
            assertThat(broken.retryable()).isTrue();
            assertThat(broken).hasMessageContaining("media stream");
        });
        twilio.twilio.faults(Faults.none());
        call.perform(new Step.Stream(call));
        pass(7);
        assertThat(call.lines).hasSize(2);
        assertThat(call.understood()).isEqualTo("I am back");
        hangUp(call);
    }

    @Test
    void aConnectionThatFallsSilentIsGivenUpWhileTheCallGoesOn() {
        twilio.twilio.faults(faults(StreamFaults.none().freezingAfter(Duration.ofSeconds(1))));
        StreamingCall call = dial(Callee.answers(), open -> {});
        pass(36);
        assertThat(call.failure())
                .isInstanceOfSatisfying(CarrierException.class, broken -> assertThat(broken.retryable())
                        .isTrue());
        assertThat(call.ended).isNotDone();
        hangUp(call);
    }

    @Test
    void closingAConnectionThatFellSilentEndsTheStepAllTheSame() {
        twilio.twilio.faults(faults(StreamFaults.none().freezingAfter(Duration.ofMillis(500))));
        StreamingCall call = dial(Callee.answers(), open -> {});
        pass(5);
        call.run(() -> call.line().close());
        pass(6);
        assertThat(call.streamed).isCompletedWithValue(new StepResult.Done());
        hangUp(call);
    }

    @Test
    void speakingIntoAConnectionThatFellSilentIsNoticed() {
        twilio.twilio.faults(faults(StreamFaults.none().freezingAfter(Duration.ofMillis(500))));
        StreamingCall call = dial(Callee.answers(), open -> {});
        pass(5);
        call.run(() -> call.say("Hello"));
        pass(10);
        assertThat(call.failure()).hasMessageContaining("nothing could be sent");
        hangUp(call);
    }

    @ParameterizedTest
    @EnumSource(
            value = Quirk.class,
            names = {"WRONG_SIGNATURE", "NO_SIGNATURE"})
    void aForgedHandshakeOpensNothing(Quirk forged) {
        twilio.twilio.faults(faults(StreamFaults.none().with(forged)));
        StreamingCall call = dial(Callee.answers(), open -> {});
        pass(4);
        assertThat(call.lines).isEmpty();
        assertThat(stream().connected()).isFalse();
        assertThat(call.failure()).isInstanceOf(CarrierException.class);
        assertThat(call.ended).isNotDone();
        hangUp(call);
    }

    @Test
    void lostSoundIsAJumpOfThePosition() {
        twilio.twilio.faults(faults(StreamFaults.none().withLosses(0.05)));
        StreamingCall call = dial(Callee.answers(), open -> {});
        pass(20);
        assertThat(call.lostSamples).isPositive().isEqualTo(call.lostSamples / 1_600 * 1_600);
        hangUp(call);
    }

    @Test
    void anInterruptBreaksOffTheStream() {
        StreamingCall call = dial(Callee.answers(), open -> {});
        pass(4);
        call.run(call.leg::interrupt);
        pass(2);
        assertThat(call.streamed).isCompletedWithValue(new StepResult.Interrupted());
        assertThat(call.ended).isNotDone();
        hangUp(call);
    }

    @Test
    void noSoundCrossesFromCallToCall() {
        List<StreamingCall> calls = IntStream.range(0, 50)
                .mapToObj(i -> {
                    String number = "+141555520" + (10 + i);
                    twilio.twilio.callee(number, Callee.answers().says("I am number " + i));
                    return StreamingCall.dial(twilio.gateway, number, open -> open.say("Who are you?"));
                })
                .toList();
        pass(15);
        for (int i = 0; i < calls.size(); i++) {
            assertThat(calls.get(i).understood()).isEqualTo("I am number " + i);
        }
        calls.forEach(call -> call.run(call.leg::hangUp));
        pass(5);
    }

    /** Whatever goes wrong, the call can be ended, and nothing is left of it. */
    @Test
    void everyCallEndsWhateverTheStreamDoes() {
        long seed = Long.getLong("voicecall.seed", System.nanoTime());
        SplittableRandom random = new SplittableRandom(seed);
        for (int i = 0; i < 100; i++) {
            twilio.twilio.faults(randomFaults(random));
            Callee callee = random.nextBoolean()
                    ? Callee.answers().hangsUpAfter(Duration.ofMillis(random.nextInt(1, 20_000)))
                    : Callee.answers().says("Yes").reacts(Reaction.press("1"));
            StreamingCall call = dial(callee, open -> {
                open.say("Shall we?");
                open.line().mark("said");
            });
            twilio.time.advance(Duration.ofMillis(random.nextInt(40_000)));
            if (random.nextBoolean() && !call.lines.isEmpty()) {
                call.run(() -> call.line().close());
                twilio.time.advance(Duration.ofSeconds(10));
                assertThat(call.streamed.isDone() || call.ended.isDone())
                        .as("seed %d, call %d", seed, i)
                        .isTrue();
            }
            call.run(call.leg::hangUp);
            twilio.time.advance(Duration.ofMinutes(1));
            assertThat(call.ended).as("seed %d, call %d", seed, i).isDone();
        }
    }

    private static Faults randomFaults(SplittableRandom random) {
        StreamFaults streams = StreamFaults.none()
                .withJitter(Duration.ofMillis(random.nextInt(100)))
                .withLosses(0.01)
                .withMarks(new Faults.Chances(0.2, 0.2, 0.2, Duration.ofSeconds(1)));
        streams = switch (random.nextInt(5)) {
            case 0 -> streams.breakingAfter(Duration.ofMillis(random.nextInt(10_000)));
            case 1 -> streams.freezingAfter(Duration.ofMillis(random.nextInt(10_000)));
            case 2 -> streams.with(Quirk.NO_STOP);
            case 3 -> streams.with(Quirk.WRONG_SIGNATURE);
            default -> streams;
        };
        return Faults.none()
                .withSeed(random.nextLong())
                .withStreams(streams)
                .withCallbacks(new Faults.Chances(0.3, 0.3, 0.3, Duration.ofSeconds(5)));
    }

    private static Faults faults(StreamFaults streams) {
        return Faults.none().withStreams(streams);
    }

    private StreamingCall dial(Callee callee, Consumer<StreamingCall> whenOpen) {
        twilio.twilio.callee(CALLEE, callee);
        return StreamingCall.dial(twilio.gateway, CALLEE, whenOpen);
    }

    private void pass(int seconds) {
        twilio.time.advance(Duration.ofSeconds(seconds));
    }

    private void hangUp(StreamingCall call) {
        call.run(call.leg::hangUp);
        pass(5);
        assertThat(call.ended).isDone();
    }

    private dev.voicecall.testkit.CalleeOnCall callee() {
        return last().callee();
    }

    private SimulatedStream stream() {
        return last().streams().get(last().streams().size() - 1);
    }

    private SimulatedCall last() {
        List<SimulatedCall> calls = twilio.twilio.calls();
        return calls.stream()
                .filter(call -> call.parentSid().isEmpty())
                .reduce((first, second) -> second)
                .orElseThrow();
    }
}
