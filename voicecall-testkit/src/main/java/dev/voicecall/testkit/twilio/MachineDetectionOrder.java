package dev.voicecall.testkit.twilio;

import java.time.Duration;
import java.util.Optional;

/**
 * Shall be found out what picks up? Immutable.
 *
 * @param untilEndOfMessage whether to wait until a machine's announcement is over
 * @param timeout after which it remains unknown
 * @param async where to report while the document runs already; empty to hold the document back
 */
record MachineDetectionOrder(boolean untilEndOfMessage, Duration timeout, Optional<Endpoint> async) {}
