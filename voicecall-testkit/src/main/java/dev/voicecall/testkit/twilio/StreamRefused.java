package dev.voicecall.testkit.twilio;

/** A stream that can't be begun. */
final class StreamRefused extends RuntimeException {
    private static final long serialVersionUID = 1L;

    private final int code;

    StreamRefused(int code, String message) {
        super(message);
        this.code = code;
    }

    Problem problem() {
        return new Problem(code, false, String.valueOf(getMessage()));
    }
}
