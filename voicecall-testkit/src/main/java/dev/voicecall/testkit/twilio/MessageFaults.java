package dev.voicecall.testkit.twilio;

import java.time.Duration;
import java.util.EnumSet;
import java.util.OptionalInt;
import java.util.Set;

/**
 * What shall go wrong with messages. Immutable: each method returns a changed copy.
 *
 * @param errorCode why each message fails, for example 30003 for a telephone that is off; empty if it arrives
 * @param late how much later than usual each report comes
 * @param quirks what always happens
 */
public record MessageFaults(OptionalInt errorCode, Duration late, Set<Quirk> quirks) {
    /** Something that always happens. */
    public enum Quirk {
        /** That a message was sent is reported after what became of it. */
        SENT_LAST,
        /** Each report comes twice. */
        REPORTED_TWICE,
        /** Nothing is reported. */
        NEVER_REPORTED,
        /** A message that fails is sent and then {@code undelivered}, not {@code failed}. */
        UNDELIVERED
    }

    /** Copies the quirks. */
    public MessageFaults {
        quirks = Set.copyOf(quirks);
    }

    /** Nothing goes wrong. */
    public static MessageFaults none() {
        return new MessageFaults(OptionalInt.empty(), Duration.ZERO, Set.of());
    }

    /** With messages that fail, with this code of Twilio's. */
    public MessageFaults failing(int errorCode) {
        return new MessageFaults(OptionalInt.of(errorCode), late, quirks);
    }

    /** With reports that are so late. */
    public MessageFaults late(Duration time) {
        return new MessageFaults(errorCode, time, quirks);
    }

    /** With this, too. */
    public MessageFaults with(Quirk quirk) {
        Set<Quirk> more = EnumSet.of(quirk);
        more.addAll(quirks);
        return new MessageFaults(errorCode, late, more);
    }

    boolean has(Quirk quirk) {
        return quirks.contains(quirk);
    }
}
