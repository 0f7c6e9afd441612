package dev.voicecall.twilio;

import static dev.voicecall.twilio.TwilioHarness.CALLEE;
import static dev.voicecall.twilio.TwilioHarness.SID;
import static dev.voicecall.twilio.TwilioHarness.error;
import static dev.voicecall.twilio.TwilioHarness.next;
import static dev.voicecall.twilio.TwilioHarness.ok;
import static dev.voicecall.twilio.TwilioHarness.text;
import static org.assertj.core.api.Assertions.assertThat;

import com.twilio.http.Response;
import dev.voicecall.Answers;
import dev.voicecall.CallOptions;
import dev.voicecall.CallResult;
import dev.voicecall.CarrierException;
import dev.voicecall.Outcome;
import dev.voicecall.spi.HttpResponse;
import java.time.Duration;
import java.util.Map;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.atomic.AtomicInteger;
import org.apache.hc.core5.http.Header;
import org.apache.hc.core5.http.message.BasicHeader;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

/** One call, webhook by webhook: what may come twice, late, in another order, or never. */
class TwilioLegTest {
    private final TwilioHarness twilio = new TwilioHarness();

    @AfterEach
    void leavesNothing() {
        twilio.calls.close();
        twilio.time.runToEnd();
        assertThat(twilio.gateway.openLegs()).isZero();
        assertThat(twilio.calls.openCalls()).isZero();
        assertThat(twilio.time.blockedWorkers()).isZero();
        twilio.close();
    }

    @Test
    void asksAndHangsUp() {
        CompletableFuture<CallResult<String>> result = ask();
        HttpResponse question = twilio.webhook(twilio.voiceTarget()).join();
        assertThat(text(question)).contains("<Gather").contains("What is your name?");
        HttpResponse goodbye = answer(question, "John");
        assertThat(text(goodbye)).contains("<Hangup");
        assertThat(result).isCompleted();
        assertThat(result.join().answer()).contains("John");
        assertThat(result.join().callId()).contains(SID);
        status("completed");
    }

    @Test
    void hintsOfTheOptionsAndOfTheQuestionGoToTheRecognizer() {
        CallOptions options = CallOptions.builder().hints("Smith", "Smythe").build();
        twilio.calls.askAsync(CALLEE, "Sales or support?", Answers.choice("sales", "support"), options);
        settle();
        HttpResponse question = twilio.webhook(twilio.voiceTarget()).join();
        assertThat(text(question)).contains("hints=\"").contains("sales").contains("Smith, Smythe");
        status("completed");
    }

    @Test
    void aRepeatedRequestGetsTheSameDocumentAgain() {
        ask();
        HttpResponse question = twilio.webhook(twilio.voiceTarget()).join();
        HttpResponse again = twilio.webhook(twilio.voiceTarget()).join();
        assertThat(text(again)).isEqualTo(text(question));
        HttpResponse goodbye = answer(question, "John");
        assertThat(text(answer(question, "John"))).isEqualTo(text(goodbye));
        status("completed");
    }

    @Test
    void anAnswerThatComesTwiceIsNotTakenForTheNextQuestions() {
        CompletableFuture<CallResult<String>> result =
                twilio.calls.callAsync(CALLEE, call -> call.ask("First?") + ", " + call.ask("Second?"));
        settle();
        HttpResponse first = twilio.webhook(twilio.voiceTarget()).join();
        HttpResponse second = answer(first, "one");
        assertThat(text(second)).contains("Second?");
        assertThat(text(answer(first, "one"))).isEqualTo(text(second));
        answer(second, "two");
        assertThat(result.join().answer()).contains("one, two");
        status("completed");
    }

