package dev.voicecall.testkit;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.voicecall.Answers;
import dev.voicecall.CallInfo;
import dev.voicecall.CallListener;
import dev.voicecall.CallOptions;
import dev.voicecall.CallRedirectedException;
import dev.voicecall.CallResult;
import dev.voicecall.CallScript;
import dev.voicecall.ControlResult;
import dev.voicecall.InvalidPhoneNumberException;
import dev.voicecall.LiveCall;
import dev.voicecall.MachineDetection;
import dev.voicecall.Outcome;
import dev.voicecall.Timeline;
import dev.voicecall.TransferResult;
import dev.voicecall.VoiceCallException;
import dev.voicecall.VoiceCalls;
import dev.voicecall.WarmTransfer;
import dev.voicecall.testkit.Callee.Reaction;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.CompletableFuture;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;

/** Calls that are controlled from outside while a script conducts them, by carrier speech. */
class CallControlTest {
    private static final String NUMBER = "+14155550123";
    private static final String THIRD = "+14155550177";
    private static final WarmTransfer HANDOVER = WarmTransfer.saying("A caller with a question.");
    private static final WarmTransfer OFFER = HANDOVER.offering("Press any key to take the call.");

    private final VirtualScheduler time = new VirtualScheduler();
    private final ScriptedCarrier carrier = new ScriptedCarrier();
    private final List<String> events = new ArrayList<>();
    private final VoiceCalls calls = VoiceCalls.builder(carrier)
            .scheduler(time)
            .allowPrefixes("+1")
            .listener(new CallListener() {
                @Override
                public void onHeld(CallInfo call) {
                    events.add("held");
                }

                @Override
                public void onResumed(CallInfo call) {
                    events.add("resumed");
                }

                @Override
                public void onSpan(CallInfo call, Timeline.Source source, Timeline.Span span) {
                    if (span.kind() == Timeline.Kind.HOLD) {
                        events.add("hold " + span.begin().toSeconds() + "-"
                                + span.end().toSeconds());
                    }
                }

                @Override
                public void onWarning(CallInfo call, VoiceCallException problem) {
                    events.add("warning");
                }
            })
            .build();

    @AfterEach
    void leavesNothingBehind() {
        calls.close();
        time.runToEnd();
        assertThat(carrier.openLegs()).isZero();
        assertThat(carrier.conferences().size()).isZero();
        assertThat(time.blockedWorkers()).isZero();
        time.close();
    }

    private LiveCall live() {
        return calls.live("call-1").orElseThrow();
    }

    /** A call that is answered two seconds after it began to ring; a second later this returns. */
    private <T> CompletableFuture<CallResult<T>> answered(Callee callee, CallScript<T> script) {
        carrier.callee(NUMBER, callee);
        CompletableFuture<CallResult<T>> result = calls.callAsync(NUMBER, script);
        time.advance(Duration.ofMillis(3_300));
        return result;
    }

    private CompletableFuture<CallResult<String>> asking() {
        return answered(
                Callee.answers()
                        .reacts(Reaction.speak("John").after(Duration.ofSeconds(3)))
                        .says("John"),
                call -> call.ask("What is your name?"));
    }

    private void pass(int seconds) {
        time.advance(Duration.ofSeconds(seconds));
    }

    private static ControlResult now(CompletableFuture<ControlResult> result) {
        assertThat(result).isDone();
        return result.join();
    }

    @Test
    void knowsNoCallThatIsOver() {
        CompletableFuture<CallResult<String>> result = asking();
        assertThat(calls.live("call-2")).isEmpty();
        LiveCall call = live();
        pass(60);
        assertThat(result.join().outcome()).isEqualTo(Outcome.ANSWERED);
        assertThat(calls.live("call-1")).isEmpty();
        assertThat(call.end().join()).isEqualTo(Outcome.ANSWERED);
        assertThat(now(call.hold())).isEqualTo(ControlResult.CALL_ENDED);
        assertThat(now(call.resume())).isEqualTo(ControlResult.CALL_ENDED);
        assertThat(now(call.mute())).isEqualTo(ControlResult.CALL_ENDED);
        assertThat(call.transfer(THIRD).join()).isEqualTo(TransferResult.REFUSED);
        assertThat(call.interrupt().join()).isFalse();
        CompletableFuture<CallResult<String>> redirected = call.redirect(script -> "never");
        pass(0);
        assertThat(redirected.join().outcome()).isEqualTo(Outcome.ANSWERED);
        assertThat(redirected.join().answer()).isEmpty();
    }

