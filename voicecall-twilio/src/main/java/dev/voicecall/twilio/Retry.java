package dev.voicecall.twilio;

import java.time.Duration;

/** When REST requests are sent again. */
final class Retry {
    /** How often a request is sent in all. */
    static final int ATTEMPTS = 4;

    private static final Duration FIRST_DELAY = Duration.ofSeconds(1);

    private Retry() {}

    /** How long to wait after a failed attempt, counted from 1: as long as Twilio asks, or 1, 2, 4 s. */
    static Duration delay(RestFailure failure, int attempt) {
        return failure.retryAfter().orElse(FIRST_DELAY.multipliedBy(1L << (attempt - 1)));
    }
}