    @Test
    void holdsTwiliosRequestWhileTheScriptThinks() {
        CompletableFuture<Void> thinking = new CompletableFuture<>();
        CompletableFuture<CallResult<String>> result = twilio.calls.callAsync(CALLEE, call -> {
            twilio.time.await(thinking);
            return call.ask("Name?");
        });
        settle();
        CompletableFuture<HttpResponse> held = twilio.webhook(twilio.voiceTarget());
        twilio.time.advance(Duration.ofSeconds(9));
        assertThat(held).isNotDone();
        twilio.time.advance(Duration.ofSeconds(1));
        assertThat(text(held.join())).contains("<Pause length=\"1\"").contains("<Redirect");
        CompletableFuture<HttpResponse> heldAgain = twilio.webhook(next(held.join()));
        thinking.complete(null);
        settle();
        assertThat(text(heldAgain.join())).contains("Name?");
        answer(heldAgain.join(), "John");
        assertThat(result.join().answer()).contains("John");
        status("completed");
    }

    @Test
    void theEndMayBeReportedBeforeTheLastAnswer() {
        CompletableFuture<CallResult<String>> result = ask();
        HttpResponse question = twilio.webhook(twilio.voiceTarget()).join();
        status("completed");
        assertThat(result).isNotDone();
        answer(question, "John");
        assertThat(result.join().answer()).contains("John");
    }

    @Test
    void theEndMayBeReportedBeforeEverythingElse() {
        CompletableFuture<CallResult<String>> result = ask();
        status("completed");
        status("in-progress");
        status("ringing");
        assertThat(result.join().outcome()).isEqualTo(Outcome.HUNG_UP);
    }

    @ParameterizedTest
    @CsvSource({
        "busy, '', BUSY",
        "busy, 486, BUSY",
        "busy, 603, REJECTED",
        "failed, 404, FAILED",
        "failed, 607, REJECTED",
        "no-answer, 487, NO_ANSWER",
        "canceled, '', CANCELED",
        "completed, 200, HUNG_UP"
    })
    void knowsEveryEnd(String status, String sip, Outcome outcome) {
        CompletableFuture<CallResult<String>> result = ask();
        twilio.webhook(twilio.statusTarget(), "CallStatus", status, "SipResponseCode", sip);
        assertThat(result.join().outcome()).isEqualTo(outcome);
    }

    @Test
    void ignoresAStatusThatItDoesNotKnow() {
        CompletableFuture<CallResult<String>> result = ask();
        status("levitating");
        assertThat(result).isNotDone();
        status("busy");
        assertThat(result.join().outcome()).isEqualTo(Outcome.BUSY);
    }

    @Test
    void looksUpACallOfWhichNothingIsHeard() {
        CompletableFuture<CallResult<String>> result = ask();
        twilio.responses.add(ok("no-answer"));
        twilio.time.advance(Duration.ofSeconds(46));
        assertThat(result.join().outcome()).isEqualTo(Outcome.NO_ANSWER);
    }

    @Test
    void looksUpACallThatWentSilent() {
        CompletableFuture<CallResult<String>> result = ask();
        twilio.webhook(twilio.voiceTarget()).join();
        twilio.responses.add(ok("in-progress"));
        twilio.responses.add(ok("completed"));
        twilio.time.advance(Duration.ofSeconds(62));
        assertThat(result.join().outcome()).isEqualTo(Outcome.HUNG_UP);
    }

    @Test
    void aLookUpThatKeepsFailingEndsTheCall() {
        CompletableFuture<CallResult<String>> result = ask();
        twilio.webhook(twilio.voiceTarget()).join();
        for (int i = 0; i < 5; i++) {
            twilio.responses.add(error(404, 20404, "not found"));
        }
        twilio.time.advance(Duration.ofMinutes(3));
        assertThat(result.join().outcome()).isEqualTo(Outcome.FAILED);
    }

    @Test
    void aWebhookMayComeBeforeTheAnswerToTheOrder() {
        // Twilio's answer gets lost, its webhook doesn't.
        twilio.responses.add(error(503, 0, "overloaded"));
        CompletableFuture<CallResult<String>> result = ask();
        HttpResponse question = twilio.webhook(twilio.voiceTarget()).join();
        answer(question, "John");
        assertThat(result.join().answer()).contains("John");
        assertThat(twilio.orders()).isEqualTo(1);
        status("completed");
    }

