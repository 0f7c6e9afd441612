package dev.voicecall;

import dev.voicecall.Timeline.Kind;
import dev.voicecall.Timeline.Source;
import dev.voicecall.Timeline.Span;
import dev.voicecall.Utterance.Speaker;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.EnumSet;
import java.util.List;
import java.util.Optional;
import java.util.Set;

/**
 * Figures of a call, derived from its {@link CallRecord}. What is not known is empty, never 0.
 *
 * <p>The call, here, is the time from being picked up to the end, so it has a first silence before anybody speaks and a last one.
 * Silence is when neither side speaks and the other side is not on hold; a hold ends one silence and begins another.
 * Who speaks is known from the sound only ({@link Source#AUDIO}): of a call that was held by the carrier's own speech, as a whole
 * or in part, and was not listened in on, there is no talk time, listen time or silence. Immutable.
 *
 * @param ringTime from the first attempt to reach the other side until it picked up, or the end if it did not
 * @param duration from being picked up to the end; empty until then
 * @param talkTime how long we spoke, or whoever the other side was connected with, but not while it was on hold; empty unless
 *     known from the sound
 * @param listenTime how long the other side spoke, likewise
 * @param holdTime how long the other side was on hold; empty if the call was not picked up
 * @param deadAirTime the sum of all silences that were longer than the threshold; each counts as a whole. Empty unless known from
 *     the sound, and until the call is over.
 * @param longestSilence empty unless known from the sound, and until the call is over
 * @param interruptions how often what we said was cut short: the other side spoke, or hung up
 * @param turnLatencyP50 half of the turns were answered within this time (by nearest rank); empty if there were none
 * @param turnLatencyP95 19 of 20 turns were, likewise
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
        Optional<Duration> turnLatencyP95) {
    /** Longer silences are dead air: 3 s, as in the non-talk time of Amazon Connect's Contact Lens. */
    public static final Duration DEAD_AIR = Duration.ofSeconds(3);

    /** Those of a call, with {@link #DEAD_AIR} as the threshold. */
    public static CallAnalytics of(CallRecord call) {
        return of(call, DEAD_AIR);
    }

    /**
     * Those of a call; while it is under way, as far as it has come.
     *
     * @param deadAirThreshold how long a silence may last that is not dead air
     * @throws IllegalArgumentException if the threshold is negative
     */
    public static CallAnalytics of(CallRecord call, Duration deadAirThreshold) {
        if (deadAirThreshold.isNegative()) {
            throw new IllegalArgumentException(
                    "deadAirThreshold is " + deadAirThreshold + "; it must not be negative.");
        }
        Optional<Timeline> heard = Optional.of(call.timeline()).filter(known -> known.source() == Source.AUDIO);
        Optional<List<Duration>> silences =
                heard.flatMap(known -> call.duration().map(length -> silences(known, length)));
        List<Duration> latencies =
                call.turns().stream().map(Turn::latency).sorted().toList();
        return new CallAnalytics(
                ringTime(call),
                call.duration(),
                heard.map(known -> offHold(known, Kind.US)),
                heard.map(known -> offHold(known, Kind.THEM)),
                call.answeredAt().map(answered -> time(call.timeline(), EnumSet.of(Kind.HOLD))),
                silences.map(all -> sum(all, deadAirThreshold)),
                silences.map(all -> all.stream().max(Comparator.naturalOrder()).orElse(Duration.ZERO)),
                (int) call.transcript().stream()
                        .filter(said -> said.speaker() == Speaker.US && said.interrupted())
                        .count(),
                percentile(latencies, 50),
                percentile(latencies, 95));
    }

    /** The clock may have been set back meanwhile; then it is not known. */
    private static Optional<Duration> ringTime(CallRecord call) {
        Optional<Instant> end = call.answeredAt().or(call::endedAt);
        return end.map(until -> Duration.between(call.startedAt(), until)).filter(time -> !time.isNegative());
    }

    /** What is to be heard on hold is music. */
    private static Duration offHold(Timeline timeline, Kind kind) {
        return time(timeline, EnumSet.of(kind, Kind.HOLD)).minus(time(timeline, EnumSet.of(Kind.HOLD)));
    }

    private static Duration time(Timeline timeline, Set<Kind> kinds) {
        return union(timeline, kinds).stream().map(Span::length).reduce(Duration.ZERO, Duration::plus);
    }

    private static List<Duration> silences(Timeline timeline, Duration length) {
        List<Duration> silences = new ArrayList<>();
        Duration end = Duration.ZERO;
        for (Span sound : union(timeline, EnumSet.allOf(Kind.class))) {
            if (sound.begin().compareTo(length) < 0) {
                silences.add(sound.begin().minus(end));
                end = sound.end();
            }
        }
        if (end.compareTo(length) < 0) {
            silences.add(length.minus(end));
        }
        return silences;
    }

    /** The times in which any of it goes on, in order, none touching another. */
    private static List<Span> union(Timeline timeline, Set<Kind> kinds) {
        List<Span> union = new ArrayList<>();
        timeline.spans().stream()
                .filter(span -> kinds.contains(span.kind()) && !span.length().isZero())
                .sorted(Comparator.comparing(Span::begin))
                .forEach(span -> join(union, span));
        return union;
    }

    private static void join(List<Span> union, Span next) {
        Span last = union.isEmpty() ? null : union.get(union.size() - 1);
        if (last == null || next.begin().compareTo(last.end()) > 0) {
            union.add(next);
        } else if (next.end().compareTo(last.end()) > 0) {
            union.set(union.size() - 1, new Span(last.kind(), last.begin(), next.end()));
        }
    }

    private static Duration sum(List<Duration> silences, Duration threshold) {
        return silences.stream()
                .filter(silence -> silence.compareTo(threshold) > 0)
                .reduce(Duration.ZERO, Duration::plus);
    }

    private static Optional<Duration> percentile(List<Duration> sorted, int percent) {
        int rank = (sorted.size() * percent + 99) / 100;
        return rank == 0 ? Optional.empty() : Optional.of(sorted.get(rank - 1));
    }
}
