package dev.voicecall;

import java.time.Duration;
import java.util.Optional;

/**
 * Figures of a call, derived from its {@link CallRecord}. What is not known is empty, never 0. Immutable.
 *
 * @param ringTime from the first attempt to reach the other side until it picked up, or the end if it did not
 * @param duration from being picked up to the end
 * @param talkTime how long we spoke; empty unless known from the sound
 * @param listenTime how long the other side spoke; empty unless known from the sound
 * @param holdTime how long the other side was on hold
 * @param deadAirTime the sum of all stretches within the call, not on hold, in which neither side spoke for longer than the
 *     threshold; each counts as a whole. Empty unless known from the sound.
 * @param longestSilence the longest stretch within the call, not on hold, in which neither side spoke; empty unless known from
 *     the sound
 * @param interruptions how often we were interrupted
 * @param turnLatencyP50 half of the turns were answered within this time
 * @param turnLatencyP95 19 of 20 turns were
 */
public record CallAnalytics(
        Optional<Duration> ringTime,
        Optional<Duration> duration,
        Optional<Duration> talkTime,
        Optional<Duration> listenTime,
        Optional<Duration> holdTime,
        Optional<Duration> deadAirTime,
        Optional<Duration> longestSilence,
        int interruptions,
        Optional<Duration> turnLatencyP50,
        Optional<Duration> turnLatencyP95) {}
