package dev.voicecall.testkit.openai;

import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.databind.JsonNode;
import dev.voicecall.testkit.openai.RealtimeBehaviour.ResponseFault;
import dev.voicecall.testkit.openai.SimulatedModel.Answer;
import java.time.Duration;
import java.util.List;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

/** What goes wrong on the side of the service. */
class RealtimeFaultsTest {
    private static final String LONG = "One two three four five six seven eight nine ten.";

    private static RealtimeBench bench(ResponseFault fault) {
        return new RealtimeBench(RealtimeBehaviour.usual().with(1, fault), prompt -> Answer.say(LONG));
    }

    private static void respond(RealtimeBench bench, RealtimeClient client) {
        client.send("{\"type\":\"response.create\"}");
        bench.time.advance(Duration.ofSeconds(5));
    }

    @ParameterizedTest
    @CsvSource({
        "RATE_LIMITED, failed, /error/code, rate_limit_exceeded, 0",
        "FAILED, failed, /error/code, server_error, 0",
        "FAILED_HALFWAY, failed, /error/code, server_error, 1",
        "INCOMPLETE, incomplete, /reason, max_output_tokens, 1",
        "CONTENT_FILTERED, incomplete, /reason, content_filter, 1"
    })
    void aResponseEndsBeforeItsTimeAndTheNextOneDoesNot(
            ResponseFault fault, String status, String pointer, String value, int items) {
        try (RealtimeBench bench = bench(fault)) {
            RealtimeClient client = bench.phone();
            respond(bench, client);
            JsonNode response = client.last("response.done").path("response");
            assertThat(response.path("status").asText()).isEqualTo(status);
            assertThat(response.path("status_details").at(pointer).asText()).isEqualTo(value);
            assertThat(response.path("output")).hasSize(items);
            response.path("output")
                    .forEach(item -> assertThat(item.path("status").asText()).isEqualTo("incomplete"));
            respond(bench, client);
            assertThat(client.last("response.done").at("/response/status").asText())
                    .isEqualTo("completed");
        }
    }

    @Test
    void aResponseThatStallsIsActiveUntilItIsCancelled() {
        try (RealtimeBench bench = bench(ResponseFault.STALLED)) {
            RealtimeClient client = bench.phone();
            respond(bench, client);
            bench.time.advance(Duration.ofMinutes(5));
            assertThat(client.of("response.done")).isEmpty();
            assertThat(client.of("response.output_audio.delta")).isNotEmpty();
            client.send("{\"type\":\"response.cancel\"}");
            assertThat(client.last("response.done").at("/response/status").asText())
                    .isEqualTo("cancelled");
        }
    }

    @Test
    void theConnectionBreaksInTheMiddle() {
        try (RealtimeBench bench = bench(ResponseFault.CUT)) {
            RealtimeClient client = bench.phone();
            respond(bench, client);
            assertThat(client.closeCode()).isEqualTo(1_006);
            assertThat(client.of("response.output_audio.delta")).isNotEmpty();
            assertThat(client.of("response.done")).isEmpty();
        }
    }

    @Test
    void somethingThatIsNoJsonComesInBetween() {
        try (RealtimeBench bench = bench(ResponseFault.MALFORMED)) {
            RealtimeClient client = bench.phone();
            respond(bench, client);
            assertThat(client.broken()).hasSize(1);
            assertThat(client.last("response.done").at("/response/status").asText())
                    .isEqualTo("completed");
        }
    }

    @Test
    void soundComesAfterTheEnd() {
        try (RealtimeBench bench = bench(ResponseFault.LATE_DELTAS)) {
            RealtimeClient client = bench.phone();
            client.send("{\"type\":\"response.create\"}");
            bench.time.advance(Duration.ofMillis(500));
            client.send("{\"type\":\"response.cancel\"}");
            assertThat(client.types())
                    .endsWith("response.done", "response.output_audio.delta", "response.output_audio.delta");
        }
    }

    @Test
    void aVoiceThatFailsFailsTheResponse() {
        try (RealtimeBench bench = new RealtimeBench(RealtimeBehaviour.usual(), Answer.say(LONG))) {
            bench.openAi.voice(new dev.voicecall.testkit.FakeTextToSpeech(bench.time).breaksOffAt(1));
            RealtimeClient client = bench.phone();
            respond(bench, client);
            assertThat(client.last("response.done").at("/response/status").asText())
                    .isEqualTo("failed");
        }
    }

    @Test
    void aVoiceThatStallsIsGivenUpWithTheResponse() {
        try (RealtimeBench bench = new RealtimeBench(RealtimeBehaviour.usual(), Answer.say(LONG))) {
            bench.openAi.voice(new dev.voicecall.testkit.FakeTextToSpeech(bench.time).stallsAt(1));
            RealtimeClient client = bench.phone();
            respond(bench, client);
            assertThat(bench.time.blockedWorkers()).isOne();
            client.send("{\"type\":\"response.cancel\"}");
            assertThat(client.last("response.done").at("/response/status").asText())
                    .isEqualTo("cancelled");
        }
    }

    @Test
    void eventsThatNobodyKnowsAreSprinkledInAlikeWithEachSeed() {
        List<String> first = typesWithUnknownEvents(7);
        assertThat(first).contains("simulator.event_of_tomorrow", "response.done");
        assertThat(typesWithUnknownEvents(7)).isEqualTo(first);
        assertThat(typesWithUnknownEvents(8)).isNotEqualTo(first);
    }

    private static List<String> typesWithUnknownEvents(long seed) {
        try (RealtimeBench bench = new RealtimeBench(
                RealtimeBehaviour.usual().withUnknownEvents(0.3).withSeed(seed), Answer.say(LONG))) {
            RealtimeClient client = bench.phone();
            respond(bench, client);
            return client.types();
        }
    }

    @Test
    void aTestBreaksOrAmusesAClientAtWill() {
        try (RealtimeBench bench = new RealtimeBench(RealtimeBehaviour.usual())) {
            RealtimeClient client = bench.phone();
            bench.session().send("hello");
            bench.time.advance(Duration.ofMillis(100));
            assertThat(client.broken()).containsExactly("hello");
            bench.session().cut();
            bench.time.advance(Duration.ofMillis(100));
            assertThat(client.closeCode()).isEqualTo(1_006);
            assertThat(bench.session().received()).hasSize(1);
        }
    }
}
