package dev.voicecall.openai;

import static org.assertj.core.api.Assertions.assertThat;

import dev.voicecall.spi.WebSocketClient;
import java.net.URI;
import java.time.Duration;
import java.util.Optional;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

class RealtimeErrorTest {
    private static final WebSocketClient NOWHERE = (uri, headers, listener) -> {
        throw new AssertionError("Nobody connects.");
    };
    private static final Account ACCOUNT = new Account(
            "my-own-key",
            URI.create("https://api.openai.com/v1"),
            Optional.empty(),
            Optional.empty(),
            Duration.ofSeconds(1),
            Duration.ofSeconds(1),
            NOWHERE);

    private static RealtimeError error(String message) {
        return RealtimeError.of(Json.object().put("code", "rate_limit_exceeded").put("message", message), ACCOUNT);
    }

    @ParameterizedTest
    @CsvSource({
        "Rate limit reached. Please try again in 1.2s., 1200",
        "Rate limit reached. Please try again in 320ms., 320",
        "Rate limit reached. Please try again in 90s., 5000",
        "Something else., 500",
        "Please try again in 99999999999999999999s., 500"
    })
    void waitsAsLongAsItSays(String message, long millis) {
        assertThat(error(message).retryAfter()).isEqualTo(Duration.ofMillis(millis));
    }

    @Test
    void doesNotRepeatTheKey() {
        assertThat(error("Incorrect API key provided: my-own-key or sk-proj-**abcd.")
                        .toString())
                .isEqualTo("rate_limit_exceeded: Incorrect API key provided: *** or ***");
    }

    @Test
    void isNoLongerThanALineOfALog() {
        assertThat(error("x".repeat(10_000)).toString()).hasSizeLessThan(400);
    }

    @Test
    void namesItsKindWhereItHasNoCode() {
        RealtimeError error = RealtimeError.of(
                Json.read("{\"type\":\"server_error\",\"code\":null,\"param\":null,\"message\":\"Oh.\"}"), ACCOUNT);
        assertThat(error).hasToString("server_error: Oh.");
        assertThat(error.kind()).isEqualTo(RealtimeError.Kind.PASSING);
    }
}
