package dev.voicecall;

import java.util.Optional;

/**
 * What became of a message. Immutable.
 *
 * @param id the carrier's name for it
 * @param status where it is
 * @param failure why it was not delivered, with the carrier's code: 63016 outside WhatsApp's 24 hours
 */
public record MessageDelivery(String id, Status status, Optional<CarrierException> failure) {
    /** Where a message can be. */
    public enum Status {
        /** The carrier has taken it. */
        ACCEPTED,
        /** It was handed on to the channel. */
        SENT,
        /** It has arrived. */
        DELIVERED,
        /** It was read. */
        READ,
        /** It could not be sent, or did not arrive. */
        FAILED;

        /** Whether it is certain by now if it arrived. */
        public boolean isFinal() {
            return this == DELIVERED || this == READ || this == FAILED;
        }
    }
}
