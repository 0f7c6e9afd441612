package dev.voicecall.examples;

import static java.util.concurrent.TimeUnit.SECONDS;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.voicecall.spi.Scheduler;
import dev.voicecall.testkit.FakeSpeechToText;
import dev.voicecall.testkit.FakeTextToSpeech;
import java.net.http.HttpResponse;
import java.net.http.WebSocketHandshakeException;
import java.time.Clock;
import java.util.Map;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.ExecutionException;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

/** Who may use the assistant. */
@Tag("socket")
@Timeout(60)
class AssistantAccessTest {
    private static final String KEY = "0f4c1e-open-sesame";
    private static final String ORIGIN = "https://app.example.com";

    private static Scheduler time;
    private static RunningService running;

    @BeforeAll
    static void start() {
        time = Scheduler.system();
        running = RunningService.startAssistant(
                new AssistantService.Parts(
                        new FakeSpeechToText(), new Receptionist(Clock.systemUTC()), new FakeTextToSpeech(time)),
                Map.of("API_KEY", KEY, "CORS_ORIGINS", ORIGIN));
    }

    @AfterAll
    static void stop() {
        running.close();
        time.close();
    }

    @ParameterizedTest
    @CsvSource({"POST, /make-call", "POST, /interrupt-call/CA1", "GET, /calls"})
    void letsNobodyInWithoutTheKey(String method, String path) {
        HttpResponse<String> none = running.send(method, path, "{}");
        HttpResponse<String> wrong = running.send(method, path, "{}", "Authorization", "Bearer wrong");
        HttpResponse<String> right = running.send(method, path, "{}", "Authorization", "Bearer " + KEY);

        assertThat(none.statusCode()).isEqualTo(401);
        assertThat(none.headers().firstValue("WWW-Authenticate")).isPresent();
        assertThat(wrong.statusCode()).isEqualTo(401);
        assertThat(right.statusCode()).isNotEqualTo(401);
    }

    @ParameterizedTest
    @CsvSource({"POST, /make-call", "POST, /interrupt-call/CA1", "GET, /calls"})
    void letsPagesOfConfiguredOriginsInOnly(String method, String path) {
        String evil = "https://evil.example.com";

        assertThat(running.send(method, path, "{}", "Origin", evil, "Authorization", "Bearer " + KEY)
                        .statusCode())
                .isEqualTo(403);
        assertThat(running.send("OPTIONS", path, "", "Origin", evil).statusCode())
                .isEqualTo(403);
        assertThat(running.send("OPTIONS", path, "", "Origin", ORIGIN)
                        .headers()
                        .firstValue("Access-Control-Allow-Methods"))
                .contains(method);
    }

    @Test
    void sendsEventsOnlyToThoseWithTheKey() throws Exception {
        assertRefused(running.listen(), 401);
        assertRefused(running.listen("Authorization", "Bearer wrong"), 401);
        assertRefused(running.listen("Authorization", "Bearer " + KEY, "Origin", "https://evil.example.com"), 403);
        assertThat(running.listen("Authorization", "Bearer " + KEY)
                        .get(30, SECONDS)
                        .all("connected"))
                .hasSize(1);
        assertThat(running.listen("Authorization", "Bearer " + KEY, "Origin", ORIGIN)
                        .get(30, SECONDS)
                        .all("connected"))
                .hasSize(1);
    }

    @Test
    void asksNoKeyOfAHealthCheck() {
        assertThat(running.send("GET", "/", "").statusCode()).isEqualTo(200);
    }

    private static void assertRefused(CompletableFuture<EventRecorder> listening, int status) {
        assertThatThrownBy(() -> listening.get(30, SECONDS))
                .isInstanceOf(ExecutionException.class)
                .cause()
                .isInstanceOfSatisfying(WebSocketHandshakeException.class, refused -> assertThat(
                                refused.getResponse().statusCode())
                        .isEqualTo(status));
    }
}
