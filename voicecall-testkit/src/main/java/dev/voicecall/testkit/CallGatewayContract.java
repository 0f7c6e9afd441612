package dev.voicecall.testkit;

import static org.junit.jupiter.api.Assertions.assertAll;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertInstanceOf;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import dev.voicecall.AnswerFormat;
import dev.voicecall.AnsweredBy;
import dev.voicecall.Answers;
import dev.voicecall.Call;
import dev.voicecall.CallEndedException;
import dev.voicecall.CallInfo;
import dev.voicecall.CallListener;
import dev.voicecall.CallOptions;
import dev.voicecall.CallRedirectedException;
import dev.voicecall.CallRefusedException;
import dev.voicecall.CallResult;
import dev.voicecall.CallScript;
import dev.voicecall.ControlResult;
import dev.voicecall.Direction;
import dev.voicecall.LiveCall;
import dev.voicecall.MachineDetection;
import dev.voicecall.Outcome;
import dev.voicecall.TransferResult;
import dev.voicecall.Utterance;
import dev.voicecall.VoiceCalls;
import dev.voicecall.VoiceCallsBuilder;
import dev.voicecall.WarmTransfer;
import dev.voicecall.spi.CallGateway;
import dev.voicecall.spi.Scheduler;
import dev.voicecall.testkit.Callee.Reaction;
import java.net.URI;
import java.time.Duration;
import java.util.ArrayList;
import java.util.Collections;
import java.util.List;
import java.util.Optional;
import java.util.OptionalDouble;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.atomic.AtomicBoolean;
import java.util.concurrent.atomic.AtomicReference;
import java.util.function.Function;
import java.util.stream.IntStream;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;

/**
 * What every {@link CallGateway} does, as seen through {@link VoiceCalls}: each outcome, each kind of step, and that
 * nothing is left when a call is over. Extend it to test a gateway of your own against whatever plays its carrier; it is one
 * long class so that this one step is all there is to do.
 *
 * <p>Called by one thread at a time.
 */
public abstract class CallGatewayContract {
    /** The number that {@link #line} has a callee for in most tests. */
    protected static final String CALLEE = "+14155550123";

    private static final String QUESTION = "What is your name?";
    private static final Duration LONG = Duration.ofMinutes(1);
    private static final String LONG_TEXT = "Many words are to be said about this. ".repeat(25);
    private static final String THIRD = "+14155550177";
    private static final WarmTransfer OFFER =
            WarmTransfer.saying("A caller.").offering("Press a key to take the call.");

    private Line line;
    private VoiceCalls calls;

    /** A gateway with a carrier behind it, both new. */
    public interface Line extends AutoCloseable {
        /** The gateway under test. */
        CallGateway gateway();

        /** The time that it is to live in; closed by {@link #close}. */
        Scheduler scheduler();

        /** Gives a number to somebody. */
        void callee(String number, Callee callee);

        /** Who took part in the newest call. */
        CalleeOnCall lastCall();

        /** Lets somebody call in. */
        CalleeOnCall callIn(String from, Callee caller);

        /** How many calls the carrier has open. */
        int openLegs();

        /** How many times faster than the scheduler's time it runs on the line. */
        default int speed() {
            return 1;
        }

        /** Sets what the calls over this line need, such as parts that hear and speak; nothing by default. */
        default void configure(VoiceCallsBuilder builder) {}

        @Override
        void close();
    }

    /** For subclasses. */
    protected CallGatewayContract() {}

    /** Makes a new gateway with its carrier. */
    protected abstract Line open();

    @BeforeEach
    final void openLine() {
        line = open();
        calls = builder().build();
    }

    private VoiceCallsBuilder builder() {
        VoiceCallsBuilder builder = VoiceCalls.builder(line.gateway()).scheduler(line.scheduler());
        line.configure(builder);
        return builder;
    }

