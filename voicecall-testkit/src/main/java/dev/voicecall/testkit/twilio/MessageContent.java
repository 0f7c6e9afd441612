package dev.voicecall.testkit.twilio;

import dev.voicecall.spi.FormParameters;
import java.util.List;
import java.util.Optional;

/**
 * What a message is. Immutable.
 *
 * @param direction {@code outbound-api}, {@code outbound-reply} or {@code inbound}
 * @param to with its {@code whatsapp:} if it is one
 * @param from likewise
 * @param media where its media are
 * @param template the SID of a text that was approved before
 */
record MessageContent(
        String direction,
        String to,
        String from,
        String body,
        List<String> media,
        Optional<String> template,
        Optional<String> service) {

    static MessageContent of(FormParameters parameters, String to, String from) {
        return new MessageContent(
                "outbound-api",
                to,
                from,
                parameters.first("Body").orElse(""),
                parameters.values().getOrDefault("MediaUrl", List.of()),
                parameters.first("ContentSid"),
                parameters.first("MessagingServiceSid"));
    }

    /** What is sent back to who sent this. */
    MessageContent reply(String words) {
        return new MessageContent("outbound-reply", from, to, words, List.of(), Optional.empty(), Optional.empty());
    }

    boolean whatsApp() {
        return to.startsWith("whatsapp:");
    }

    /** Whether there are words or pictures that nobody has approved; a template must stand alone. */
    boolean freeForm() {
        return template.isEmpty() || !body.isEmpty() || !media.isEmpty();
    }
}
