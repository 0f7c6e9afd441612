package dev.voicecall.testkit.twilio;

import java.util.Optional;
import java.util.Set;

/** How a recording shall be made. Immutable. */
record RecordingOrder(
        String source, int channels, String track, Optional<Endpoint> statusCallback, Set<String> statusEvents) {}