    @AfterEach
    final void leavesNothingBehind() {
        calls.close();
        try {
            assertAll(
                    () -> assertEquals(0, calls.openCalls(), "calls left open"),
                    () -> assertEquals(0, line.openLegs(), "legs left open at the carrier"));
        } finally {
            line.close();
        }
    }

    @Test
    void asksAndHearsTheAnswer() {
        line.callee(CALLEE, Callee.answers().says("My name is John"));
        CallResult<String> result = calls.ask(CALLEE, QUESTION);
        assertEquals(Outcome.ANSWERED, result.outcome(), result::toString);
        assertEquals(Optional.of("My name is John"), result.answer());
        assertEquals(List.of(QUESTION), line.lastCall().heard());
        assertEquals(0.9, result.confidence().orElse(0), 1e-6);
        assertTrue(result.callId().isPresent());
        assertEquals(
                List.of(Utterance.Speaker.US, Utterance.Speaker.THEM),
                result.transcript().stream().map(Utterance::speaker).toList());
    }

    @Test
    void takesKeysForAnAnswer() {
        line.callee(CALLEE, Callee.answers().presses("4#"));
        assertEquals(Optional.of(4), ask(Answers.integer(1, 12)).answer());
    }

    @Test
    void takesAnAnswerThatInterruptsTheQuestion() {
        line.callee(CALLEE, Callee.answers().reacts(Reaction.press("7").interruptingAfter(Duration.ofMillis(300))));
        assertEquals(Optional.of("7"), ask(Answers.digits(1)).answer());
    }

    @Test
    void doesWithoutAConfidence() {
        line.callee(CALLEE, Callee.answers().reacts(Reaction.speak("John").withConfidence(OptionalDouble.empty())));
        CallResult<String> result = calls.ask(CALLEE, QUESTION);
        assertEquals(Optional.of("John"), result.answer());
        assertTrue(result.confidence().isEmpty());
    }

    @Test
    void asksAgainWhenItHeardNothing() {
        line.callee(CALLEE, Callee.answers().staysSilent().says("John"));
        assertEquals(Optional.of("John"), calls.ask(CALLEE, QUESTION).answer());
        assertEquals(
                List.of(QUESTION, "Sorry, I did not hear you. " + QUESTION),
                line.lastCall().heard());
    }

    @Test
    void asksAgainSayingWhatItDidNotUnderstand() {
        line.callee(CALLEE, Callee.answers().says("twenty").says("four"));
        assertEquals(Optional.of(4), ask(Answers.integer(1, 12)).answer());
        assertTrue(line.lastCall().heard().get(1).contains("twenty"));
    }

    @Test
    void givesUpOnWhoNeverAnswers() {
        line.callee(CALLEE, Callee.answers());
        CallResult<String> result = calls.ask(CALLEE, QUESTION);
        assertEquals(Outcome.NO_INPUT, result.outcome(), result::toString);
        assertEquals(3, line.lastCall().heard().size());
    }

    @Test
    void reportsABusyLine() {
        line.callee(CALLEE, Callee.busy());
        assertNoAnswer(Outcome.BUSY);
    }

    @Test
    void reportsThatNobodyPicksUp() {
        line.callee(CALLEE, Callee.neverAnswers());
        assertNoAnswer(Outcome.NO_ANSWER);
    }

    @Test
    void reportsThatTheCallWasDeclined() {
        line.callee(CALLEE, Callee.rejects());
        assertNoAnswer(Outcome.REJECTED);
    }

    @Test
    void reportsAFailureWithItsReason() {
        line.callee(CALLEE, Callee.unreachable());
        assertTrue(assertNoAnswer(Outcome.FAILED).failure().isPresent());
    }

    @Test
    void reportsWhoHangsUpInsteadOfAnswering() {
        line.callee(CALLEE, Callee.answers().hangsUp());
        assertNoAnswer(Outcome.HUNG_UP);
    }

    @Test
    void reportsWhoHangsUpInMidSentence() {
        line.callee(CALLEE, Callee.answers().hangsUpAfter(Duration.ofMillis(700)));
        assertNoAnswer(Outcome.HUNG_UP);
    }

