package dev.voicecall;

import java.net.URI;
import java.util.List;
import java.util.Map;

/**
 * A text message to be sent. Immutable.
 *
 * @param channel by which way
 * @param to to whom
 * @param content what
 */
public record OutgoingMessage(Channel channel, PhoneNumber to, Content content) {
    /** The ways of messages. */
    public enum Channel {
        /** Text messages of the telephone network. */
        SMS,
        /** WhatsApp. */
        WHATSAPP
    }

    /** What a message says. */
    public sealed interface Content {}

    /**
     * Words and pictures of one's own. WhatsApp takes these only within 24 hours of the other side's last message.
     *
     * @param body up to 1,600 characters; may be empty if there are media
     * @param media http or https URLs that the carrier can reach, up to 10
     */
    public record Text(String body, List<URI> media) implements Content {
        /** @throws IllegalArgumentException if there is nothing to send, or too much */
        public Text {
            media = List.copyOf(media);
            if ((body.isBlank() && media.isEmpty()) || body.length() > 1_600 || media.size() > 10) {
                throw new IllegalArgumentException("The message has " + body.length() + " characters and "
                        + media.size() + " media; it must have one or the other, at most 1,600 and 10.");
            }
        }
    }

    /**
     * A text that the channel has approved before, which may be sent at any time.
     *
     * @param id the carrier's name for it, Twilio's ContentSid
     * @param variables what to fill in, by their names
     */
    public record Template(String id, Map<String, String> variables) implements Content {
        /** @throws IllegalArgumentException if there is no name */
        public Template {
            variables = Map.copyOf(variables);
            if (id.isBlank()) {
                throw new IllegalArgumentException("The template has no id; it needs one, like HX0123….");
            }
        }
    }

    /** A text message. @throws IllegalArgumentException if it is empty or longer than 1,600 characters */
    public static OutgoingMessage sms(PhoneNumber to, String body) {
        return new OutgoingMessage(Channel.SMS, to, new Text(body, List.of()));
    }

    /** A WhatsApp message. @throws IllegalArgumentException if it is empty or longer than 1,600 characters */
    public static OutgoingMessage whatsApp(PhoneNumber to, String body) {
        return new OutgoingMessage(Channel.WHATSAPP, to, new Text(body, List.of()));
    }

    /** A WhatsApp message that was approved before. */
    public static OutgoingMessage whatsApp(PhoneNumber to, Template template) {
        return new OutgoingMessage(Channel.WHATSAPP, to, template);
    }

    /** Without the text and with the number hidden, for logs. */
    @Override
    public String toString() {
        return channel + " message to " + to;
    }
}
