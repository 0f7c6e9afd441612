package dev.voicecall.examples;

import static java.util.concurrent.TimeUnit.SECONDS;
import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.databind.JsonNode;
import dev.voicecall.spi.Scheduler;
import dev.voicecall.testkit.Callee;
import dev.voicecall.testkit.CalleeOnCall;
import dev.voicecall.testkit.FakeSpeechToText;
import dev.voicecall.testkit.FakeTextToSpeech;
import dev.voicecall.testkit.twilio.SimulatedCall;
import java.net.http.HttpResponse;
import java.time.Clock;
import java.time.Duration;
import java.time.Instant;
import java.time.ZoneOffset;
import java.util.Map;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

@Tag("socket")
@Timeout(60)
class AssistantServiceTest {
    private static final String MARY = "+14155550170";
    private static final Clock NOON = Clock.fixed(Instant.parse("2026-01-01T12:00:00Z"), ZoneOffset.UTC);

    private static Scheduler time;
    private static RunningService running;

    @BeforeAll
    static void start() {
        time = Scheduler.system();
        AssistantService.Parts parts =
                new AssistantService.Parts(new FakeSpeechToText(), new Receptionist(NOON), new FakeTextToSpeech(time));
        running = RunningService.startAssistant(
                parts,
                Map.of(
                        "ALLOWED_PREFIXES",
                        "+1",
                        "CORS_ORIGINS",
                        "https://app.example.com",
                        "MAX_CALLS_PER_MINUTE",
                        "1000"));
    }

    @AfterAll
    static void stop() {
        running.close();
        time.close();
    }

    @Test
    @Tag("spoken")
    void callsANumberAndSaysWhatItWasTold() throws Exception {
        EventRecorder events = running.listen().get(30, SECONDS);
        running.phones().callee(MARY, atOnce().says("Goodbye."));

        JsonNode answer = post("{\"to_number\":\"" + MARY + "\",\"initial_message\":\"Your taxi is there.\"}");

        assertThat(answer.path("success").booleanValue()).isTrue();
        assertThat(answer.path("status").textValue()).isEqualTo("ringing");
        String sid = answer.path("call_sid").textValue();
        assertThat(sid).matches("CA[0-9a-f]{32}");
        JsonNode ended = events.first(event -> isOf(event, sid, "ended")).get(30, SECONDS);
        assertThat(ended.path("status").textValue()).isEqualTo("answered");
        assertThat(callee(sid).heard()).startsWith("Your taxi is there.");
        JsonNode call = call("history", sid);
        assertThat(call.path("to").textValue()).isEqualTo(MARY);
        assertThat(call.path("direction").textValue()).isEqualTo("outbound");
        assertThat(call.path("events").findValuesAsText("text"))
                .containsExactly("Your taxi is there.", "Goodbye.", "Thank you for calling. Goodbye.");
    }

    @Test
    @Tag("spoken")
    void takesACallAndTellsOfItAsItHappens() throws Exception {
        EventRecorder events = running.listen().get(30, SECONDS);

        SimulatedCall call = running.phones()
                .callIn(
                        running.address().resolve("/voice/incoming"),
                        running.address().resolve("/call-status"),
                        Callee.answers().says("What time is it?").says("No, goodbye."));

        events.first(event -> isOf(event, call.sid(), "ended")).get(50, SECONDS);
        assertThat(call.callee().heard())
                .containsExactly(
                        Receptionist.GREETING,
                        "It is 12:00 PM. Is there anything else?",
                        "Thank you for calling. Goodbye.");
        assertThat(events.all("words").stream()
                        .filter(event -> isOf(event, call.sid(), "words"))
                        .map(event -> event.path("speaker").textValue() + ": "
                                + event.path("text").textValue()))
                .containsSubsequence(
                        "agent: " + Receptionist.GREETING,
                        "caller: What time is it?",
                        "agent: It is 12:00 PM. Is there anything else?",
                        "caller: No, goodbye.");
        JsonNode turn = events.first(event -> isOf(event, call.sid(), "turn")).get(1, SECONDS);
        assertThat(turn.path("words").textValue()).isEqualTo("What time is it?");
        assertThat(turn.path("latency_ms").longValue())
                .isGreaterThanOrEqualTo(turn.path("endpointing_ms").longValue());
    }

    @Test
    @Tag("spoken")
    void interruptsTheAgentOnACall() throws Exception {
        running.phones().callee(MARY, atOnce().says("When are you open?").says("Goodbye."));
        EventRecorder events = running.listen().get(30, SECONDS);
        String sid = post("{\"to_number\":\"" + MARY + "\",\"initial_message\":\"Hello?\"}")
                .path("call_sid")
                .textValue();
        assertThat(call("active", sid).path("status").textValue()).isIn("ringing", "in_progress");
        events.first(event -> isOf(event, sid, "turn")).get(30, SECONDS);

        assertThat(interrupt(sid).path("interrupted").booleanValue()).isTrue();
        assertThat(interrupt(sid).path("interrupted").booleanValue()).isFalse();

        events.first(event -> isOf(event, sid, "ended")).get(40, SECONDS);
        assertThat(String.join(" ", callee(sid).heard()))
                .contains("Hello?", "Thank you for calling.")
                .doesNotContain("closed.");
    }