    @Test
    void hangsUpOnAMachine() {
        line.callee(CALLEE, Callee.machine("This is John. Leave a message after the beep."));
        CallResult<String> result = ask(Answers.text(), options().machineDetection(MachineDetection.BEFORE_TALKING));
        assertEquals(Outcome.VOICEMAIL, result.outcome(), result::toString);
        assertEquals(AnsweredBy.MACHINE_START, result.answeredBy());
        assertEquals(List.of(), line.lastCall().heard());
    }

    @Test
    void leavesAMessageAfterTheBeep() {
        line.callee(CALLEE, Callee.machine("This is John. Leave a message after the beep."));
        CallResult<String> result = ask(
                Answers.text(),
                options().machineDetection(MachineDetection.UNTIL_BEEP).voicemailMessage("Please call us back."));
        assertEquals(Outcome.VOICEMAIL, result.outcome(), result::toString);
        assertEquals(AnsweredBy.MACHINE_END_BEEP, result.answeredBy());
        assertEquals(List.of("Please call us back."), line.lastCall().heard());
    }

    @Test
    void findsOutAMachineWhileTalking() {
        line.callee(CALLEE, Callee.machine("You have reached the voice mailbox of John Smith. ".repeat(4)));
        CallResult<String> result = ask(
                Answers.text(),
                options().machineDetection(MachineDetection.WHILE_TALKING).voicemailMessage("Please call us back."));
        assertEquals(Outcome.VOICEMAIL, result.outcome(), result::toString);
        assertEquals("Please call us back.", last(line.lastCall().heard()));
    }

    @Test
    void talksToAHumanWhoWasDetected() {
        line.callee(CALLEE, Callee.answers().says("John"));
        CallResult<String> result = ask(Answers.text(), options().machineDetection(MachineDetection.BEFORE_TALKING));
        assertEquals(Optional.of("John"), result.answer());
        assertEquals(AnsweredBy.HUMAN, result.answeredBy());
    }

    @Test
    void endsWhenItsTimeIsUp() {
        line.callee(CALLEE, Callee.answers());
        CallResult<Boolean> result = calls.call(
                CALLEE,
                call -> pauseLong(call),
                options().maxDuration(Duration.ofSeconds(1)).build());
        assertEquals(Outcome.TIMED_OUT, result.outcome(), result::toString);
    }

    @Test
    void hangsUpWhenTheThreadIsInterrupted() {
        line.callee(CALLEE, Callee.answers());
        interruptMeAfter(Duration.ofSeconds(1));
        CallResult<Boolean> result = calls.call(CALLEE, call -> pauseLong(call));
        assertTrue(Thread.interrupted(), "the interrupt status is kept");
        assertEquals(Outcome.CANCELED, result.outcome(), result::toString);
    }

    @Test
    void hangsUpWhenTheThreadIsInterruptedWhileAsking() {
        line.callee(CALLEE, Callee.neverAnswers());
        interruptMeAfter(Duration.ofMillis(200));
        CallResult<String> result = calls.ask(CALLEE, QUESTION);
        assertTrue(Thread.interrupted(), "the interrupt status is kept");
        assertEquals(Outcome.CANCELED, result.outcome(), result::toString);
    }

    @Test
    void hangsUpWhenTheFutureIsCancelled() {
        line.callee(CALLEE, Callee.neverAnswers());
        CompletableFuture<CallResult<String>> future = calls.askAsync(CALLEE, QUESTION);
        passTime(Duration.ofMillis(200));
        future.cancel(true);
        calls.close();
        assertEquals(0, line.openLegs());
    }

    @Test
    void closingHangsUpWhatIsLeftAfterTheDrain() {
        line.callee(CALLEE, Callee.answers());
        VoiceCalls impatient = calls;
        CompletableFuture<CallResult<Boolean>> future = impatient.callAsync(CALLEE, call -> pauseLong(call));
        passTime(Duration.ofMillis(200));
        line.scheduler()
                .schedule(Duration.ofMillis(100), line.scheduler().executor(), Thread.currentThread()::interrupt);
        impatient.close();
        assertTrue(Thread.interrupted(), "the interrupt status is kept");
        await(future);
        assertEquals(Outcome.CANCELED, future.join().outcome());
        assertThrows(CallRefusedException.class, () -> impatient.ask(CALLEE, QUESTION));
    }

