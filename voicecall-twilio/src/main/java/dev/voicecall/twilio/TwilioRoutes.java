package dev.voicecall.twilio;

/**
 * The paths at which Twilio's webhooks arrive. Immutable.
 *
 * @param voice where calls begin: set it as the voice URL of a number that shall take calls; {@code /twilio/voice} by
 *     default
 * @param action where the results of what was done on the line arrive; {@code /twilio/action} by default
 * @param status where status callbacks arrive: set it as the status callback of a number that shall take calls;
 *     {@code /twilio/status} by default
 */
public record TwilioRoutes(String voice, String action, String status) {
    /** The defaults. */
    public static final TwilioRoutes DEFAULT = new TwilioRoutes("/twilio/voice", "/twilio/action", "/twilio/status");

    /** @throws IllegalArgumentException if a path doesn't begin with a slash, has a query, or is there twice */
    public TwilioRoutes {
        for (String path : new String[] {voice, action, status}) {
            if (!path.matches("/[A-Za-z0-9._~/-]*")) {
                throw new IllegalArgumentException(
                        "The path \"" + path + "\" is not a slash followed by letters, digits and ._~/- only.");
            }
        }
        if (voice.equals(action) || voice.equals(status) || action.equals(status)) {
            throw new IllegalArgumentException("Two of the paths " + voice + ", " + action + ", " + status
                    + " are the same; Twilio's webhooks need one each.");
        }
    }
}
