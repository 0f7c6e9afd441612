package dev.voicecall.testkit.twilio;

import dev.voicecall.spi.FormParameters;
import dev.voicecall.testkit.twilio.WebhookExchange.Kind;
import java.net.URI;
import java.util.Locale;
import java.util.function.Consumer;

/**
 * A request to make to the application. Immutable.
 *
 * @param loseAnswer whether the answer gets lost on its way
 * @param log is told of each attempt
 * @param debugger is told of what is odd
 */
record Webhook(
        Kind kind,
        Endpoint endpoint,
        FormParameters parameters,
        String idempotencyToken,
        Cookies cookies,
        boolean loseAnswer,
        Consumer<WebhookExchange> log,
        Consumer<Problem> debugger) {

    boolean isGet() {
        return endpoint.method().toUpperCase(Locale.ROOT).equals("GET");
    }

    /** The same request to where it is redirected; all but 307 and 308 turn it into a {@code GET}. */
    Webhook redirected(URI url, int status) {
        String method = status == 307 || status == 308 ? endpoint.method() : "GET";
        return new Webhook(
                kind, new Endpoint(url, method), parameters, idempotencyToken, cookies, loseAnswer, log, debugger);
    }

    /** The same request tried again: its answer arrives. */
    Webhook again() {
        return new Webhook(kind, endpoint, parameters, idempotencyToken, cookies, false, log, debugger);
    }
}