    @Test
    void runsAScriptToItsEnd() {
        line.callee(CALLEE, Callee.answers().says("Smith").says("four people").says("yes please"));
        CallResult<String> result = calls.call(CALLEE, call -> {
            String name = call.ask("What name is the reservation under?");
            int guests = call.ask("For how many people?", Answers.integer(1, 12));
            boolean ok = call.confirm("A table for " + guests + ", " + name + ". Is that right?");
            call.say(ok ? "See you tonight. Goodbye." : "Sorry about that. Goodbye.");
            return name + " " + guests;
        });
        assertEquals(Outcome.ANSWERED, result.outcome(), result::toString);
        assertEquals(Optional.of("Smith 4"), result.answer());
        assertEquals("See you tonight. Goodbye.", last(line.lastCall().heard()), "the goodbye is heard");
    }

    @Test
    void doesEveryKindOfStep() {
        line.callee(CALLEE, Callee.answers().otherwise(heard -> switch (heard) {
            case "Sales or support?" -> Reaction.speak("sales");
            case "Your code?" -> Reaction.press("1234");
            case "Shall I repeat that?" -> Reaction.press("2");
            default -> Reaction.silence();
        }));
        CallResult<List<String>> result = calls.call(CALLEE, call -> {
            call.say("Hello.");
            call.play(URI.create("https://example.com/jingle.wav"));
            call.pause(Duration.ofSeconds(1));
            call.sendDigits("12w#");
            return List.of(
                    call.choose("Sales or support?", "sales", "support"),
                    call.digits("Your code?", 4),
                    String.valueOf(call.confirm("Shall I repeat that?")));
        });
        assertEquals(Optional.of(List.of("sales", "1234", "false")), result.answer(), result::toString);
    }

    @Test
    void transfersAndComesBack() {
        line.callee(CALLEE, Callee.answers().says("thanks"));
        line.callee("+14155550177", Callee.answers().hangsUpAfter(Duration.ofSeconds(5)));
        CallResult<String> result = calls.call(CALLEE, call -> {
            TransferResult transfer = call.transfer("+14155550177");
            return transfer + " " + call.ask("Anything else?");
        });
        assertEquals(Optional.of("COMPLETED thanks"), result.answer(), result::toString);
    }

    @Test
    void fallsBackWhenTheTransferFindsNobody() {
        line.callee(CALLEE, Callee.answers());
        line.callee("+14155550177", Callee.busy());
        CallResult<TransferResult> result = calls.call(CALLEE, call -> {
            TransferResult transfer = call.transfer("+14155550177");
            call.say("They are busy. Goodbye.");
            return transfer;
        });
        assertEquals(Optional.of(TransferResult.BUSY), result.answer(), result::toString);
        assertEquals("They are busy. Goodbye.", last(line.lastCall().heard()));
    }

    @Test
    void holdsAndPutsTheQuestionAgain() {
        AtomicBoolean back = new AtomicBoolean();
        line.callee(
                CALLEE,
                Callee.answers().otherwise(question -> back.get() ? Reaction.speak("John") : Reaction.silence()));
        Controlled<String> call = controlled(conducted -> conducted.ask(QUESTION));
        passTimeOnLine(Duration.ofSeconds(1));
        assertEquals(ControlResult.DONE, awaited(call.live().hold()));
        passTimeOnLine(Duration.ofSeconds(6));
        assertFalse(call.result().isDone());
        assertEquals(ControlResult.UNCHANGED, awaited(call.live().hold()));
        back.set(true);
        assertEquals(ControlResult.DONE, awaited(call.live().resume()));
        assertEquals(Optional.of("John"), awaited(call.result()).answer());
    }

