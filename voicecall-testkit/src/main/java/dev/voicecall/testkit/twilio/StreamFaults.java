package dev.voicecall.testkit.twilio;

import dev.voicecall.testkit.twilio.Faults.Chances;
import java.time.Duration;
import java.util.EnumSet;
import java.util.Optional;
import java.util.Set;

/**
 * What shall go wrong with Media Streams. Times are on the line, from the stream's start. Immutable: each method returns a
 * changed copy.
 *
 * @param jitter each message is late by an even chance up to this; the order stays
 * @param losses how probable it is, for each 20 ms of sound, that 200 ms are lost from there: timestamps jump
 * @param holes how probable it is, whenever the callee begins to speak, that the next three seconds are lost
 * @param marks what happens to the echoes of marks; with 1 for {@code lost} there are none
 * @param breaksAfter when the connection breaks off, with 1006 and without a stop; empty for never
 * @param freezesAfter when Twilio's end falls silent, and neither reads nor sends nor closes any more; empty for never
 * @param quirks what always happens
 */
public record StreamFaults(
        Duration jitter,
        double losses,
        double holes,
        Chances marks,
        Optional<Duration> breaksAfter,
        Optional<Duration> freezesAfter,
        Set<Quirk> quirks) {

    /** Something that always happens. */
    public enum Quirk {
        /** At the end of a call there is no {@code stop}; the connection breaks off with 1006. */
        NO_STOP,
        /** The handshake is signed with another auth token. */
        WRONG_SIGNATURE,
        /** The handshake is not signed. */
        NO_SIGNATURE
    }

    /** Copies the quirks. */
    public StreamFaults {
        quirks = Set.copyOf(quirks);
    }

    /** Nothing goes wrong. */
    public static StreamFaults none() {
        return new StreamFaults(Duration.ZERO, 0, 0, Chances.NONE, Optional.empty(), Optional.empty(), Set.of());
    }

    /** With messages that are late by up to so much. */
    public StreamFaults withJitter(Duration jitter) {
        return new StreamFaults(jitter, losses, holes, marks, breaksAfter, freezesAfter, quirks);
    }

    /** With so many losses of 200 ms of sound. */
    public StreamFaults withLosses(double losses) {
        return new StreamFaults(jitter, losses, holes, marks, breaksAfter, freezesAfter, quirks);
    }

    /** With so many holes of three seconds in what the callee says. */
    public StreamFaults withHoles(double holes) {
        return new StreamFaults(jitter, losses, holes, marks, breaksAfter, freezesAfter, quirks);
    }

    /** With this happening to the echoes of marks. */
    public StreamFaults withMarks(Chances marks) {
        return new StreamFaults(jitter, losses, holes, marks, breaksAfter, freezesAfter, quirks);
    }

    /** With connections that break off after so long. */
    public StreamFaults breakingAfter(Duration time) {
        return new StreamFaults(jitter, losses, holes, marks, Optional.of(time), freezesAfter, quirks);
    }

    /** With connections that fall silent after so long. */
    public StreamFaults freezingAfter(Duration time) {
        return new StreamFaults(jitter, losses, holes, marks, breaksAfter, Optional.of(time), quirks);
    }

    /** With this, too. */
    public StreamFaults with(Quirk quirk) {
        Set<Quirk> more = EnumSet.of(quirk);
        more.addAll(quirks);
        return new StreamFaults(jitter, losses, holes, marks, breaksAfter, freezesAfter, more);
    }

    boolean has(Quirk quirk) {
        return quirks.contains(quirk);
    }
}
