package dev.voicecall.testkit.twilio;

import dev.voicecall.spi.FormParameters;
import java.net.URI;
import java.util.OptionalInt;

/**
 * One request that the simulator made to the application, and what came back. Redirects and retries are exchanges of their
 * own. Immutable.
 *
 * @param kind what for
 * @param method {@code GET} or {@code POST}
 * @param url where to, as it was requested
 * @param parameters what it told; with {@code GET} these are also in the URL's query
 * @param idempotencyToken the same for all attempts and duplicates of one request
 * @param status the answer's; empty if there was none
 */
public record WebhookExchange(
        Kind kind, String method, URI url, FormParameters parameters, String idempotencyToken, OptionalInt status) {

    /** What a request is for. */
    public enum Kind {
        /** What to do when the call is answered (or comes in), or when it is redirected. */
        VOICE,
        /** What to do after a verb. */
        ACTION,
        /** What to do after an error. */
        FALLBACK,
        /** How a call gets on. */
        STATUS,
        /** How a recording gets on. */
        RECORDING,
        /** What picked up. */
        MACHINE_DETECTION,
        /** How a stream gets on. */
        STREAM,
        /** What was understood so far. */
        PARTIAL_RESULT,
        /** What is to be heard while waiting for a conference, or on hold in it. */
        WAIT,
        /** How a conference gets on. */
        CONFERENCE,
        /** How a message gets on. */
        MESSAGE,
        /** A message that came in. */
        MESSAGE_IN;

        /** Whether the answer is TwiML that decides how the call goes on. */
        boolean steers() {
            return this == VOICE || this == ACTION || this == FALLBACK;
        }
    }

    /** The first value of a parameter; the empty string if it was not sent. */
    public String parameter(String name) {
        return parameters.first(name).orElse("");
    }
}
