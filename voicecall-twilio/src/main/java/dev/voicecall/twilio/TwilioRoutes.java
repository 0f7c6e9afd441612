package dev.voicecall.twilio;

import java.util.List;
import java.util.Set;

/**
 * The paths at which Twilio's webhooks arrive. Immutable.
 *
 * @param incoming where calls that come in begin: set it as the voice URL of a number that shall take calls;
 *     {@code /twilio/voice} by default
 * @param outbound where calls that were placed begin; may be the same, and is by default
 * @param action where the results of what was done on the line arrive; {@code /twilio/action} by default
 * @param status where status callbacks arrive: set it as the status callback of a number that shall take calls;
 *     {@code /twilio/status} by default
 * @param stream where media streams arrive, each at a segment of its own below it; {@code /twilio/stream} by default
 * @param recording where is told what becomes of recordings; {@code /twilio/recording} by default
 * @param message where messages that come in arrive: set it as the messaging URL of a number or a WhatsApp sender;
 *     {@code /twilio/message} by default
 * @param messageStatus where is told what becomes of messages that were sent; {@code /twilio/message-status} by default
 */
public record TwilioRoutes(
        String incoming,
        String outbound,
        String action,
        String status,
        String stream,
        String recording,
        String message,
        String messageStatus) {
    /** The defaults. */
    public static final TwilioRoutes DEFAULT =
            new TwilioRoutes("/twilio/voice", "/twilio/action", "/twilio/status", "/twilio/stream");

    /** @throws IllegalArgumentException if a path doesn't begin with a slash, has a query, or is there twice */
    public TwilioRoutes {
        List<String> others = List.of(action, status, stream, recording, message, messageStatus);
        for (String path : List.of(incoming, outbound, action, status, stream, recording, message, messageStatus)) {
            if (!path.matches("/[A-Za-z0-9._~/-]*")) {
                throw new IllegalArgumentException(
                        "The path \"" + path + "\" is not a slash followed by letters, digits and ._~/- only.");
            }
        }
        if (Set.copyOf(others).size() < others.size() || others.contains(incoming) || others.contains(outbound)) {
            throw new IllegalArgumentException("Two of the paths " + incoming + ", " + outbound + ", "
                    + String.join(", ", others) + " are the same; only the first two may be.");
        }
    }

    /** With one path at which all calls begin, and the defaults for recordings and messages. */
    public TwilioRoutes(String voice, String action, String status, String stream) {
        this(voice, voice, action, status, stream);
    }

    /** With the defaults for recordings and messages. */
    public TwilioRoutes(String incoming, String outbound, String action, String status, String stream) {
        this(
                incoming,
                outbound,
                action,
                status,
                stream,
                "/twilio/recording",
                "/twilio/message",
                "/twilio/message-status");
    }

    /** The same with another path for what becomes of recordings. */
    public TwilioRoutes withRecording(String recording) {
        return new TwilioRoutes(incoming, outbound, action, status, stream, recording, message, messageStatus);
    }

    /** The same with other paths for messages. */
    public TwilioRoutes withMessages(String message, String messageStatus) {
        return new TwilioRoutes(incoming, outbound, action, status, stream, recording, message, messageStatus);
    }
}
