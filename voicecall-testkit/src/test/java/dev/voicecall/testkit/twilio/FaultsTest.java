package dev.voicecall.testkit.twilio;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.voicecall.testkit.Callee;
import dev.voicecall.testkit.twilio.Faults.Chances;
import dev.voicecall.testkit.twilio.Faults.Quirk;
import dev.voicecall.testkit.twilio.RestFault.Operation;
import dev.voicecall.testkit.twilio.WebhookExchange.Kind;
import java.io.IOException;
import java.time.Duration;
import java.util.List;
import java.util.stream.IntStream;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;

class FaultsTest {
    private static final String VOICE = Bench.APP + "/voice";
    private static final String[] ALL = {
        "Url", VOICE, "StatusCallback", Bench.APP + "/status",
        "StatusCallbackEvent", "initiated", "StatusCallbackEvent", "ringing",
        "StatusCallbackEvent", "answered", "StatusCallbackEvent", "completed"
    };
    private final Bench bench = new Bench();

    @AfterEach
    void close() {
        bench.close();
    }

    private static List<String> numbers(SimulatedCall call) {
        return call.webhooks(Kind.STATUS).stream()
                .map(report -> report.parameter("SequenceNumber"))
                .toList();
    }

    @Test
    void delayedReportsComeInAnotherOrderButAllOfThem() {
        Chances delayed = new Chances(0, 0, 1, Duration.ofSeconds(20));
        List<List<String>> orders = IntStream.range(0, 20)
                .mapToObj(seed -> {
                    bench.twilio.faults(Faults.none().withSeed(seed).withCallbacks(delayed));
                    return numbers(bench.callToEnd(ALL));
                })
                .toList();
        assertThat(orders).allSatisfy(order -> assertThat(order).containsExactlyInAnyOrder("0", "1", "2", "3"));
        assertThat(orders).anySatisfy(order -> assertThat(order).isNotEqualTo(List.of("0", "1", "2", "3")));
    }

    @Test
    void lostReportsNeverComeAndTheCallGoesOn() {
        bench.twilio.faults(Faults.none().withCallbacks(new Chances(1, 0, 0, Duration.ZERO)));
        SimulatedCall call = bench.callToEnd(ALL);
        assertThat(call.webhooks(Kind.STATUS)).isEmpty();
        assertThat(call.status()).isEqualTo(CallStatus.COMPLETED);
    }

    @Test
    void aLostAnswerLeadsToTheFallbackThoughTheRequestArrived() {
        bench.answers.put("/voice", request -> {
            bench.twilio.faults(Faults.none());
            return Bench.xml("<Say>Lost</Say>");
        });
        bench.says("/fallback", "<Say>Saved</Say>");
        bench.twilio.faults(Faults.none().withSteering(new Chances(1, 0, 0, Duration.ZERO)));
        SimulatedCall call = bench.callToEnd("Url", VOICE, "FallbackUrl", Bench.APP + "/fallback");
        assertThat(bench.received).extracting(request -> request.path()).containsExactly("/voice", "/fallback");
        assertThat(call.webhooks(Kind.FALLBACK).get(0).parameter("ErrorCode")).isEqualTo("11200");
        assertThat(call.callee().heard()).containsExactly("Saved");
    }

    @Test
    void aLostAnswerIsAskedForAgainIfTheFragmentSaysSo() {
        bench.says("/voice", "<Say>Hi</Say>");
        bench.twilio.faults(Faults.none().withSteering(new Chances(1, 0, 0, Duration.ZERO)));
        SimulatedCall call = bench.callToEnd("Url", VOICE + "#rc=1&rp=rt");
        assertThat(call.webhooks(Kind.VOICE)).hasSize(2);
        assertThat(call.callee().heard()).containsExactly("Hi");
    }

