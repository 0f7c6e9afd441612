package dev.voicecall.twilio;

import java.util.List;
import java.util.Set;

/**
 * The paths at which Twilio's webhooks arrive. Immutable.
 *
 * @param voice where calls begin: set it as the voice URL of a number that shall take calls; {@code /twilio/voice} by
 *     default
 * @param action where the results of what was done on the line arrive; {@code /twilio/action} by default
 * @param status where status callbacks arrive: set it as the status callback of a number that shall take calls;
 *     {@code /twilio/status} by default
 * @param stream where media streams arrive, each at a segment of its own below it; {@code /twilio/stream} by default
 */
public record TwilioRoutes(String voice, String action, String status, String stream) {
    /** The defaults. */
    public static final TwilioRoutes DEFAULT =
            new TwilioRoutes("/twilio/voice", "/twilio/action", "/twilio/status", "/twilio/stream");

    /** @throws IllegalArgumentException if a path doesn't begin with a slash, has a query, or is there twice */
    public TwilioRoutes {
        List<String> paths = List.of(voice, action, status, stream);
        for (String path : paths) {
            if (!path.matches("/[A-Za-z0-9._~/-]*")) {
                throw new IllegalArgumentException(
                        "The path \"" + path + "\" is not a slash followed by letters, digits and ._~/- only.");
            }
        }
        if (Set.copyOf(paths).size() < paths.size()) {
            throw new IllegalArgumentException("Two of the paths " + String.join(", ", paths)
                    + " are the same; Twilio's webhooks and media streams need one each.");
        }
    }
}
