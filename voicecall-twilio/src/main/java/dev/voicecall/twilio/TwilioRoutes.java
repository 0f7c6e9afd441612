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
 */
public record TwilioRoutes(String incoming, String outbound, String action, String status, String stream) {
    /** The defaults. */
    public static final TwilioRoutes DEFAULT =
            new TwilioRoutes("/twilio/voice", "/twilio/action", "/twilio/status", "/twilio/stream");

    /** @throws IllegalArgumentException if a path doesn't begin with a slash, has a query, or is there twice */
    public TwilioRoutes {
        for (String path : List.of(incoming, outbound, action, status, stream)) {
            if (!path.matches("/[A-Za-z0-9._~/-]*")) {
                throw new IllegalArgumentException(
                        "The path \"" + path + "\" is not a slash followed by letters, digits and ._~/- only.");
            }
        }
        List<String> others = List.of(action, status, stream);
        if (Set.copyOf(others).size() < others.size() || others.contains(incoming) || others.contains(outbound)) {
            throw new IllegalArgumentException("Two of the paths " + incoming + ", " + outbound + ", "
                    + String.join(", ", others) + " are the same; only the first two may be.");
        }
    }

    /** With one path at which all calls begin. */
    public TwilioRoutes(String voice, String action, String status, String stream) {
        this(voice, voice, action, status, stream);
    }
}