    @ParameterizedTest
    @ValueSource(strings = {"CA00000000000000000000000000000000", "x", "%20", "CA1%2F"})
    void saysThatThereIsNoSuchCallToInterrupt(String sid) {
        HttpResponse<String> response = running.post("/interrupt-call/" + sid, "");

        assertThat(response.statusCode()).isEqualTo(404);
        assertThat(RunningService.json(response).path("status").textValue()).isEqualTo("error");
    }

    @Test
    void saysWhyThereIsNoCall() {
        running.phones().callee(MARY, Callee.unreachable());

        JsonNode answer = post("{\"to_number\":\"" + MARY + "\"}");

        assertThat(answer.path("success").booleanValue()).isFalse();
        assertThat(answer.path("status").textValue()).isEqualTo("failed");
    }

    @Test
    void callsFromAnotherNumber() {
        running.phones().callee(MARY, atOnce().hangsUpAfter(Duration.ofSeconds(1)));

        JsonNode answer = post("{\"to_number\":\"" + MARY + "\",\"from_number\":\"+15005550007\"}");

        // the account has one number only, and Twilio refuses all others
        assertThat(answer.path("success").booleanValue()).isFalse();
        assertThat(answer.path("error").textValue()).contains("21210");
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "",
                "{",
                "[]",
                "{}",
                "{\"to_number\":null}",
                "{\"to_number\":14155550170}",
                "{\"to_number\":\"Mary\"}",
                "{\"to_number\":\"4155550170\"}",
                "{\"number\":\"+14155550170\"}",
                "{\"to_number\":\"+14155550170\",\"from_number\":7}",
                "{\"to_number\":\"+14155550170\",\"from_number\":\"me\"}",
                "{\"to_number\":\"+14155550170\",\"initial_message\":\"\"}",
                "{\"to_number\":\"+14155550170\",\"initial_message\":[\"Hi\"]}",
                "{\"to_number\":\"+14155550170\",\"initial_message\":\"a\\u0007\"}",
                "{\"to_number\":\"+14155550170\",\"prompt\":\"Hi\"}"
            })
    void refusesWhatIsNoRequest(String body) {
        int before = running.phones().calls().size();

        HttpResponse<String> response = running.post("/make-call", body);

        assertThat(response.statusCode()).isEqualTo(400);
        assertThat(RunningService.json(response).path("error").textValue()).isNotBlank();
        assertThat(running.phones().calls()).hasSize(before);
    }

    @Test
    void refusesAMessageThatIsTooLong() {
        String body = Json.object()
                .put("to_number", MARY)
                .put("initial_message", "a".repeat(1_001))
                .toString();

        assertThat(running.post("/make-call", body).statusCode()).isEqualTo(400);
    }

    @Test
    void refusesANumberThatIsNotAllowed() {
        assertThat(running.post("/make-call", "{\"to_number\":\"+442079460000\"}")
                        .statusCode())
                .isEqualTo(403);
    }

    @ParameterizedTest
    @ValueSource(strings = {"/voice/incoming", "/voice/outbound", "/voice/next", "/call-status"})
    void refusesAWebhookWithoutASignature(String path) {
        assertThat(running.post(path, "CallSid=CA1", "Content-Type", "application/x-www-form-urlencoded")
                        .statusCode())
                .isEqualTo(403);
    }

    @Test
    void saysThatItIsWell() {
        HttpResponse<String> response = running.send("GET", "/", "");

        assertThat(response.statusCode()).isEqualTo(200);
        assertThat(RunningService.json(response).path("status").textValue()).isEqualTo("ok");
    }

    private static Callee atOnce() {
        return Callee.answers().afterRinging(Duration.ofMillis(500));
    }

    private static JsonNode post(String body) {
        HttpResponse<String> response = running.post("/make-call", body);
        assertThat(response.statusCode()).isEqualTo(200);
        return RunningService.json(response);
    }

    private static JsonNode interrupt(String sid) {
        return RunningService.json(running.post("/interrupt-call/" + sid, ""));
    }

    private static JsonNode call(String where, String sid) {
        JsonNode calls = RunningService.json(running.send("GET", "/calls", "")).path(where);
        for (JsonNode call : calls) {
            if (call.path("call_sid").asText().equals(sid)) {
                return call;
            }
        }
        throw new AssertionError(sid + " is not among the calls: " + calls);
    }

    private static CalleeOnCall callee(String sid) {
        return running.phones().calls().stream()
                .filter(call -> call.sid().equals(sid))
                .findFirst()
                .orElseThrow()
                .callee();
    }

    private static boolean isOf(JsonNode event, String sid, String type) {
        return event.path("evt").asText().equals(type)
                && event.path("call_id").asText().equals(sid);
    }
}
