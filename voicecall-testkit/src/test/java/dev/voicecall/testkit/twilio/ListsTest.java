package dev.voicecall.testkit.twilio;

import static org.assertj.core.api.Assertions.assertThat;

import dev.voicecall.testkit.Callee;
import java.time.Duration;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

class ListsTest {
    private static final String OTHER = "+14155550188";

    private static int count(Bench bench, String filter) {
        return bench.get("Calls.json?" + filter).json().get("calls").size();
    }

    @Test
    void callsAreListedByWhatTheyAreAndPageByPage() {
        try (Bench bench = new Bench()) {
            bench.twilio.callee(OTHER, Callee.busy());
            for (int i = 0; i < 5; i++) {
                bench.callToEnd("Url", Bench.APP + "/voice");
                bench.post("Calls.json", "To", OTHER, "From", bench.twilio.phoneNumber(), "Url", Bench.APP + "/voice");
                bench.time.runToEnd();
            }
            assertThat(count(bench, "Status=busy")).isEqualTo(5);
            assertThat(count(bench, "Status=busy&To=%2B14155550123")).isZero();
            assertThat(count(bench, "StartTime%3E=2026-01-01")).isEqualTo(5);
            assertThat(count(bench, "StartTime=2026-01-01T00%3A00%3A02Z")).isEqualTo(1);
            assertThat(count(bench, "EndTime%3C=2025-12-31")).isZero();
            assertThat(bench.get("Calls.json?StartTime=yesterday").status()).isEqualTo(400);
            var page = bench.get("Calls.json?Status=busy&PageSize=3").json();
            assertThat(page.get("calls")).hasSize(3);
            String next = page.get("next_page_uri").asText();
            var last = bench.get(next.substring(next.indexOf("Calls.json"))).json();
            assertThat(last.get("calls"))
                    .hasSize(2)
                    .allMatch(call -> call.get("status").asText().equals("busy"));
            assertThat(last.get("next_page_uri").isNull()).isTrue();
        }
    }

    @Test
    void aCallIsDeletedOnceItIsOver() {
        try (Bench bench = new Bench()) {
            SimulatedCall call = bench.call("Url", Bench.APP + "/voice");
            String path = "Calls/" + call.sid() + ".json";
            assertThat(bench.request("DELETE", path).status()).isEqualTo(400);
            bench.time.runToEnd();
            assertThat(bench.request("DELETE", path).status()).isEqualTo(204);
            assertThat(bench.get(path).code()).isEqualTo(20404);
        }
    }

    @Test
    void apiKeysOpenTheDoorAndWrongOnesDoNot() {
        try (Bench bench = new Bench(Faults.none(), builder -> builder.apiKey("SK1", "secret"))) {
            assertThat(bench.sendAs("SK1:secret", "GET", "Calls.json").join().status())
                    .isEqualTo(200);
            assertThat(bench.sendAs("SK1:wrong", "GET", "Calls.json").join().status())
                    .isEqualTo(401);
        }
    }

    @Test
    void callsBeyondTheRateAreQueuedAndCanBeCanceledThere() {
        try (Bench bench = new Bench(Faults.none(), builder -> builder.callsPerSecond(0.1))) {
            SimulatedCall first = bench.call("Url", Bench.APP + "/voice");
            SimulatedCall second = bench.call("Url", Bench.APP + "/voice", "StatusCallback", Bench.APP + "/status");
            bench.time.advance(Duration.ofSeconds(8));
            assertThat(first.status()).isEqualTo(CallStatus.COMPLETED);
            assertThat(second.status()).isEqualTo(CallStatus.QUEUED);
            String path = "Calls/" + second.sid() + ".json";
            assertThat(bench.get(path).json().get("queue_time").asText()).isEqualTo("10000");
            bench.post(path, "Status", "canceled");
            bench.time.runToEnd();
            assertThat(second.status()).isEqualTo(CallStatus.CANCELED);
            assertThat(second.webhooks()).isEmpty();
        }
    }

    @Test
    void aCallEndsAtItsTimeLimit() {
        try (Bench bench = new Bench()) {
            bench.says("/voice", "<Pause length='600'/>");
            assertThat(bench.callToEnd("Url", Bench.APP + "/voice", "TimeLimit", "30")
                            .talk())
                    .isEqualTo(Duration.ofSeconds(30));
        }
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "human",
                "machine_start",
                "machine_end_beep",
                "machine_end_silence",
                "machine_end_other",
                "fax",
                "unknown"
            })
    void whatPicksUpIsReportedInEachOfTwiliosWords(String result) {
        try (Bench bench = new Bench()) {
            bench.twilio.answeredBy(Bench.BOB, result);
            SimulatedCall call = bench.callToEnd("Url", Bench.APP + "/voice", "MachineDetection", "Enable");
            assertThat(call.webhooks().get(0).parameter("AnsweredBy")).isEqualTo(result);
        }
    }

    @Test
    void aBrokenFormIsRefused() {
        try (Bench bench = new Bench()) {
            assertThat(bench.get("Calls.json?To=%zz").status()).isEqualTo(400);
        }
    }
}
