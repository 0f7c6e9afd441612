package dev.voicecall.examples;

import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.databind.JsonNode;
import dev.voicecall.testkit.Callee;
import java.net.http.HttpResponse;
import java.util.HashMap;
import java.util.Map;
import java.util.concurrent.CompletableFuture;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

@Tag("socket")
@Timeout(60)
class AskServiceTest {
    private static final String GOOD_ORIGIN = "https://app.example.com";
    private static RunningService running;

    @BeforeAll
    static void start() {
        running = RunningService.start(
                20, Map.of("CORS_ORIGINS", GOOD_ORIGIN, "ALLOWED_PREFIXES", "+1", "MAX_CALLS_PER_MINUTE", "1000"));
    }

    @AfterAll
    static void stop() {
        running.close();
    }

    @Test
    void answersWithWhatWasSaid() {
        JsonNode answer = running.makeCall(SimulatedPhones.JOHN).join();

        assertThat(answer.path("status").textValue()).isEqualTo("success");
        assertThat(answer.path("user_response").textValue()).isEqualTo("My name is John");
        assertThat(answer.path("confidence").doubleValue()).isEqualTo(0.9);
        assertThat(answer.path("call_sid").textValue()).matches("CA[0-9a-f]{32}");
        assertThat(answer.has("error")).isFalse();
    }

    @ParameterizedTest
    @CsvSource({
        SimulatedPhones.BUSY + ", busy",
        SimulatedPhones.NEVER_ANSWERS + ", no_answer",
        SimulatedPhones.VOICEMAIL + ", voicemail",
        SimulatedPhones.DECLINES + ", rejected",
        SimulatedPhones.HANGS_UP + ", hung_up",
        SimulatedPhones.SILENT + ", no_input",
        SimulatedPhones.UNREACHABLE + ", failed"
    })
    void saysWhyThereIsNoAnswer(String number, String status) {
        JsonNode answer = running.makeCall(number).join();

        assertThat(answer.path("status").textValue()).isEqualTo(status);
        assertThat(answer.path("user_response").isNull()).isTrue();
        assertThat(answer.path("confidence").isNull()).isTrue();
        assertThat(answer.path("call_sid").textValue()).matches("CA[0-9a-f]{32}");
    }

    @Test
    void asksADefaultQuestionAndTakesKeys() {
        CompletableFuture<String> asked = new CompletableFuture<>();
        running.phones().callee("+14155550150", Callee.answers().otherwise(question -> {
            asked.complete(question);
            return Callee.Reaction.press("4#");
        }));

        JsonNode answer = RunningService.json(running.post("/make-call", "{\"number\":\"+1 (415) 555-0150\"}"));

        assertThat(asked.join()).isEqualTo(MakeCallRequest.DEFAULT_PROMPT);
        assertThat(answer.path("user_response").textValue()).isEqualTo("4");
        assertThat(answer.path("confidence").isNull()).isTrue();
    }