    @Test
    void endsACallOnceHoweverOftenItIsTold() {
        CompletableFuture<CallResult<String>> result = asking();
        CompletableFuture<Outcome> first = live().end();
        CompletableFuture<Outcome> second = live().end();
        pass(5);
        assertThat(first.join()).isEqualTo(Outcome.CANCELED);
        assertThat(second.join()).isEqualTo(Outcome.CANCELED);
        assertThat(result.join().outcome()).isEqualTo(Outcome.CANCELED);
    }

    @Test
    void putsTheQuestionAgainAfterAHold() {
        CompletableFuture<CallResult<String>> result = asking();
        CompletableFuture<ControlResult> held = live().hold();
        pass(0);
        assertThat(now(held)).isEqualTo(ControlResult.DONE);
        pass(100);
        assertThat(result).isNotDone();
        CompletableFuture<ControlResult> resumed = live().resume();
        pass(0);
        assertThat(now(resumed)).isEqualTo(ControlResult.DONE);
        pass(60);
        assertThat(result.join().answer()).contains("John");
        assertThat(carrier.lastCall().heard()).containsExactly("[music]", "What is your name?");
        assertThat(result.join().transcript()).hasSize(2);
        assertThat(events).containsExactly("held", "resumed", "hold 1-101");
    }

    @Test
    void saysWhyItDoesNotHold() {
        carrier.callee(NUMBER, Callee.answers());
        calls.callAsync(NUMBER, call -> call.transfer(THIRD));
        carrier.callee(THIRD, Callee.answers());
        pass(1);
        CompletableFuture<ControlResult> dialing = live().hold();
        CompletableFuture<ControlResult> resumedDialing = live().resume();
        CompletableFuture<TransferResult> transferred = live().transfer(THIRD);
        pass(3);
        CompletableFuture<ControlResult> transferring = live().hold();
        pass(0);
        assertThat(now(dialing)).isEqualTo(ControlResult.NOT_ANSWERED);
        assertThat(now(resumedDialing)).isEqualTo(ControlResult.NOT_ANSWERED);
        assertThat(transferred.join()).isEqualTo(TransferResult.REFUSED);
        assertThat(now(transferring)).isEqualTo(ControlResult.BUSY);
        assertThat(events).isEmpty();
    }

    @Test
    void changesNothingTwice() {
        asking();
        CompletableFuture<ControlResult> early = live().resume();
        live().hold();
        CompletableFuture<ControlResult> again = live().hold();
        pass(1);
        live().resume();
        CompletableFuture<ControlResult> twice = live().resume();
        pass(1);
        CompletableFuture<ControlResult> late = live().resume();
        pass(0);
        assertThat(now(early)).isEqualTo(ControlResult.UNCHANGED);
        assertThat(now(again)).isEqualTo(ControlResult.UNCHANGED);
        assertThat(now(twice)).isEqualTo(ControlResult.UNCHANGED);
        assertThat(now(late)).isEqualTo(ControlResult.UNCHANGED);
        assertThat(events).containsExactly("held", "resumed", "hold 1-2");
    }

    @Test
    void endsOnHold() {
        CompletableFuture<CallResult<String>> result =
                answered(Callee.answers().hangsUpAfter(Duration.ofSeconds(10)), call -> call.ask("What is your name?"));
        live().hold();
        pass(30);
        assertThat(result.join().outcome()).isEqualTo(Outcome.HUNG_UP);
        assertThat(result.join().transcript()).isEmpty();
        assertThat(events).containsExactly("held", "resumed", "hold 1-10");
    }

    @Test
    void countsTheTimeOnHold() {
        carrier.callee(NUMBER, Callee.answers());
        CompletableFuture<CallResult<String>> result = calls.askAsync(
                NUMBER,
                "What is your name?",
                Answers.text(),
                CallOptions.builder().maxDuration(Duration.ofSeconds(30)).build());
        pass(5);
        live().hold();
        pass(60);
        assertThat(result.join().outcome()).isEqualTo(Outcome.TIMED_OUT);
    }

