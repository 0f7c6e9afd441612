package dev.voicecall.testkit;

import java.time.Duration;
import java.util.List;
import java.util.Optional;

/**
 * What goes wrong on the live lines of a {@link ScriptedCarrier}, by chance but the same for the same seed. Immutable.
 *
 * <pre>{@code
 * carrier.faults(LineFaults.NONE.withLatency(Duration.ofMillis(120)).withJitter(Duration.ofMillis(60)).withLostAudio(0.02));
 * }</pre>
 *
 * @param seed of the chances
 * @param opening how long it takes to open a line
 * @param latency how long everything takes in each direction
 * @param jitter how much longer it may take; nothing overtakes within a direction
 * @param markDelay how much longer echoes of marks may take
 * @param lostMarks the chance of an echo to get lost, 0 to 1
 * @param doubledMarks the chance of an echo to come twice, 0 to 1
 * @param lostAudio the chance of the callee's 20 ms to get lost, 0 to 1
 * @param hole when, since the opening, the callee's sound stays away for 3 s
 * @param breaksAfter when, since the opening, the line breaks while the call goes on
 * @param reopensAfter when, since the opening, the line breaks and is opened anew; what was queued is lost
 */
public record LineFaults(
        long seed,
        Duration opening,
        Duration latency,
        Duration jitter,
        Duration markDelay,
        double lostMarks,
        double doubledMarks,
        double lostAudio,
        Optional<Duration> hole,
        Optional<Duration> breaksAfter,
        Optional<Duration> reopensAfter) {
    /** How long a {@link #hole} lasts. */
    public static final Duration HOLE_LENGTH = Duration.ofSeconds(3);

    /** @throws IllegalArgumentException if a time is negative, or a chance is not 0 to 1 */
    public LineFaults {
        for (Duration time : List.of(opening, latency, jitter, markDelay)) {
            if (time.isNegative()) {
                throw new IllegalArgumentException("A time of the line is " + time + "; it must not be negative.");
            }
        }
        for (double chance : new double[] {lostMarks, doubledMarks, lostAudio}) {
            if (!(chance >= 0 && chance <= 1)) {
                throw new IllegalArgumentException("A chance on the line is " + chance + "; it must be 0 to 1.");
            }
        }
    }

    /** A line that opens within 100 ms and then does without delays and losses. */
    public static final LineFaults NONE = new LineFaults(
            1,
            Duration.ofMillis(100),
            Duration.ZERO,
            Duration.ZERO,
            Duration.ZERO,
            0,
            0,
            0,
            Optional.empty(),
            Optional.empty(),
            Optional.empty());

    /** With other chances. */
    public LineFaults withSeed(long seed) {
        return new LineFaults(
                seed,
                opening,
                latency,
                jitter,
                markDelay,
                lostMarks,
                doubledMarks,
                lostAudio,
                hole,
                breaksAfter,
                reopensAfter);
    }

    /** Takes so long to open. */
    public LineFaults withOpening(Duration opening) {
        return new LineFaults(
                seed,
                opening,
                latency,
                jitter,
                markDelay,
                lostMarks,
                doubledMarks,
                lostAudio,
                hole,
                breaksAfter,
                reopensAfter);
    }

    /** Everything takes so long, in each direction. */
    public LineFaults withLatency(Duration latency) {
        return new LineFaults(
                seed,
                opening,
                latency,
                jitter,
                markDelay,
                lostMarks,
                doubledMarks,
                lostAudio,
                hole,
                breaksAfter,
                reopensAfter);
    }

    /** Everything takes up to so much longer. */
    public LineFaults withJitter(Duration jitter) {
        return new LineFaults(
                seed,
                opening,
                latency,
                jitter,
                markDelay,
                lostMarks,
                doubledMarks,
                lostAudio,
                hole,
                breaksAfter,
                reopensAfter);
    }

    /** Echoes of marks take up to so much longer. */
    public LineFaults withMarkDelay(Duration markDelay) {
        return new LineFaults(
                seed,
                opening,
                latency,
                jitter,
                markDelay,
                lostMarks,
                doubledMarks,
                lostAudio,
                hole,
                breaksAfter,
                reopensAfter);
    }

    /** Loses echoes; 1 for all. */
    public LineFaults withLostMarks(double chance) {
        return new LineFaults(
                seed,
                opening,
                latency,
                jitter,
                markDelay,
                chance,
                doubledMarks,
                lostAudio,
                hole,
                breaksAfter,
                reopensAfter);
    }

    /** Sends echoes twice. */
    public LineFaults withDoubledMarks(double chance) {
        return new LineFaults(
                seed,
                opening,
                latency,
                jitter,
                markDelay,
                lostMarks,
                chance,
                lostAudio,
                hole,
                breaksAfter,
                reopensAfter);
    }

    /** Loses 20 ms of the callee's sound at a time. */
    public LineFaults withLostAudio(double chance) {
        return new LineFaults(
                seed,
                opening,
                latency,
                jitter,
                markDelay,
                lostMarks,
                doubledMarks,
                chance,
                hole,
                breaksAfter,
                reopensAfter);
    }

    /** The callee's sound stays away for 3 s, from then on. */
    public LineFaults withHole(Duration sinceOpening) {
        return new LineFaults(
                seed,
                opening,
                latency,
                jitter,
                markDelay,
                lostMarks,
                doubledMarks,
                lostAudio,
                Optional.of(sinceOpening),
                breaksAfter,
                reopensAfter);
    }

    /** The line breaks then; the call goes on. */
    public LineFaults breakingAfter(Duration sinceOpening) {
        return new LineFaults(
                seed,
                opening,
                latency,
                jitter,
                markDelay,
                lostMarks,
                doubledMarks,
                lostAudio,
                hole,
                Optional.of(sinceOpening),
                reopensAfter);
    }

    /** The line breaks then, and is opened anew. */
    public LineFaults reopeningAfter(Duration sinceOpening) {
        return new LineFaults(
                seed,
                opening,
                latency,
                jitter,
                markDelay,
                lostMarks,
                doubledMarks,
                lostAudio,
                hole,
                breaksAfter,
                Optional.of(sinceOpening));
    }
}
