package dev.voicecall.testkit.twilio;

import java.util.Optional;
import java.util.Set;

/**
 * How a recording shall be made. Immutable.
 *
 * @param source whose order it was, in Twilio's words
 * @param channels 1 or 2
 * @param track {@code inbound}, {@code outbound} or {@code both}
 * @param trimmed whether silence at both ends is cut off
 */
record RecordingOrder(
        String source,
        int channels,
        String track,
        boolean trimmed,
        Optional<Endpoint> statusCallback,
        Set<String> statusEvents) {}