    @ParameterizedTest
    @ValueSource(ints = {500, 502, 503, 302})
    void neverOrdersTwiceWhatMayHaveBeenDone(int status) {
        twilio.responses.add(new Response("<html>Oops</html>", status));
        CompletableFuture<CallResult<String>> result = ask();
        twilio.time.advance(Duration.ofSeconds(11));
        assertThat(result.join().outcome()).isEqualTo(Outcome.FAILED);
        assertThat(result.join().failure().orElseThrow()).hasMessageContaining("HTTP " + status);
        assertThat(twilio.orders()).isEqualTo(1);
    }

    @Test
    void waitsAsLongAsTwilioAsksAfterTooManyRequests() {
        twilio.responses.add(new Response(
                "{\"code\":20429,\"message\":\"Too many\"}", 429, new Header[] {new BasicHeader("retry-after", "7")}));
        CompletableFuture<CallResult<String>> result = ask();
        twilio.time.advance(Duration.ofSeconds(6));
        assertThat(twilio.orders()).isEqualTo(1);
        twilio.time.advance(Duration.ofSeconds(2));
        assertThat(twilio.orders()).isEqualTo(2);
        status("busy");
        assertThat(result.join().outcome()).isEqualTo(Outcome.BUSY);
    }

    @Test
    void givesUpAfterFourTimesTooManyRequests() {
        for (int i = 0; i < 4; i++) {
            twilio.responses.add(error(429, 20429, "Too many"));
        }
        CompletableFuture<CallResult<String>> result = ask();
        twilio.time.advance(Duration.ofSeconds(20));
        assertThat(result.join().outcome()).isEqualTo(Outcome.FAILED);
        assertThat(twilio.orders()).isEqualTo(4);
    }

    @ParameterizedTest
    @CsvSource({
        "400, 21215, REJECTED",
        "400, 21211, REJECTED",
        "400, 21216, REJECTED",
        "400, 21210, FAILED",
        "401, 20003, FAILED"
    })
    void keepsTwiliosCodeAndText(int status, int code, Outcome outcome) {
        twilio.responses.add(error(status, code, "Twilio's own words"));
        CallResult<String> result = ask().join();
        assertThat(result.outcome()).isEqualTo(outcome);
        CarrierException failure = (CarrierException) result.failure().orElseThrow();
        assertThat(failure.code()).hasValue(code);
        assertThat(failure).hasMessageContaining("Twilio's own words");
        assertThat(failure.retryable()).isFalse();
    }

    @Test
    void hangsUpByRestWhenTwilioIsNotAsking() {
        CompletableFuture<CallResult<String>> result = ask();
        twilio.webhook(twilio.voiceTarget()).join();
        result.cancel(true);
        settle();
        assertThat(lastUpdate("Status")).isEqualTo("completed");
        status("completed");
    }

    @Test
    void hangingUpACallThatIsOverSucceeds() {
        CompletableFuture<CallResult<String>> result = ask();
        result.cancel(true);
        twilio.responses.add(error(400, 21220, "Call is not in-progress. Cannot redirect."));
        twilio.responses.add(ok("completed"));
        settle();
        twilio.time.advance(Duration.ofSeconds(4));
        assertThat(twilio.gateway.openLegs()).isZero();
    }

    @Test
    void keepsTryingToHangUp() {
        CompletableFuture<CallResult<String>> result = ask();
        twilio.webhook(twilio.voiceTarget()).join();
        twilio.responses.add(error(503, 0, "overloaded"));
        twilio.responses.add(error(429, 20429, "Too many"));
        twilio.responses.add(ok("completed"));
        twilio.responses.add(ok("completed"));
        result.cancel(true);
        twilio.time.advance(Duration.ofSeconds(10));
        assertThat(twilio.gateway.openLegs()).isZero();
    }

