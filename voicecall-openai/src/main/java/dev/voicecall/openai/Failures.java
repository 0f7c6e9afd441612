package dev.voicecall.openai;

import com.fasterxml.jackson.databind.JsonNode;
import dev.voicecall.ProviderException;
import dev.voicecall.ProviderException.Stage;
import java.io.IOException;
import java.net.http.HttpResponse;
import java.time.Duration;
import java.util.Optional;
import java.util.Set;
import java.util.stream.Collectors;
import java.util.stream.Stream;

/**
 * What went wrong, in words that help, without the key. Immutable.
 *
 * @param stage where
 * @param account with whom
 */
record Failures(Stage stage, Account account) {
    /** Trying again helps only whoever pays the bill first. */
    private static final Set<String> UNPAID =
            Set.of("insufficient_quota", "billing_hard_limit_reached", "billing_not_active");

    /** Of an error in mid-stream, where there is no status. */
    private static final Set<String> PASSING = Set.of(
            "server_error", "internal_error", "overloaded_error", "rate_limit_exceeded", "rate_limit_error", "timeout");

    private static final int MAX_MESSAGE = 500;

    /** The connection did not come to stand, was too slow, or broke. */
    ProviderException of(IOException cause) {
        String what = cause.getMessage() == null ? cause.getClass().getSimpleName() : cause.getMessage();
        return new ProviderException(stage, hidden(account + " could not be asked: " + what + "."), true, cause);
    }

    /** What came was not what should have come. */
    ProviderException unexpected(String what) {
        return new ProviderException(stage, hidden(account + ": " + what), false, null);
    }

    /** An answer stopped too early. */
    ProviderException brokeOff(String what) {
        return new ProviderException(stage, account + " broke off: " + what, true, null);
    }

    /**
     * An answer that says no.
     *
     * @param body its beginning
     * @param tooLong how long it wants to be left alone, if that is too long
     */
    ProviderException of(HttpResponse<?> response, String body, Optional<Duration> tooLong) {
        JsonNode error = error(Json.read(body));
        int status = response.statusCode();
        boolean passing = status == 408 || status == 409 || status == 429 || status >= 500;
        boolean retryable = passing && !isUnpaid(error) && tooLong.isEmpty();
        String request = response.headers()
                .firstValue("x-request-id")
                .map(id -> " Request " + id + ".")
                .orElse("");
        String pause = tooLong.map(time -> " It wants to be asked again after " + time.toSeconds() + " s.")
                .orElse("");
        String message = account + " answered " + status + described(error, body) + advice(status, error) + pause;
        return new ProviderException(stage, hidden(message + request), retryable, null);
    }

    /** An error where a piece of the answer should have come. */
    ProviderException inStream(JsonNode error) {
        boolean retryable =
                Stream.of("code", "type").map(name -> error.path(name).asText()).anyMatch(PASSING::contains);
        return new ProviderException(
                stage,
                hidden(account + " broke off with an error" + described(error, error.asText())),
                retryable && !isUnpaid(error),
                null);
    }

    /** {@code {"error": {…}}}; some servers leave the wrapping out, or put a mere string into it. */
    private static JsonNode error(JsonNode body) {
        return body.has("error") ? body.path("error") : body;
    }

    private static boolean isUnpaid(JsonNode error) {
        return UNPAID.contains(error.path("code").asText())
                || UNPAID.contains(error.path("type").asText());
    }

    /** Without the key, of which nothing must be left by shortening either. */
    private String described(JsonNode error, String body) {
        String names = Stream.of("code", "type", "param")
                .map(name -> error.path(name).asText(""))
                .filter(name -> !name.isBlank() && !name.equals("null"))
                .distinct()
                .collect(Collectors.joining(", "));
        String message = error.path("message").asText(error.isTextual() ? error.asText() : body);
        return (names.isEmpty() ? "" : " (" + shortened(hidden(names)) + ")") + ": " + shortened(hidden(message));
    }

    private static String advice(int status, JsonNode error) {
        if (isUnpaid(error)) {
            return " Look at the account's billing.";
        }
        return switch (status) {
            case 401 -> " Check the API key.";
            case 403 -> " Check what the API key may do.";
            case 404 -> " Check the model's name and the base URL.";
            default -> "";
        };
    }

    private static String shortened(String message) {
        String line = message.strip().replaceAll("\\s+", " ");
        return line.length() <= MAX_MESSAGE ? line : line.substring(0, MAX_MESSAGE) + "…";
    }

    /** Servers have been seen to repeat the key that they refuse. */
    private String hidden(String message) {
        return message.replace(account.key(), "***");
    }
}
