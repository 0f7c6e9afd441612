package dev.voicecall.spi;

import dev.voicecall.MachineDetection;
import dev.voicecall.PhoneNumber;
import dev.voicecall.RecordingOptions;
import java.time.Duration;
import java.util.Optional;

/**
 * A call to place. Immutable.
 *
 * @param to whom to ring
 * @param callerId the number to show; empty for the gateway's own
 * @param ringTimeout how long to ring
 * @param maxDuration the carrier shall end the call by itself after so long a talk, should this side have died
 * @param machineDetection whether to find out who picked up
 * @param recording how it is going to be recorded from when it is picked up. A carrier that can begin by itself does; then the
 *     first {@link CallLeg#record} gives that recording.
 */
public record OutboundCall(
        PhoneNumber to,
        Optional<PhoneNumber> callerId,
        Duration ringTimeout,
        Duration maxDuration,
        MachineDetection machineDetection,
        Optional<RecordingOptions> recording) {

    /** A call that is not recorded. */
    public OutboundCall(
            PhoneNumber to,
            Optional<PhoneNumber> callerId,
            Duration ringTimeout,
            Duration maxDuration,
            MachineDetection machineDetection) {
        this(to, callerId, ringTimeout, maxDuration, machineDetection, Optional.empty());
    }
}
