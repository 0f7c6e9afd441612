package dev.voicecall.testkit.twilio;

import java.nio.charset.StandardCharsets;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Optional;

/**
 * A document to execute. Immutable.
 *
 * @param root the {@code Response}
 * @param text as it came
 * @param source where from
 */
record TwimlDocument(TwimlElement root, String text, TwimlSource source) {
    private static final int MAX_BYTES = 64 * 1024;

    /**
     * Makes a document of an answer, by Twilio's rules for content types.
     *
     * @throws WebhookFailure if there is nothing in it to execute
     */
    static TwimlDocument of(WebReply reply, Endpoint endpoint) {
        if (reply.status() >= 400) {
            throw new WebhookFailure(11200, "The answer is " + reply.status() + ".");
        }
        if (reply.body().length > MAX_BYTES) {
            throw new WebhookFailure(
                    11750, "The document has " + reply.body().length + " bytes; at most 64 kB are taken.");
        }
        TwimlSource source = TwimlSource.at(endpoint);
        String type = type(reply);
        return switch (type) {
            case "text/xml", "application/xml", "text/html" ->
                new TwimlDocument(TwimlParser.parse(reply.body()), reply.text(), source);
            case "text/plain" -> plain(reply, source);
            default -> {
                if (type.startsWith("audio/")) {
                    yield new TwimlDocument(wrap("Play", endpoint.url().toString()), "", source);
                }
                throw new WebhookFailure(
                        12300, "The Content-Type is " + (type.isEmpty() ? "missing" : type) + "; use text/xml.");
            }
        };
    }

    /** A document that was given with a request. */
    static TwimlDocument inline(String twiml) {
        return new TwimlDocument(
                TwimlParser.parse(twiml.getBytes(StandardCharsets.UTF_8)), twiml, TwimlSource.text(twiml));
    }

    private static TwimlDocument plain(WebReply reply, TwimlSource source) {
        try {
            return new TwimlDocument(TwimlParser.parse(reply.body()), reply.text(), source);
        } catch (WebhookFailure notTwiml) {
            return new TwimlDocument(wrap("Say", reply.text().strip()), reply.text(), source);
        }
    }

    private static TwimlElement wrap(String verb, String text) {
        TwimlElement only = new TwimlElement(verb, Map.of(), List.of(), text);
        return new TwimlElement("Response", Map.of(), List.of(only), text);
    }

    private static String type(WebReply reply) {
        Optional<String> header = reply.header("Content-Type");
        return header.map(value -> value.split(";", 2)[0].strip().toLowerCase(Locale.ROOT))
                .orElse("");
    }
}
