package dev.voicecall.testkit.twilio;

import static org.assertj.core.api.Assertions.assertThat;

import dev.voicecall.testkit.Callee;
import dev.voicecall.testkit.twilio.Faults.Quirk;
import dev.voicecall.testkit.twilio.WebhookExchange.Kind;
import java.time.Duration;
import java.util.List;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;

class CallsTest {
    private static final String[] ALL = {
        "Url", Bench.APP + "/voice", "StatusCallback", Bench.APP + "/status",
        "StatusCallbackEvent", "initiated", "StatusCallbackEvent", "ringing",
        "StatusCallbackEvent", "answered", "StatusCallbackEvent", "completed"
    };
    private final Bench bench = new Bench();

    @AfterEach
    void close() {
        bench.close();
    }

    private static List<String> statuses(SimulatedCall call) {
        return call.webhooks(Kind.STATUS).stream()
                .map(w -> w.parameter("CallStatus"))
                .toList();
    }

    @Test
    void asksAndHearsTheAnswer() {
        bench.twilio.callee(Bench.BOB, Callee.answers().says("My name is John"));
        bench.says("/voice", "<Gather input='speech' action='/heard'><Say>Your name?</Say></Gather>");
        bench.says("/heard", "<Say>Thanks</Say><Hangup/>");
        SimulatedCall call = bench.callToEnd(ALL);
        assertThat(call.status()).isEqualTo(CallStatus.COMPLETED);
        assertThat(call.callee().heard()).containsExactly("Your name?", "Thanks");
        assertThat(call.webhooks(Kind.ACTION).get(0).parameter("SpeechResult")).isEqualTo("My name is John");
        assertThat(call.webhooks(Kind.ACTION).get(0).parameter("Confidence")).isEqualTo("0.9");
        assertThat(call.problems()).isEmpty();
        assertThat(bench.time.pendingEvents()).isZero();
    }

    @Test
    void reportsEachStepInARequestOfItsOwn() {
        bench.says("/voice", "<Pause length='61'/>");
        SimulatedCall call = bench.callToEnd(ALL);
        assertThat(statuses(call)).containsExactly("initiated", "ringing", "in-progress", "completed");
        assertThat(call.webhooks(Kind.STATUS).stream().map(w -> w.parameter("SequenceNumber")))
                .containsExactly("0", "1", "2", "3");
        WebhookExchange last = call.webhooks(Kind.STATUS).get(3);
        assertThat(last.parameter("CallDuration")).isEqualTo("62");
        assertThat(last.parameter("Duration")).isEqualTo("2");
    }

    @Test
    void reportsOnlyTheEndIfNotAskedForMore() {
        SimulatedCall call = bench.callToEnd("Url", Bench.APP + "/voice", "StatusCallback", Bench.APP + "/status");
        assertThat(statuses(call)).containsExactly("completed");
    }

    @Test
    void canceledWhileQueuedReportsNothing() {
        SimulatedCall call = bench.call(ALL);
        bench.post("Calls/" + call.sid() + ".json", "Status", "canceled");
        bench.time.runToEnd();
        assertThat(call.status()).isEqualTo(CallStatus.CANCELED);
        assertThat(call.webhooks()).isEmpty();
    }

    @Test
    void canceledWhileRingingIsReported() {
        SimulatedCall call = bench.call(ALL);
        bench.time.advance(Duration.ofSeconds(1));
        bench.post("Calls/" + call.sid() + ".json", "Status", "canceled");
        bench.time.runToEnd();
        assertThat(statuses(call)).endsWith("canceled");
    }

    @Test
    void unansweredCallsSayWhy() {
        for (var expected : List.of(
                List.of(Callee.busy(), "busy", "486"),
                List.of(Callee.neverAnswers(), "no-answer", "487"),
                List.of(Callee.rejects(), "busy", "603"),
                List.of(Callee.unreachable(), "failed", "404"))) {
            bench.twilio.callee(Bench.BOB, (Callee) expected.get(0));
            SimulatedCall call = bench.callToEnd(ALL);
            List<WebhookExchange> reports = call.webhooks(Kind.STATUS);
            WebhookExchange last = reports.get(reports.size() - 1);
            assertThat(last.parameter("CallStatus")).isEqualTo(expected.get(1));
            assertThat(last.parameter("SipResponseCode")).isEqualTo(expected.get(2));
            assertThat(last.parameters().values()).doesNotContainKey("Duration");
            assertThat(last.parameter("CallDuration")).isEqualTo("0");
        }
    }

