package dev.voicecall;

import java.net.URI;
import java.util.Optional;

/**
 * How a call is handed to somebody who hears first what it is about. Immutable.
 *
 * <pre>{@code
 * WarmTransfer handover = WarmTransfer.saying("Mrs Miller asks about her invoice number 17.")
 *         .offering("Press any key to take the call.");
 * }</pre>
 *
 * @param summary what the third party hears first
 * @param offer what they are asked then, to be answered by any key, and again if it is not, as often as
 *     {@link CallOptions#attempts()} says; empty to connect them without asking, if {@linkplain MachineDetection#BEFORE_TALKING a
 *     person} has picked up
 * @param withdrawn what they hear if the other side hangs up before they are connected; English by default
 * @param music what the other side hears meanwhile: an absolute http or https URL; empty for the carrier's own
 */
public record WarmTransfer(String summary, Optional<String> offer, String withdrawn, Optional<URI> music) {
    private static final int MAX_LENGTH = 4_000;

    /** @throws IllegalArgumentException if a text is blank or longer than 4,000 characters */
    public WarmTransfer {
        requireSpeakable("summary", summary);
        offer.ifPresent(text -> requireSpeakable("offer", text));
        requireSpeakable("withdrawn", withdrawn);
    }

    /** A summary, and no offer: whoever picks up takes the call. */
    public static WarmTransfer saying(String summary) {
        return new WarmTransfer(
                summary, Optional.empty(), "The other side has hung up meanwhile. Goodbye.", Optional.empty());
    }

    /** The same, but only who presses a key takes the call. */
    public WarmTransfer offering(String offer) {
        return new WarmTransfer(summary, Optional.of(offer), withdrawn, music);
    }

    /** The same, with other words for when the other side has hung up. */
    public WarmTransfer withdrawnBy(String withdrawn) {
        return new WarmTransfer(summary, offer, withdrawn, music);
    }

    /** The same, with other music for who waits. */
    public WarmTransfer withMusic(URI music) {
        return new WarmTransfer(summary, offer, withdrawn, Optional.of(music));
    }

    private static void requireSpeakable(String name, String text) {
        if (text.isBlank() || text.length() > MAX_LENGTH) {
            throw new IllegalArgumentException(
                    "The " + name + " has " + text.strip().length() + " characters; it must have 1 to 4,000.");
        }
    }
}