    @Test
    void doesAgainWhatAHoldHasBrokenOff() {
        line.callee(CALLEE, Callee.answers());
        Controlled<Boolean> call = controlled(conducted -> {
            conducted.say(LONG_TEXT);
            return true;
        });
        assertEquals(ControlResult.DONE, awaited(call.live().hold(URI.create("https://example.com/music.mp3"))));
        assertEquals(ControlResult.DONE, awaited(call.live().resume()));
        CallResult<Boolean> result = awaited(call.result());
        assertEquals(Optional.of(true), result.answer(), result::toString);
        assertEquals(1, result.transcript().size(), result::toString);
    }

    @Test
    void hangsUpOnHold() {
        line.callee(CALLEE, Callee.answers());
        Controlled<Boolean> call = controlled(CallGatewayContract::pauseLongest);
        assertEquals(ControlResult.DONE, awaited(call.live().hold()));
        assertEquals(Outcome.CANCELED, awaited(call.live().end()));
        assertEquals(Outcome.CANCELED, awaited(call.result()).outcome());
    }

    @Test
    void anotherScriptTakesOver() {
        line.callee(CALLEE, Callee.answers().otherwise(question -> Reaction.speak("yes")));
        CompletableFuture<Void> begun = new CompletableFuture<>();
        CompletableFuture<Throwable> thrown = new CompletableFuture<>();
        Controlled<Boolean> call = controlled(conducted -> {
            begun.complete(null);
            try {
                return pauseLongest(conducted);
            } catch (CallRedirectedException e) {
                thrown.complete(e);
                throw e;
            }
        });
        await(begun);
        CallResult<Boolean> redirected = awaited(call.live().redirect(next -> next.confirm("Are you still there?")));
        assertEquals(Optional.of(true), redirected.answer(), redirected::toString);
        CallResult<Boolean> result = awaited(call.result());
        assertEquals(Outcome.ANSWERED, result.outcome(), result::toString);
        assertEquals(Optional.empty(), result.answer());
        assertInstanceOf(CallRedirectedException.class, awaited(thrown));
    }

    @Test
    void transfersFromOutside() {
        line.callee(CALLEE, Callee.answers());
        line.callee(THIRD, Callee.answers().hangsUpAfter(Duration.ofSeconds(5)));
        Controlled<Boolean> call = controlled(CallGatewayContract::pauseLongest);
        assertEquals(TransferResult.COMPLETED, awaited(call.live().transfer(THIRD)));
        assertEquals(Outcome.ANSWERED, awaited(call.result()).outcome());
    }

    @Test
    void goesOnWhenATransferFromOutsideFindsNobody() {
        assertGoesOn(Callee.busy(), TransferResult.BUSY, live -> live.transfer(THIRD));
    }

    @Test
    void goesOnWhenNobodyTakesTheCall() {
        Callee third = Callee.answers().hangsUpAfter(Duration.ofSeconds(2));
        assertGoesOn(third, TransferResult.DECLINED, live -> live.transfer(THIRD, OFFER));
    }

    private void assertGoesOn(
            Callee third, TransferResult expected, Function<LiveCall, CompletableFuture<TransferResult>> transfer) {
        line.callee(CALLEE, Callee.answers().says("John"));
        line.callee(THIRD, third);
        CompletableFuture<Void> transferring = new CompletableFuture<>();
        Controlled<String> call = controlled(conducted -> {
            line.scheduler().await(transferring);
            return conducted.ask(QUESTION);
        });
        CompletableFuture<TransferResult> transferred = transfer.apply(call.live());
        transferring.complete(null);
        assertEquals(expected, awaited(transferred));
        assertEquals(Optional.of("John"), awaited(call.result()).answer());
    }

