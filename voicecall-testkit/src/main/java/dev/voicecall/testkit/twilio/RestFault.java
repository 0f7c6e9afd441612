package dev.voicecall.testkit.twilio;

import java.time.Duration;
import java.util.Optional;

/**
 * A failure of the REST API that is going to happen. Immutable: each method returns a changed copy.
 *
 * @param operation to which requests
 * @param kind what goes wrong
 * @param processed whether the request has its effect all the same, for example the call is made though the answer is 503
 * @param times how many requests in a row fail, 1 or more
 * @param delay what {@code Retry-After} says, or how slow it is; zero for no header
 */
public record RestFault(Operation operation, Kind kind, boolean processed, int times, Duration delay) {
    /** What a request wants. */
    public enum Operation {
        /** {@code POST} to a list: a call, a message, a recording. */
        CREATE,
        /** {@code POST} to one resource. */
        UPDATE,
        /** {@code GET}. */
        FETCH
    }

    /** What goes wrong. */
    public enum Kind {
        /** 503 with Twilio's error body. */
        UNAVAILABLE,
        /** 429 with code 20429. */
        TOO_MANY_REQUESTS,
        /** 500 with a page of HTML. */
        HTML_ERROR,
        /** 302 to elsewhere. */
        REDIRECT,
        /** The connection breaks off without an answer. */
        DROPPED,
        /** The right answer, but late. */
        SLOW
    }

    /** The next request of this sort fails like this, without having any effect. */
    public static RestFault next(Operation operation, Kind kind) {
        return new RestFault(operation, kind, false, 1, Duration.ZERO);
    }

    /** The same, but the request has its effect nevertheless. */
    public RestFault afterProcessing() {
        return new RestFault(operation, kind, true, times, delay);
    }

    /** The same, so often. */
    public RestFault times(int times) {
        return new RestFault(operation, kind, processed, times, delay);
    }

    /** The same, with a {@code Retry-After} (in whole seconds), or so slow. */
    public RestFault withDelay(Duration delay) {
        return new RestFault(operation, kind, processed, times, delay);
    }

    Optional<String> retryAfter() {
        return delay.isZero() ? Optional.empty() : Optional.of(Long.toString(delay.toSeconds()));
    }
}
