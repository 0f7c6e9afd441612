package dev.voicecall.openai;

import java.net.http.HttpHeaders;
import java.time.Duration;
import java.util.Optional;

/** When a server wants to be asked again: {@code retry-after-ms}, or {@code Retry-After} in seconds. A date is not understood. */
final class RetryAfter {
    /** More than anybody would wait for. */
    private static final double MAX_MILLIS = 86_400_000;

    private RetryAfter() {}

    static Optional<Duration> of(HttpHeaders headers) {
        return millis(headers, "retry-after-ms", 1).or(() -> millis(headers, "retry-after", 1_000));
    }

    private static Optional<Duration> millis(HttpHeaders headers, String name, double factor) {
        return headers.firstValue(name)
                .map(String::strip)
                .filter(value -> value.matches("[0-9]{1,9}(\\.[0-9]{1,9})?"))
                .map(value -> Duration.ofMillis((long) Math.min(MAX_MILLIS, Double.parseDouble(value) * factor)));
    }
}