    @Test
    void handsTheCallOverToWhoTakesIt() {
        line.callee(CALLEE, Callee.answers());
        line.callee(
                THIRD,
                Callee.answers()
                        .otherwise(heard -> heard.contains("key") ? Reaction.press("1") : Reaction.silence())
                        .hangsUpAfter(LONG));
        Controlled<Boolean> call = controlled(CallGatewayContract::pauseLongest);
        assertEquals(TransferResult.COMPLETED, awaited(call.live().transfer(THIRD, OFFER)));
        assertEquals(Outcome.ANSWERED, awaited(call.result()).outcome());
        assertTrue(
                line.lastCall().heard().get(0).startsWith("A caller."),
                () -> "heard " + line.lastCall().heard());
    }

    @Test
    void tellsTheThirdPartyThatTheOtherSideIsGone() {
        line.callee(CALLEE, Callee.answers());
        line.callee(THIRD, Callee.answers());
        Controlled<Boolean> call = controlled(CallGatewayContract::pauseLongest);
        WarmTransfer how =
                WarmTransfer.saying(LONG_TEXT).offering("Press a key.").withdrawnBy("Gone.");
        CompletableFuture<TransferResult> transferred = call.live().transfer(THIRD, how);
        for (int i = 0; i < 4_000 && line.lastCall().heard().stream().noneMatch(words -> words.contains("Many")); i++) {
            passTime(Duration.ofMillis(100));
        }
        assertEquals(Outcome.CANCELED, awaited(call.live().end()));
        assertEquals(TransferResult.CANCELED, awaited(transferred));
        calls.close();
        assertTrue(
                last(line.lastCall().heard()).endsWith("Gone."),
                () -> "heard " + line.lastCall().heard());
    }

    private record Controlled<T>(LiveCall live, CompletableFuture<CallResult<T>> result) {}

    /** A call that has been answered, and leaves time to control it however fast the line is. */
    private <T> Controlled<T> controlled(CallScript<T> script) {
        CompletableFuture<String> answered = new CompletableFuture<>();
        CallOptions patient = options().answerTimeout(LONG).build();
        CompletableFuture<CallResult<T>> result = calls.callAsync(CALLEE, script, patient, new CallListener() {
            @Override
            public void onAnswered(CallInfo call, AnsweredBy by) {
                answered.complete(call.id().orElseThrow());
            }
        });
        return new Controlled<>(calls.live(awaited(answered)).orElseThrow(), result);
    }

    private <T> T awaited(CompletableFuture<T> future) {
        await(future);
        return future.join();
    }

    @Test
    void aScriptMayHangUpByItself() {
        line.callee(CALLEE, Callee.answers().says("Smith"));
        CallResult<String> result = calls.call(CALLEE, call -> {
            String name = call.ask(QUESTION);
            call.hangUp();
            return name;
        });
        assertEquals(Outcome.ANSWERED, result.outcome(), result::toString);
        assertEquals(Optional.of("Smith"), result.answer());
    }

    @Test
    void aScriptThatFailsEndsTheCall() {
        line.callee(CALLEE, Callee.answers());
        IllegalStateException bug = new IllegalStateException("bug");
        CallResult<String> result = calls.call(CALLEE, call -> {
            throw bug;
        });
        assertEquals(Outcome.FAILED, result.outcome());
        assertEquals(Optional.of(bug), result.failure());
    }

    @Test
    void aScriptMayReturnWhatItHasWhenTheOtherSideHangsUp() {
        line.callee(CALLEE, Callee.answers().says("Smith").hangsUp());
        CallResult<String> result = calls.call(CALLEE, call -> {
            String name = call.ask(QUESTION);
            try {
                call.ask("For how many people?");
            } catch (CallEndedException e) {
                return name + ", " + e.outcome();
            }
            return name;
        });
        assertEquals(Outcome.HUNG_UP, result.outcome(), result::toString);
        assertEquals(Optional.of("Smith, HUNG_UP"), result.answer());
    }

