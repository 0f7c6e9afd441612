package dev.voicecall.testkit.openai;

import java.time.Duration;

/**
 * Something that is going to go wrong with the next requests of a sort. Immutable: each method returns a changed copy.
 *
 * <pre>{@code
 * openAi.fail(OpenAiFault.next(Operation.CHAT, Kind.RATE_LIMITED).times(2).withDelay(Duration.ofSeconds(1)));
 * openAi.fail(OpenAiFault.next(Operation.SPEECH, Kind.CUT).after(3));
 * }</pre>
 *
 * @param operation to which requests
 * @param kind what goes wrong
 * @param times how many requests in a row fail, 1 or more
 * @param delay what {@code Retry-After} says, or how late the answer is; zero for no header
 * @param pieces after how many pieces of the body a stream goes wrong: events of a text, pieces of sound
 */
public record OpenAiFault(Operation operation, Kind kind, int times, Duration delay, int pieces) {
    /** What a request wants. */
    public enum Operation {
        /** An answer of the model: {@code /v1/chat/completions}. */
        CHAT,
        /** {@code /v1/audio/transcriptions}. */
        TRANSCRIPTION,
        /** {@code /v1/audio/speech}. */
        SPEECH,
        /** A WebSocket: {@code /v1/realtime}. What goes wrong on it later is up to {@link RealtimeBehaviour}. */
        REALTIME
    }

    /** What goes wrong. */
    public enum Kind {
        /** 429 {@code rate_limit_exceeded}, with {@code Retry-After} if there is a delay. */
        RATE_LIMITED,
        /** 429 {@code insufficient_quota}, which no waiting helps. */
        QUOTA_EXCEEDED,
        /** 500 with OpenAI's error. */
        SERVER_ERROR,
        /** 503 with OpenAI's error, and {@code Retry-After} if there is a delay. */
        OVERLOADED,
        /** 503 with a page of HTML, as a proxy before it says so. */
        HTML_ERROR,
        /** The connection is reset without an answer. */
        RESET,
        /** No answer comes. */
        UNANSWERED,
        /** The right answer, but late. */
        SLOW,
        /** 200, and the answer of something else: a page of HTML. */
        WRONG_CONTENT,
        /** 200, and sound in MP3 which the header calls what was asked for. */
        MP3,
        /** The answer stops in the middle, and the connection stays. */
        STALLED,
        /** The connection breaks in the middle of the answer. */
        CUT,
        /** In the middle of the stream of events comes one that is no JSON; then it goes on. */
        MALFORMED_EVENT,
        /** In the middle of the stream of events comes an error, and nothing else. */
        ERROR_EVENT;

        private boolean fits(Operation operation) {
            return switch (this) {
                case MALFORMED_EVENT, ERROR_EVENT ->
                    operation == Operation.CHAT || operation == Operation.TRANSCRIPTION;
                case WRONG_CONTENT, MP3, STALLED, CUT -> operation != Operation.REALTIME;
                default -> true;
            };
        }
    }

    /** @throws IllegalArgumentException if a number is not positive, or the operation can't go wrong so */
    public OpenAiFault {
        if (times < 1 || pieces < 1) {
            throw new IllegalArgumentException(
                    "times is " + times + ", pieces is " + pieces + "; they must be positive.");
        }
        if (!kind.fits(operation)) {
            throw new IllegalArgumentException(operation + " can't go wrong by " + kind
                    + "; events come in texts only, and for Realtime see RealtimeBehaviour.");
        }
    }

    /** The next request of this sort fails like this; if in the middle, after the second piece. */
    public static OpenAiFault next(Operation operation, Kind kind) {
        return new OpenAiFault(operation, kind, 1, Duration.ZERO, 2);
    }

    /** The same, so often. */
    public OpenAiFault times(int times) {
        return new OpenAiFault(operation, kind, times, delay, pieces);
    }

    /** The same, with a {@code Retry-After}, or so late. */
    public OpenAiFault withDelay(Duration delay) {
        return new OpenAiFault(operation, kind, times, delay, pieces);
    }

    /** The same, after so many pieces. */
    public OpenAiFault after(int pieces) {
        return new OpenAiFault(operation, kind, times, delay, pieces);
    }
}