    @Test
    void theUrlWinsOverGivenTwiml() {
        bench.says("/voice", "<Say>Url</Say>");
        SimulatedCall call =
                bench.callToEnd("Url", Bench.APP + "/voice", "Twiml", "<Response><Say>Twiml</Say></Response>");
        assertThat(call.callee().heard()).containsExactly("Url");
    }

    @Test
    void withoutInstructionsACallIsRefused() {
        var reply = bench.post("Calls.json", "To", Bench.BOB, "From", bench.twilio.phoneNumber());
        assertThat(reply.status()).isEqualTo(400);
        assertThat(reply.code()).isEqualTo(21205);
    }

    @Test
    void anEndedCallCantBeChanged() {
        SimulatedCall call = bench.callToEnd(ALL);
        var reply = bench.post("Calls/" + call.sid() + ".json", "Status", "completed");
        assertThat(reply.status()).isEqualTo(400);
        assertThat(reply.code()).isEqualTo(21220);
    }

    @Test
    void theEndMayBeReportedBeforeTheAnswer() {
        bench.twilio.faults(Faults.none().with(Quirk.COMPLETED_BEFORE_ANSWERED));
        assertThat(statuses(bench.callToEnd(ALL))).containsExactly("initiated", "ringing", "completed", "in-progress");
    }

    @Test
    void theEndMayBeReportedHalfAMinuteLate() {
        bench.twilio.faults(Faults.none().with(Quirk.COMPLETED_LATE));
        SimulatedCall call = bench.call(ALL);
        bench.time.advance(Duration.ofSeconds(10));
        assertThat(call.status()).isEqualTo(CallStatus.COMPLETED);
        assertThat(statuses(call)).doesNotContain("completed");
        bench.time.runToEnd();
        assertThat(statuses(call)).endsWith("completed");
    }

    @Test
    void reportsMayComeTwiceWithOneToken() {
        bench.twilio.faults(Faults.none().withCallbacks(new Faults.Chances(0, 1, 0, Duration.ZERO)));
        SimulatedCall call = bench.callToEnd("Url", Bench.APP + "/voice", "StatusCallback", Bench.APP + "/status");
        assertThat(call.webhooks(Kind.STATUS)).hasSize(2);
        assertThat(call.webhooks(Kind.STATUS).stream()
                        .map(WebhookExchange::idempotencyToken)
                        .distinct())
                .hasSize(1);
    }

    @Test
    void aFailureAfterProcessingLeavesTheCall() {
        bench.twilio.faults(Faults.none()
                .with(RestFault.next(RestFault.Operation.CREATE, RestFault.Kind.UNAVAILABLE)
                        .afterProcessing()));
        var reply = bench.post(
                "Calls.json", "To", Bench.BOB, "From", bench.twilio.phoneNumber(), "Url", Bench.APP + "/voice");
        assertThat(reply.status()).isEqualTo(503);
        assertThat(bench.twilio.calls()).hasSize(1);
        assertThat(bench.twilio.requests()).hasSize(1);
    }

    @Test
    void theApiMayLimitAndBreakAndRedirect() {
        bench.twilio.faults(Faults.none()
                .with(RestFault.next(RestFault.Operation.FETCH, RestFault.Kind.TOO_MANY_REQUESTS)
                        .withDelay(Duration.ofSeconds(2)))
                .with(RestFault.next(RestFault.Operation.FETCH, RestFault.Kind.TOO_MANY_REQUESTS))
                .with(RestFault.next(RestFault.Operation.FETCH, RestFault.Kind.HTML_ERROR))
                .with(RestFault.next(RestFault.Operation.FETCH, RestFault.Kind.REDIRECT)));
        var limited = bench.get("Calls.json");
        assertThat(limited.code()).isEqualTo(20429);
        assertThat(limited.response().headers()).containsEntry("Retry-After", "2");
        assertThat(bench.get("Calls.json").response().headers()).doesNotContainKey("Retry-After");
        assertThat(bench.get("Calls.json").status()).isEqualTo(500);
        assertThat(bench.get("Calls.json").status()).isEqualTo(302);
        assertThat(bench.get("Calls.json").status()).isEqualTo(200);
    }
}