    @Test
    void aScriptThatReturnsWaitsForTheEndOfTheHold() {
        CompletableFuture<Void> thought = new CompletableFuture<>();
        CompletableFuture<CallResult<String>> result = answered(Callee.answers(), call -> {
            time.await(thought);
            return "done";
        });
        live().hold();
        pass(5);
        thought.complete(null);
        pass(20);
        assertThat(result).isNotDone();
        live().resume();
        pass(5);
        assertThat(result.join().outcome()).isEqualTo(Outcome.ANSWERED);
        assertThat(result.join().answer()).contains("done");
        assertThat(result.join().duration()).isGreaterThan(Duration.ofSeconds(25));
    }

    @Test
    void letsKeysBeSentBeforeItHolds() {
        CompletableFuture<CallResult<Boolean>> result = answered(Callee.answers(), call -> {
            call.sendDigits("12345678");
            call.say("Hello.");
            return true;
        });
        CompletableFuture<ControlResult> held = live().hold();
        pass(1);
        assertThat(held).isNotDone();
        pass(5);
        assertThat(now(held)).isEqualTo(ControlResult.DONE);
        live().resume();
        pass(30);
        assertThat(result.join().outcome()).isEqualTo(Outcome.ANSWERED);
        assertThat(carrier.lastCall().heard()).containsExactly("[keys 12345678]", "[music]", "Hello.");
    }

    @Test
    void anotherScriptTakesOver() {
        List<Throwable> thrown = new ArrayList<>();
        CompletableFuture<CallResult<String>> result = answered(Callee.answers().says("yes"), call -> {
            try {
                call.pause(Duration.ofMinutes(1));
            } catch (CallRedirectedException e) {
                thrown.add(e);
            }
            assertThatThrownBy(() -> call.say("Still here.")).isInstanceOf(CallRedirectedException.class);
            return "old";
        });
        CompletableFuture<CallResult<Boolean>> redirected =
                live().redirect(call -> call.confirm("Is this the new one?"));
        pass(2);
        assertThat(result).isNotDone();
        pass(20);
        assertThat(thrown).hasSize(1);
        assertThat(redirected.join().answer()).contains(true);
        assertThat(result.join().answer()).contains("old");
        assertThat(result.join().outcome()).isEqualTo(Outcome.ANSWERED);
        assertThat(carrier.lastCall().heard()).containsExactly("Is this the new one?");
    }

    @Test
    void anotherScriptTakesOverBeforeTheCallIsAnswered() {
        carrier.callee(NUMBER, Callee.answers());
        CompletableFuture<CallResult<String>> result = calls.callAsync(NUMBER, call -> {
            call.say("Old.");
            return "old";
        });
        pass(1);
        CompletableFuture<CallResult<String>> redirected = live().redirect(call -> {
            call.say("New.");
            return "new";
        });
        pass(20);
        assertThat(redirected.join().answer()).contains("new");
        assertThat(result.join().answer()).isEmpty();
        assertThat(carrier.lastCall().heard()).containsExactly("New.");
    }

    @Test
    void anotherScriptAnswersTheCallThatComesIn() {
        CompletableFuture<Void> never = new CompletableFuture<>();
        calls.onIncoming(call -> {
            time.await(never);
            return "old";
        });
        CalleeOnCall caller = carrier.callIn(NUMBER, Callee.answers());
        pass(1);
        CompletableFuture<CallResult<String>> redirected = calls.live("call-2")
                .orElseThrow()
                .redirect(call -> {
                    call.say("New.");
                    return "new";
                });
        pass(5);
        never.complete(null);
        pass(5);
        assertThat(redirected.join().answer()).contains("new");
        assertThat(caller.heard()).containsExactly("New.");
    }

    @Test
    void anotherScriptEndsAHold() {
        asking();
        live().hold();
        pass(3);
        CompletableFuture<CallResult<String>> redirected = live().redirect(call -> {
            call.say("Hello again.");
            return "new";
        });
        pass(20);
        assertThat(redirected.join().answer()).contains("new");
        assertThat(carrier.lastCall().heard()).containsExactly("[music]", "Hello again.");
        assertThat(events).containsExactly("held", "resumed", "hold 1-4");
    }

