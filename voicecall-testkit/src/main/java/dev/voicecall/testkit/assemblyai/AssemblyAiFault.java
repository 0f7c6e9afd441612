package dev.voicecall.testkit.assemblyai;

import java.time.Duration;

/**
 * Something that is going to go wrong with the next requests of a sort. Immutable: each method returns a changed copy.
 *
 * <pre>{@code
 * assemblyAi.fail(AssemblyAiFault.next(Operation.POLL, Kind.RATE_LIMITED).times(2).withDelay(Duration.ofSeconds(1)));
 * }</pre>
 *
 * @param operation to which requests
 * @param kind what goes wrong
 * @param times how many requests in a row fail, 1 or more
 * @param delay what {@code Retry-After} says, or how late the answer is; zero for no header
 */
public record AssemblyAiFault(Operation operation, Kind kind, int times, Duration delay) {
    /** What a request wants. */
    public enum Operation {
        /** {@code POST /v2/upload}. */
        UPLOAD,
        /** {@code POST /v2/transcript}. */
        ORDER,
        /** {@code GET /v2/transcript/{id}}. */
        POLL,
        /** {@code DELETE /v2/transcript/{id}}. */
        DELETE,
        /** A WebSocket: {@code /v3/ws}. What goes wrong on it later is up to {@link StreamingBehaviour}. */
        STREAM
    }

    /** What goes wrong. */
    public enum Kind {
        /** 429, with {@code Retry-After} if there is a delay. */
        RATE_LIMITED,
        /** 500. */
        SERVER_ERROR,
        /** 503 with a page of HTML, as a proxy before it says so. */
        UNAVAILABLE,
        /** 504; the request was carried out nevertheless. */
        GATEWAY_TIMEOUT,
        /** The connection is reset, and the request was not carried out. */
        RESET,
        /** The request was carried out, and the connection is reset in place of an answer. */
        RESET_AFTERWARDS,
        /** No answer comes. */
        UNANSWERED,
        /** The right answer, but late. */
        SLOW
    }

    /** @throws IllegalArgumentException if the number is not positive */
    public AssemblyAiFault {
        if (times < 1) {
            throw new IllegalArgumentException("times is " + times + "; it must be positive.");
        }
    }

    /** The next request of this sort fails like this. */
    public static AssemblyAiFault next(Operation operation, Kind kind) {
        return new AssemblyAiFault(operation, kind, 1, Duration.ZERO);
    }

    /** The same, so often. */
    public AssemblyAiFault times(int times) {
        return new AssemblyAiFault(operation, kind, times, delay);
    }

    /** The same, with a {@code Retry-After}, or so late. */
    public AssemblyAiFault withDelay(Duration delay) {
        return new AssemblyAiFault(operation, kind, times, delay);
    }
}