    @Test
    void aQuestionThatComesTwiceIsAnsweredOnce() {
        bench.says("/voice", "<Say>A long greeting for you</Say>");
        bench.twilio.faults(Faults.none().withSteering(new Chances(0, 1, 0, Duration.ZERO)));
        SimulatedCall call = bench.callToEnd("Url", VOICE);
        assertThat(call.webhooks(Kind.VOICE)).hasSize(2);
        assertThat(call.webhooks(Kind.VOICE))
                .extracting(WebhookExchange::idempotencyToken)
                .hasSize(2)
                .containsOnly(call.webhooks().get(0).idempotencyToken());
        assertThat(call.callee().heard()).containsExactly("A long greeting for you");
    }

    @Test
    void questionsMayComeLate() {
        bench.says("/voice", "<Say>Hi</Say>");
        bench.twilio.faults(Faults.none().withSteering(new Chances(0, 0, 1, Duration.ofSeconds(10))));
        SimulatedCall call = bench.callToEnd("Url", VOICE);
        assertThat(call.talk()).isBetween(Duration.ofMillis(500), Duration.ofMillis(10_500));
        assertThat(call.callee().heard()).containsExactly("Hi");
    }

    @Test
    void ringingMayTakeFiveSecondsMore() {
        bench.twilio.callee(Bench.BOB, Callee.neverAnswers());
        bench.twilio.faults(Faults.none().with(Quirk.RINGS_FIVE_SECONDS_LONGER));
        SimulatedCall call = bench.call("Url", VOICE, "Timeout", "10");
        bench.time.advance(Duration.ofSeconds(15));
        assertThat(call.status()).isEqualTo(CallStatus.RINGING);
        bench.time.advance(Duration.ofSeconds(1));
        assertThat(call.status()).isEqualTo(CallStatus.NO_ANSWER);
    }

    @Test
    void aConnectionMayBreakOffBeforeOrAfterTheCallWasMade() {
        RestFault dropped = RestFault.next(Operation.CREATE, RestFault.Kind.DROPPED);
        for (RestFault fault : List.of(dropped, dropped.afterProcessing())) {
            bench.twilio.faults(Faults.none().with(fault));
            assertThatThrownBy(() -> bench.call("Url", VOICE)).hasCauseInstanceOf(IOException.class);
        }
        assertThat(bench.twilio.calls()).hasSize(1);
        assertThat(bench.twilio.requests()).extracting(RestExchange::status).containsExactly(0, 0);
    }

    @Test
    void theApiMayBeSlow() {
        bench.twilio.faults(Faults.none()
                .with(RestFault.next(Operation.CREATE, RestFault.Kind.SLOW).withDelay(Duration.ofSeconds(7))));
        var answer =
                bench.send("POST", "Calls.json", "To", Bench.BOB, "From", bench.twilio.phoneNumber(), "Url", VOICE);
        bench.time.advance(Duration.ofMillis(6_999));
        assertThat(answer).isNotDone();
        assertThat(bench.twilio.calls()).isEmpty();
        bench.time.advance(Duration.ofMillis(1));
        assertThat(answer.join().status()).isEqualTo(201);
        assertThat(bench.twilio.calls()).hasSize(1);
    }

    @Test
    void aFaultHappensAsOftenAsPlannedAndToItsOperationOnly() {
        bench.twilio.faults(Faults.none()
                .with(RestFault.next(Operation.UPDATE, RestFault.Kind.UNAVAILABLE)
                        .times(2)));
        SimulatedCall call = bench.call("Url", VOICE);
        String path = "Calls/" + call.sid() + ".json";
        assertThat(bench.get(path).status()).isEqualTo(200);
        assertThat(bench.post(path, "Status", "completed").status()).isEqualTo(503);
        assertThat(bench.post(path, "Status", "completed").status()).isEqualTo(503);
        assertThat(bench.post(path, "Status", "completed").status()).isEqualTo(200);
    }

    @Test
    void signaturesMayBeMissing() {
        bench.twilio.faults(Faults.none().with(Quirk.NO_SIGNATURE));
        bench.callToEnd("Url", VOICE);
        assertThat(bench.received).isNotEmpty().allMatch(request -> request.header("X-Twilio-Signature")
                .isEmpty());
    }
}
