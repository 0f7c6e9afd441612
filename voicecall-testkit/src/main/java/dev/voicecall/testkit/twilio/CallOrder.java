package dev.voicecall.testkit.twilio;

import java.time.Duration;
import java.util.Optional;
import java.util.Set;

/**
 * How a call shall be made and run. Immutable.
 *
 * @param twiml where the first document comes from; empty for a leg that is only connected with another one
 * @param fallback where to ask after an error
 * @param statusCallback where to report
 * @param statusEvents what to report
 */
record CallOrder(
        String direction,
        String from,
        String to,
        Optional<String> parentSid,
        Optional<TwimlSource> twiml,
        Optional<Endpoint> fallback,
        Optional<Endpoint> statusCallback,
        Set<String> statusEvents,
        Duration ringTimeout,
        Duration timeLimit,
        String sendDigits,
        Optional<MachineDetectionOrder> machineDetection,
        Optional<RecordingOrder> recording) {

    static final Duration DEFAULT_TIME_LIMIT = Duration.ofHours(4);

    boolean inbound() {
        return direction.equals("inbound");
    }
}