    @Test
    void aMessageOnAMachineIsNotControlled() {
        carrier.callee(NUMBER, Callee.machine("You have reached a machine."));
        CompletableFuture<CallResult<String>> result = calls.callAsync(
                NUMBER,
                call -> "script",
                CallOptions.builder()
                        .machineDetection(MachineDetection.BEFORE_TALKING)
                        .voicemailMessage("Please call us back, whoever you are, whenever you can.")
                        .build());
        time.advance(Duration.ofMillis(6_500));
        CompletableFuture<ControlResult> held = live().hold();
        CompletableFuture<CallResult<String>> redirected = live().redirect(call -> "new");
        pass(30);
        assertThat(now(held)).isEqualTo(ControlResult.BUSY);
        assertThat(redirected.join().outcome()).isEqualTo(Outcome.VOICEMAIL);
        assertThat(redirected.join().answer()).isEmpty();
        assertThat(result.join().outcome()).isEqualTo(Outcome.VOICEMAIL);
        assertThat(carrier.lastCall().heard()).hasSize(1);
    }

    @Test
    void transfersForGood() {
        CompletableFuture<CallResult<String>> result = asking();
        carrier.callee(THIRD, Callee.answers().hangsUpAfter(Duration.ofSeconds(20)));
        CompletableFuture<TransferResult> transferred = live().transfer(THIRD);
        pass(10);
        assertThat(transferred).isNotDone();
        CompletableFuture<ControlResult> held = live().hold();
        pass(20);
        assertThat(now(held)).isEqualTo(ControlResult.BUSY);
        assertThat(transferred.join()).isEqualTo(TransferResult.COMPLETED);
        assertThat(result.join().outcome()).isEqualTo(Outcome.ANSWERED);
        assertThat(result.join().answer()).isEmpty();
    }

    @Test
    void goesOnWhereItWasWhenNobodyAnswersTheTransfer() {
        CompletableFuture<CallResult<String>> result = asking();
        carrier.callee(THIRD, Callee.busy());
        live().hold();
        CompletableFuture<TransferResult> transferred = live().transfer(THIRD);
        pass(60);
        assertThat(transferred.join()).isEqualTo(TransferResult.BUSY);
        assertThat(result.join().answer()).contains("John");
    }

    @Test
    void refusesANumberThatIsNone() {
        asking();
        assertThatThrownBy(() -> live().transfer("0123")).isInstanceOf(InvalidPhoneNumberException.class);
    }

    @Test
    void handsTheCallOverToWhoTakesIt() {
        CompletableFuture<CallResult<String>> result = asking();
        carrier.callee(THIRD, Callee.answers().presses("1").hangsUpAfter(Duration.ofSeconds(40)));
        CompletableFuture<TransferResult> transferred = live().transfer(THIRD, OFFER);
        pass(10);
        assertThat(carrier.calls().get(0).heard()).containsExactly("[music]");
        assertThat(carrier.lastCall().heard())
                .containsExactly("A caller with a question.", "Press any key to take the call.");
        assertThat(events).containsExactly("held", "resumed", "hold 1-7");
        assertThat(transferred).isNotDone();
        pass(60);
        assertThat(transferred.join()).isEqualTo(TransferResult.COMPLETED);
        assertThat(result.join().outcome()).isEqualTo(Outcome.ANSWERED);
    }

    @Test
    void handsTheCallOverWithoutAsking() {
        CompletableFuture<CallResult<String>> result =
                answered(Callee.answers().hangsUpAfter(Duration.ofSeconds(30)), call -> call.ask("What is your name?"));
        carrier.callee(THIRD, Callee.answers());
        CompletableFuture<TransferResult> transferred = live().transfer(THIRD, HANDOVER);
        pass(60);
        assertThat(transferred.join()).isEqualTo(TransferResult.COMPLETED);
        assertThat(result.join().outcome()).isEqualTo(Outcome.HUNG_UP);
        assertThat(carrier.lastCall().heard()).containsExactly("A caller with a question.");
    }

    @Test
    void comesBackFromWhoDoesNotTakeTheCall() {
        assertThat(comesBackFrom(Callee.busy(), OFFER)).isEqualTo(TransferResult.BUSY);
        assertThat(comesBackFrom(Callee.neverAnswers(), OFFER)).isEqualTo(TransferResult.NO_ANSWER);
        assertThat(comesBackFrom(Callee.rejects(), OFFER)).isEqualTo(TransferResult.DECLINED);
        assertThat(comesBackFrom(Callee.unreachable(), OFFER)).isEqualTo(TransferResult.FAILED);
        assertThat(comesBackFrom(Callee.answers(), OFFER)).isEqualTo(TransferResult.DECLINED);
        assertThat(comesBackFrom(Callee.answers().says("yes").says("yes").says("yes"), OFFER))
                .isEqualTo(TransferResult.DECLINED);
        assertThat(comesBackFrom(Callee.answers().hangsUpAfter(Duration.ofSeconds(1)), OFFER))
                .isEqualTo(TransferResult.DECLINED);
        assertThat(comesBackFrom(Callee.answers().hangsUpAfter(Duration.ofMillis(3_500)), HANDOVER))
                .isEqualTo(TransferResult.DECLINED);
        assertThat(comesBackFrom(Callee.machine("Nobody is here."), HANDOVER)).isEqualTo(TransferResult.NO_ANSWER);
    }

