package dev.voicecall;

import java.util.Optional;

/**
 * Which call this is. Immutable.
 *
 * @param direction who called whom
 * @param id the carrier's name for the call, Twilio's CallSid; empty until the carrier has given it
 * @param from the calling party as the carrier names it: E.164, {@code anonymous}, {@code client:name}, a SIP URI
 * @param to the called party, likewise
 * @param recordId our name for the call, {@link CallRecord#id()}: there from the first event on; a {@link dev.voicecall.spi.CallLeg}
 *     does not know it
 */
public record CallInfo(Direction direction, Optional<String> id, String from, String to, Optional<String> recordId) {
    /** A call as a leg knows it. */
    public CallInfo(Direction direction, Optional<String> id, String from, String to) {
        this(direction, id, from, to, Optional.empty());
    }

    /** The same with our name for it. */
    public CallInfo withRecordId(String recordId) {
        return new CallInfo(direction, id, from, to, Optional.of(recordId));
    }

    /** With the parties' numbers hidden, for logs. */
    @Override
    public String toString() {
        return direction + " call " + id.orElse("(not placed yet)") + " from " + Redacted.party(from) + " to "
                + Redacted.party(to);
    }
}