    @Test
    void survivesAFailureOfOursThroughTheFallbackUrl() {
        CompletableFuture<CallResult<String>> result = ask();
        HttpResponse question = twilio.webhook(twilio.voiceTarget()).join();
        String failed = next(question);
        HttpResponse again = twilio.webhook(
                        twilio.voiceTarget() + "&fallback=1",
                        "ErrorCode",
                        "11200",
                        "ErrorUrl",
                        TwilioHarness.PUBLIC + failed)
                .join();
        assertThat(text(again)).contains("Sorry, I did not hear you. What is your name?");
        answer(again, "John");
        assertThat(result.join().answer()).contains("John");
        status("completed");
    }

    @Test
    void doesNotFallBackForEver() {
        ask();
        String bad = twilio.voiceTarget();
        HttpResponse response = twilio.webhook(bad).join();
        for (int i = 0; i < 4; i++) {
            response = twilio.webhook(bad + "&fallback=1", "ErrorCode", "12100", "ErrorUrl", TwilioHarness.PUBLIC + bad)
                    .join();
        }
        assertThat(text(response)).contains("<Hangup");
        status("completed");
    }

    @Test
    void aClockThatJumpsChangesNothing() {
        CompletableFuture<CallResult<String>> result = ask();
        twilio.time.jumpClock(Duration.ofDays(-400));
        HttpResponse question = twilio.webhook(twilio.voiceTarget()).join();
        twilio.time.advance(Duration.ofSeconds(2));
        twilio.time.jumpClock(Duration.ofDays(900));
        answer(question, "John");
        assertThat(result.join().answer()).contains("John");
        assertThat(result.join().duration()).isEqualTo(Duration.ofSeconds(2));
        status("completed");
    }

    @Test
    void endsWithinItsBoundThoughTwilioIsDead() {
        CompletableFuture<CallResult<String>> result = ask();
        twilio.webhook(twilio.voiceTarget()).join();
        for (int i = 0; i < 1_000; i++) {
            twilio.responses.add(error(500, 0, "dead"));
        }
        twilio.time.advance(Duration.ofMinutes(10).plusSeconds(5));
        assertThat(result).isDone();
    }

    @Test
    void anOrderThatIsTakenWithoutASidIsWaitedForAndNotRepeated() {
        twilio.responses.add(new Response("{}", 201));
        CompletableFuture<CallResult<String>> result = ask();
        twilio.time.advance(Duration.ofSeconds(11));
        assertThat(result.join().outcome()).isEqualTo(Outcome.FAILED);
        assertThat(twilio.orders()).isEqualTo(1);
    }

    @Test
    void anOrderThatIsTakenInBrokenJsonIsWaitedForAndNotRepeated() {
        twilio.responses.add(new Response("{\"sid\":", 201));
        CompletableFuture<CallResult<String>> result = ask();
        twilio.time.advance(Duration.ofSeconds(11));
        assertThat(result.join().outcome()).isEqualTo(Outcome.FAILED);
        assertThat(twilio.orders()).isEqualTo(1);
    }

    @Test
    void cancellingDoesNotWaitUntilTheOrderMayBeRepeated() {
        twilio.responses.add(new Response(
                "{\"code\":20429,\"message\":\"Too many\"}", 429, new Header[] {new BasicHeader("retry-after", "3600")
                }));
        CompletableFuture<CallResult<String>> result = twilio.calls.askAsync(CALLEE, "Name?");
        settle();
        result.cancel(true);
        settle();
        assertThat(twilio.calls.openCalls()).isZero();
        assertThat(twilio.orders()).isEqualTo(1);
    }

    @Test
    void whatIsCancelledBeforeItIsOrderedDoesNotRing() {
        twilio.calls.askAsync(CALLEE, "Name?").cancel(true);
        settle();
        assertThat(twilio.orders()).isZero();
        assertThat(twilio.calls.openCalls()).isZero();
    }

    @Test
    void looksUpACallWhoseOrderWasAmbiguousAndOfWhichOnlyRingingIsHeard() {
        twilio.responses.add(error(503, 0, "overloaded"));
        CompletableFuture<CallResult<String>> result = ask();
        status("ringing");
        twilio.responses.add(ok("no-answer"));
        twilio.time.advance(Duration.ofSeconds(46));
        assertThat(result.join().outcome()).isEqualTo(Outcome.NO_ANSWER);
    }

