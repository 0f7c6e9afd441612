package dev.voicecall.examples;

import static org.assertj.core.api.Assertions.assertThat;

import java.net.http.HttpResponse;
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
class AskServiceAccessTest {
    private static final String KEY = "0f4c1e-open-sesame";
    private static final String BODY = "{\"number\":\"" + SimulatedPhones.BUSY + "\"}";
    private static RunningService running;

    @BeforeAll
    static void start() {
        running = RunningService.start(20, Map.of("API_KEY", KEY, "MAX_CALLS_PER_MINUTE", "2"));
    }

    @AfterAll
    static void stop() {
        running.close();
    }

    @Test
    void refusesARequestWithoutAKey() {
        assertRefused(running.post("/make-call", BODY));
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "Bearer ",
                "Bearer wrong",
                "Bearer 0f4c1e-open-sesam",
                "Bearer 0f4c1e-open-sesame2",
                "0f4c1e-open-sesame",
                "Basic 0f4c1e-open-sesame",
                "Bearer0f4c1e-open-sesame"
            })
    void refusesAWrongKey(String authorization) {
        assertRefused(running.post("/make-call", BODY, "Authorization", authorization));
    }

    @Test
    void refusesBeforeItLooksAtTheBody() {
        assertRefused(running.post("/make-call", "{"));
    }

    @Test
    void asksNoKeyOfAHealthCheckOrAPreflight() {
        assertThat(running.send("GET", "/", "").statusCode()).isEqualTo(200);
        assertThat(running.send("OPTIONS", "/make-call", "").statusCode()).isEqualTo(204);
    }

    @Test
    void takesTheKeyAndPlacesAsManyCallsPerMinuteAsAllowed() {
        assertThat(call().statusCode()).isEqualTo(200);
        assertThat(call().statusCode()).isEqualTo(200);

        HttpResponse<String> third = call();

        assertThat(third.statusCode()).isEqualTo(429);
        assertThat(RunningService.json(third).path("status").textValue()).isEqualTo("error");
    }

    private static HttpResponse<String> call() {
        return running.post("/make-call", BODY, "Authorization", "bearer " + KEY);
    }

    private static void assertRefused(HttpResponse<String> response) {
        assertThat(response.statusCode()).isEqualTo(401);
        assertThat(response.headers().firstValue("WWW-Authenticate")).contains("Bearer realm=\"voicecall\"");
        assertThat(RunningService.json(response).path("status").textValue()).isEqualTo("error");
        assertThat(response.body()).doesNotContain(KEY);
    }
}