    @Test
    void takesACallThatComesIn() {
        CompletableFuture<String> name = new CompletableFuture<>();
        calls.onIncoming(call -> {
            assertEquals(Direction.INBOUND, call.info().direction());
            assertEquals("+14155550199", call.info().from());
            name.complete(call.ask(QUESTION));
            call.say("Thank you. Goodbye.");
            return null;
        });
        CalleeOnCall caller = line.callIn("+14155550199", Callee.answers().says("Mary"));
        await(name);
        assertEquals("Mary", name.join());
        calls.close();
        assertEquals("Thank you. Goodbye.", last(caller.heard()));
    }

    @Test
    void turnsAwayCallersWhenNobodyTakesThem() {
        CalleeOnCall caller = line.callIn("+14155550199", Callee.answers().says("Mary"));
        passTime(Duration.ofSeconds(1));
        calls.close();
        assertEquals(List.of(), caller.heard());
    }

    @Test
    void tellsTheListenerInOrder() {
        calls.close();
        line.close();
        line = open();
        List<String> events = Collections.synchronizedList(new ArrayList<>());
        AtomicReference<String> end = new AtomicReference<>();
        calls = builder()
                .listener(new CallListener() {
                    @Override
                    public void onRinging(CallInfo call) {
                        events.add("ringing");
                    }

                    @Override
                    public void onAnswered(CallInfo call, AnsweredBy by) {
                        events.add("answered");
                    }

                    @Override
                    public void onUtterance(CallInfo call, Utterance utterance) {
                        events.add(utterance.speaker() + ": " + utterance.text());
                    }

                    @Override
                    public void onEnded(CallInfo call, Outcome outcome) {
                        events.add(outcome.toString());
                        end.set(outcome.toString());
                    }
                })
                .build();
        line.callee(CALLEE, Callee.answers().says("John"));
        calls.ask(CALLEE, QUESTION);
        assertEquals("ANSWERED", end.get());
        assertEquals(List.of("ringing", "answered", "US: " + QUESTION, "THEM: John", "ANSWERED"), events);
    }

    @Test
    void bringsEachAnswerToWhoAsked() {
        List<CompletableFuture<CallResult<String>>> asked = IntStream.range(0, 40)
                .mapToObj(i -> {
                    String number = "+1415555" + (2000 + i);
                    line.callee(number, Callee.answers().says("I am number " + i));
                    return calls.askAsync(number, QUESTION);
                })
                .toList();
        for (int i = 0; i < asked.size(); i++) {
            await(asked.get(i));
            assertEquals(Optional.of("I am number " + i), asked.get(i).join().answer());
        }
    }

    private <T> CallResult<T> ask(AnswerFormat<T> format) {
        return ask(format, options());
    }

    private <T> CallResult<T> ask(AnswerFormat<T> format, CallOptions.Builder options) {
        return calls.ask(CALLEE, QUESTION, format, options.build());
    }

    private static CallOptions.Builder options() {
        return CallOptions.builder();
    }

    private CallResult<String> assertNoAnswer(Outcome outcome) {
        CallResult<String> result = calls.ask(CALLEE, QUESTION);
        assertEquals(outcome, result.outcome(), result::toString);
        assertEquals(Optional.empty(), result.answer());
        return result;
    }

    private static boolean pauseLongest(Call call) {
        call.pause(Duration.ofMinutes(10));
        return true;
    }

    private static boolean pauseLong(Call call) {
        call.pause(LONG);
        return true;
    }

    private static String last(List<String> list) {
        return list.get(list.size() - 1);
    }

    private void interruptMeAfter(Duration delay) {
        line.scheduler().schedule(delay, line.scheduler().executor(), Thread.currentThread()::interrupt);
    }

    private void passTimeOnLine(Duration time) {
        passTime(time.dividedBy(line.speed()));
    }

    private void passTime(Duration time) {
        CompletableFuture<Void> passed = new CompletableFuture<>();
        line.scheduler().schedule(time, line.scheduler().executor(), () -> passed.complete(null));
        await(passed);
    }

    private void await(CompletableFuture<?> future) {
        try {
            line.scheduler().await(future);
        } catch (InterruptedException e) {
            throw new AssertionError("interrupted", e);
        }
    }
}
