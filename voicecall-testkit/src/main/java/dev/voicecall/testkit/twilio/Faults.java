package dev.voicecall.testkit.twilio;

import java.time.Duration;
import java.util.ArrayList;
import java.util.EnumSet;
import java.util.List;
import java.util.Set;

/**
 * All that shall go wrong. The same seed gives the same faults on the same calls. Immutable: each method returns a changed
 * copy.
 *
 * @param seed of all chances
 * @param callbacks what happens to requests that only report
 * @param steering what happens to requests that ask how to go on; a lost one reaches the application, but its answer gets
 *     lost
 * @param quirks what always happens
 * @param rest what happens to requests to the REST API, each once (or as often as it says), in order
 * @param streams what happens to Media Streams that are begun from then on
 * @param recordings what happens to recordings
 * @param messages what happens to messages that are sent from then on
 */
public record Faults(
        long seed,
        Chances callbacks,
        Chances steering,
        Set<Quirk> quirks,
        List<RestFault> rest,
        StreamFaults streams,
        RecordingFaults recordings,
        MessageFaults messages) {

    /** Something that always happens. */
    public enum Quirk {
        /** The report that a call is over comes before the one that it was answered. */
        COMPLETED_BEFORE_ANSWERED,
        /** The report that a call is over comes 30 s late. */
        COMPLETED_LATE,
        /** The callee hangs up after its answer, and the action is requested after the call was reported to be over. */
        ACTION_AFTER_COMPLETED,
        /** Signatures are made with another auth token. */
        WRONG_SIGNATURE,
        /** There are no signatures. */
        NO_SIGNATURE,
        /** It rings five seconds longer than asked. */
        RINGS_FIVE_SECONDS_LONGER
    }

    /**
     * How probable it is that something happens to a request. Immutable.
     *
     * @param lost from 0 to 1
     * @param duplicated from 0 to 1; both have the same idempotency token
     * @param delayed from 0 to 1; delays are what changes the order
     * @param maxDelay delays are evenly spread from zero to this
     */
    public record Chances(double lost, double duplicated, double delayed, Duration maxDelay) {
        /** Nothing happens. */
        public static final Chances NONE = new Chances(0, 0, 0, Duration.ZERO);
    }

    /** Copies the collections. */
    public Faults {
        quirks = Set.copyOf(quirks);
        rest = List.copyOf(rest);
    }

    /** Nothing goes wrong. */
    public static Faults none() {
        return new Faults(
                1,
                Chances.NONE,
                Chances.NONE,
                Set.of(),
                List.of(),
                StreamFaults.none(),
                RecordingFaults.none(),
                MessageFaults.none());
    }

    /** With other luck. */
    public Faults withSeed(long seed) {
        return new Faults(seed, callbacks, steering, quirks, rest, streams, recordings, messages);
    }

    /** With this happening to requests that only report. */
    public Faults withCallbacks(Chances callbacks) {
        return new Faults(seed, callbacks, steering, quirks, rest, streams, recordings, messages);
    }

    /** With this happening to requests that ask how to go on. */
    public Faults withSteering(Chances steering) {
        return new Faults(seed, callbacks, steering, quirks, rest, streams, recordings, messages);
    }

    /** With this, too. */
    public Faults with(Quirk quirk) {
        Set<Quirk> more = EnumSet.of(quirk);
        more.addAll(quirks);
        return new Faults(seed, callbacks, steering, more, rest, streams, recordings, messages);
    }

    /** With this happening to the REST API, after what else does. */
    public Faults with(RestFault fault) {
        List<RestFault> more = new ArrayList<>(rest);
        more.add(fault);
        return new Faults(seed, callbacks, steering, quirks, more, streams, recordings, messages);
    }

    /** With this happening to Media Streams. */
    public Faults withStreams(StreamFaults streams) {
        return new Faults(seed, callbacks, steering, quirks, rest, streams, recordings, messages);
    }

    /** With this happening to recordings. */
    public Faults withRecordings(RecordingFaults recordings) {
        return new Faults(seed, callbacks, steering, quirks, rest, streams, recordings, messages);
    }

    /** With this happening to messages. */
    public Faults withMessages(MessageFaults messages) {
        return new Faults(seed, callbacks, steering, quirks, rest, streams, recordings, messages);
    }

    boolean has(Quirk quirk) {
        return quirks.contains(quirk);
    }
}