    private TransferResult comesBackFrom(Callee third, WarmTransfer how) {
        carrier.callee(NUMBER, Callee.answers().reacts(Reaction.silence()).says("John"));
        carrier.callee(THIRD, third);
        String id = "call-" + (carrier.calls().size() + 1);
        CompletableFuture<CallResult<String>> result = calls.askAsync(NUMBER, "What is your name?");
        time.advance(Duration.ofMillis(3_300));
        CompletableFuture<TransferResult> transferred =
                calls.live(id).orElseThrow().transfer(THIRD, how);
        pass(100);
        assertThat(result.join().answer()).as("the answer after " + transferred).contains("John");
        assertThat(calls.openCalls()).isZero();
        return transferred.join();
    }

    @Test
    void tellsTheThirdPartyThatTheOtherSideHasHungUp() {
        CompletableFuture<CallResult<String>> result =
                answered(Callee.answers().hangsUpAfter(Duration.ofSeconds(5)), call -> call.ask("What is your name?"));
        carrier.callee(THIRD, Callee.answers());
        CompletableFuture<TransferResult> transferred = live().transfer(THIRD, OFFER.withdrawnBy("Never mind."));
        pass(30);
        assertThat(transferred.join()).isEqualTo(TransferResult.CANCELED);
        assertThat(result.join().outcome()).isEqualTo(Outcome.HUNG_UP);
        assertThat(carrier.lastCall().heard()).containsExactly("A caller with a question.", "Never mind.");
        assertThat(calls.openCalls()).isZero();
    }

    @Test
    void doesNotRingTheThirdPartyAnyMoreWhenTheOtherSideHasHungUp() {
        answered(Callee.answers().hangsUpAfter(Duration.ofSeconds(2)), call -> call.ask("What is your name?"));
        carrier.callee(THIRD, Callee.answers());
        CompletableFuture<TransferResult> transferred = live().transfer(THIRD, OFFER);
        pass(30);
        assertThat(transferred.join()).isEqualTo(TransferResult.CANCELED);
        assertThat(carrier.lastCall().heard()).isEmpty();
        assertThat(calls.openCalls()).isZero();
    }

    @Test
    void takesACallBackFromAWarmTransfer() {
        asking();
        carrier.callee(THIRD, Callee.answers());
        CompletableFuture<TransferResult> transferred = live().transfer(THIRD, HANDOVER);
        pass(20);
        CompletableFuture<CallResult<String>> redirected = live().redirect(call -> {
            call.say("Back again.");
            return "new";
        });
        pass(20);
        assertThat(transferred.join()).isEqualTo(TransferResult.CANCELED);
        assertThat(redirected.join().answer()).contains("new");
        assertThat(calls.openCalls()).isZero();
    }

    @Test
    void comesBackWhenTheThirdPartyMayNotBeCalled() {
        CompletableFuture<CallResult<String>> result = asking();
        CompletableFuture<TransferResult> transferred = live().transfer("+493012345678", HANDOVER);
        pass(60);
        assertThat(transferred.join()).isEqualTo(TransferResult.FAILED);
        assertThat(events).contains("warning");
        assertThat(result.join().answer()).contains("John");
    }

    @Test
    void mutesTheOtherSideInTheConference() {
        asking();
        carrier.callee(THIRD, Callee.answers());
        live().transfer(THIRD, HANDOVER);
        CompletableFuture<ControlResult> muted = live().mute();
        CompletableFuture<ControlResult> again = live().mute();
        pass(20);
        assertThat(now(muted)).isEqualTo(ControlResult.DONE);
        assertThat(now(again)).isEqualTo(ControlResult.UNCHANGED);
        assertThat(carrier.conferences().heard()).hasSize(1);
        live().unmute();
        pass(1);
        assertThat(carrier.conferences().heard()).hasSize(2);
    }
}