    @Test
    void givesEachOfManyClientsItsOwnAnswer() {
        Map<String, CompletableFuture<JsonNode>> answers = new HashMap<>();
        for (int i = 0; i < 20; i++) {
            String number = "+1415555" + (2000 + i);
            running.phones().callee(number, Callee.answers().says("I am " + number));
        }

        for (int i = 0; i < 20; i++) {
            String number = "+1415555" + (2000 + i);
            answers.put(number, running.makeCall(number));
        }

        answers.forEach((number, answer) ->
                assertThat(answer.join().path("user_response").textValue()).isEqualTo("I am " + number));
        assertThat(answers.values().stream()
                        .map(answer -> answer.join().path("call_sid").textValue()))
                .doesNotHaveDuplicates();
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "",
                "x",
                "{",
                "{\"number\":\"+14155550101\"",
                "{\"number\":\"+14155550101\"} {}",
                "{\"number\":\"+14155550101\",\"number\":\"+14155550102\"}",
                "[]",
                "[{\"number\":\"+14155550101\"}]",
                "null",
                "\"+14155550101\"",
                "{}",
                "{\"number\":null}",
                "{\"number\":14155550101}",
                "{\"number\":1e999}",
                "{\"number\":[\"+14155550101\"]}",
                "{\"number\":{\"$ne\":\"\"}}",
                "{\"number\":true}",
                "{\"number\":\"\"}",
                "{\"number\":\"John\"}",
                "{\"number\":\"4155550101\"}",
                "{\"number\":\"+14155550101\\r\\nX-Evil: 1\"}",
                "{\"number\":\"+14155550101\\u0000\"}",
                "{\"number\":\"+1415555010112345678\"}",
                "{\"number\":\"sip:john@example.com\"}",
                "{\"number\":\"+14155550101\",\"prompt\":\"\"}",
                "{\"number\":\"+14155550101\",\"prompt\":7}",
                "{\"number\":\"+14155550101\",\"prompt\":\"a\\u0007\"}",
                "{\"number\":\"+14155550101\",\"prompt\":\"\\ud800\"}",
                "{\"number\":\"+14155550101\",\"timeout_seconds\":4}",
                "{\"number\":\"+14155550101\",\"timeout_seconds\":601}",
                "{\"number\":\"+14155550101\",\"timeout_seconds\":60.5}",
                "{\"number\":\"+14155550101\",\"timeout_seconds\":\"60\"}",
                "{\"number\":\"+14155550101\",\"timeout_seconds\":99999999999999999999}",
                "{\"number\":\"+14155550101\",\"timeout\":60}"
            })
    void refusesWhatIsNoRequest(String body) {
        HttpResponse<String> response = running.post("/make-call", body);

        assertThat(response.statusCode()).isEqualTo(400);
        JsonNode answer = RunningService.json(response);
        assertThat(answer.path("status").textValue()).isEqualTo("error");
        assertThat(answer.path("error").textValue()).isNotBlank().doesNotContain("4155550101");
    }

    @Test
    void refusesAHugeNumberWithAShortMessage() {
        HttpResponse<String> response = running.post("/make-call", "{\"number\":\"+" + "9".repeat(500_000) + "\"}");

        assertThat(response.statusCode()).isEqualTo(400);
        assertThat(response.body()).hasSizeLessThan(500);
    }

    @Test
    void refusesABodyThatIsTooDeep() {
        assertThat(running.post("/make-call", "{\"number\":" + "[".repeat(100_000))
                        .statusCode())
                .isEqualTo(400);
    }

    @Test
    void refusesANumberThatIsNotAllowed() {
        HttpResponse<String> response = running.post("/make-call", "{\"number\":\"+442079460000\"}");

        assertThat(response.statusCode()).isEqualTo(403);
        assertThat(RunningService.json(response).path("status").textValue()).isEqualTo("error");
    }

    @ParameterizedTest
    @ValueSource(strings = {"/voice-logic", "/handle-recording", "/call-status"})
    void refusesAWebhookWithoutASignature(String path) {
        assertThat(running.post(path, "CallSid=CA1", "Content-Type", "application/x-www-form-urlencoded")
                        .statusCode())
                .isEqualTo(403);
        assertThat(running.post(path, "CallSid=CA1", "X-Twilio-Signature", "d3Jvbmc=")
                        .statusCode())
                .isEqualTo(403);
    }

    @Test
    void saysThatItIsWell() {
        HttpResponse<String> response = running.send("GET", "/", "");

        assertThat(response.statusCode()).isEqualTo(200);
        assertThat(RunningService.json(response).path("status").textValue()).isEqualTo("ok");
        assertThat(RunningService.json(response).path("open_calls").isInt()).isTrue();
    }

    @Test
    void letsPagesOfConfiguredOriginsInOnly() {
        HttpResponse<String> good = preflight(GOOD_ORIGIN);
        HttpResponse<String> bad = preflight("https://evil.example.com");

        assertThat(good.statusCode()).isEqualTo(204);
        assertThat(good.headers().firstValue("Access-Control-Allow-Origin")).contains(GOOD_ORIGIN);
        assertThat(good.headers().firstValue("Access-Control-Allow-Methods")).contains("POST");
        assertThat(good.headers().firstValue("Access-Control-Allow-Headers")).contains("Authorization, Content-Type");
        assertThat(good.headers().allValues("Vary")).containsExactly("Origin");
        assertThat(bad.statusCode()).isEqualTo(403);
        assertThat(bad.headers().firstValue("Access-Control-Allow-Origin")).isEmpty();
        assertThat(bad.headers().firstValue("Access-Control-Allow-Methods")).isEmpty();
        assertThat(bad.headers().allValues("Vary")).containsExactly("Origin");
    }

    @Test
    void aPageOfAConfiguredOriginCanReadTheAnswer() {
        HttpResponse<String> response =
                running.post("/make-call", "{\"number\":\"" + SimulatedPhones.BUSY + "\"}", "Origin", GOOD_ORIGIN);

        assertThat(RunningService.json(response).path("status").textValue()).isEqualTo("busy");
        assertThat(response.headers().firstValue("Access-Control-Allow-Origin")).contains(GOOD_ORIGIN);
        assertThat(response.headers().allValues("Vary")).containsExactly("Origin");
    }

    @Test
    void aPageOfAnotherOriginCanNotMakeAPhoneRing() {
        int before = running.phones().calls().size();

        HttpResponse<String> response = running.post(
                "/make-call",
                "{\"number\":\"" + SimulatedPhones.BUSY + "\"}",
                "Origin",
                "https://evil.example.com",
                "Content-Type",
                "text/plain");

        assertThat(response.statusCode()).isEqualTo(403);
        assertThat(running.phones().calls()).hasSize(before);
    }

    private static HttpResponse<String> preflight(String origin) {
        return running.send("OPTIONS", "/make-call", "", "Origin", origin, "Access-Control-Request-Method", "POST");
    }
}