    @Test
    void fallingBackTooOftenIsAFailure() {
        CompletableFuture<CallResult<String>> result = ask();
        String bad = twilio.voiceTarget();
        twilio.webhook(bad).join();
        for (int i = 0; i < 4; i++) {
            twilio.webhook(bad + "&fallback=1", "ErrorCode", "12100", "ErrorUrl", TwilioHarness.PUBLIC + bad)
                    .join();
        }
        status("completed");
        assertThat(result.join().outcome()).isEqualTo(Outcome.FAILED);
        assertThat(((CarrierException) result.join().failure().orElseThrow()).code())
                .hasValue(12100);
    }

    @Test
    void aFailureDoesNotTellTheNumber() {
        twilio.responses.add(error(400, 21211, "The 'To' number " + CALLEE + " is not valid"));
        assertThat(ask().join().failure().orElseThrow())
                .hasMessageContaining("is not valid")
                .hasMessageNotContaining(CALLEE.substring(1));
    }

    @Test
    void hangsUpAtOnceWhenTwilioAsksWhileHangingUp() {
        CompletableFuture<CallResult<String>> result = ask();
        HttpResponse question = twilio.webhook(twilio.voiceTarget()).join();
        twilio.responses.add(error(503, 0, "overloaded"));
        result.cancel(true);
        settle();
        assertThat(text(answer(question, "John"))).contains("<Hangup");
        status("completed");
    }

    @Test
    void aCallThatCameInAndIsOverDoesNotComeInAgain() {
        AtomicInteger runs = new AtomicInteger();
        twilio.calls.onIncoming(call -> runs.incrementAndGet());
        HttpResponse first = incoming();
        assertThat(text(first)).contains("<Hangup");
        twilio.webhook("/twilio/status", "CallStatus", "completed");
        settle();
        assertThat(text(incoming())).contains("<Hangup");
        assertThat(runs).hasValue(1);
    }

    @Test
    void aCallThatIsOverBeforeItCameInDoesNotComeIn() {
        AtomicInteger runs = new AtomicInteger();
        twilio.calls.onIncoming(call -> runs.incrementAndGet());
        twilio.webhook("/twilio/status", "Direction", "inbound", "CallStatus", "completed");
        settle();
        assertThat(text(incoming())).contains("<Hangup");
        assertThat(runs).hasValue(0);
        assertThat(twilio.gateway.openLegs()).isZero();
    }

    @Test
    void afterClosingNobodyTakesCallsThatComeIn() {
        twilio.calls.onIncoming(call -> "nobody");
        twilio.calls.close();
        assertThat(text(twilio.send(
                                "/twilio/voice",
                                "CallSid=" + SID + "&Direction=inbound",
                                TwilioHarness.sign(
                                        TwilioHarness.PUBLIC + "/twilio/voice",
                                        Map.of("CallSid", SID, "Direction", "inbound")))
                        .join()))
                .contains("<Hangup");
        assertThat(twilio.gateway.openLegs()).isZero();
    }

    private HttpResponse incoming() {
        CompletableFuture<HttpResponse> response =
                twilio.webhook("/twilio/voice", "Direction", "inbound", "From", CALLEE, "To", "+14155550100");
        settle();
        return response.join();
    }

    private CompletableFuture<CallResult<String>> ask() {
        CompletableFuture<CallResult<String>> result = twilio.calls.askAsync(CALLEE, "What is your name?");
        settle();
        return result;
    }

    private HttpResponse answer(HttpResponse question, String words) {
        HttpResponse response = twilio.webhook(next(question), "SpeechResult", words, "Confidence", "0.91")
                .join();
        settle();
        return response;
    }

    private void status(String status) {
        twilio.webhook(twilio.statusTarget(), "CallStatus", status);
        settle();
    }

    private void settle() {
        twilio.time.advance(Duration.ZERO);
    }

    private String lastUpdate(String parameter) {
        return twilio.requests
                .get(twilio.requests.size() - 1)
                .getPostParams()
                .get(parameter)
                .get(0);
    }
}
