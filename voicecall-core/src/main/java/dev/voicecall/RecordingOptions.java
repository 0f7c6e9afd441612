package dev.voicecall;

/**
 * How the carrier shall record a call. Immutable.
 *
 * @param channels 1 for both sides together, 2 for the other side left and us right
 * @param trimSilence whether silence at both ends is cut off
 */
public record RecordingOptions(int channels, boolean trimSilence) {
    /** Both sides together, all of it. */
    public static final RecordingOptions MONO = new RecordingOptions(1, false);

    /** A channel for each side, all of it. */
    public static final RecordingOptions DUAL = new RecordingOptions(2, false);

    /** @throws IllegalArgumentException if there are more or fewer channels */
    public RecordingOptions {
        if (channels != 1 && channels != 2) {
            throw new IllegalArgumentException("channels is " + channels + "; it must be 1 or 2.");
        }
    }
}
