package dev.voicecall.testkit.twilio;

import java.net.ConnectException;
import java.net.http.HttpConnectTimeoutException;
import java.util.concurrent.CompletionException;

/** A webhook that brought no usable answer. */
final class WebhookFailure extends RuntimeException {
    private static final long serialVersionUID = 1L;

    private final int code;

    /** @param code Twilio's, for example 11205 */
    WebhookFailure(int code, String message) {
        super(message);
        this.code = code;
    }

    /** The failure that a stage broke with, out of what the stage wrapped it in. */
    static WebhookFailure of(Throwable thrown) {
        Throwable cause =
                thrown instanceof CompletionException && thrown.getCause() != null ? thrown.getCause() : thrown;
        if (cause instanceof WebhookFailure failure) {
            return failure;
        }
        return isConnectFailure(cause)
                ? new WebhookFailure(11205, "There was no connection: " + cause)
                : new WebhookFailure(11200, "The request failed: " + cause);
    }

    static boolean isConnectFailure(Throwable cause) {
        return cause instanceof ConnectException || cause instanceof HttpConnectTimeoutException;
    }

    int code() {
        return code;
    }

    Problem problem() {
        return new Problem(code, false, String.valueOf(getMessage()));
    }
}
