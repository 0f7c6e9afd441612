package dev.voicecall.testkit;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.voicecall.AnsweredBy;
import dev.voicecall.CallAnalytics;
import dev.voicecall.CallRecord;
import dev.voicecall.CallRecord.Status;
import dev.voicecall.CallRecord.StatusChange;
import dev.voicecall.Direction;
import dev.voicecall.Timeline;
import dev.voicecall.Timeline.Kind;
import dev.voicecall.Timeline.Source;
import dev.voicecall.Timeline.Span;
import dev.voicecall.Turn;
import dev.voicecall.Utterance;
import dev.voicecall.Utterance.Speaker;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.OptionalDouble;
import java.util.SplittableRandom;
import java.util.stream.IntStream;
import java.util.stream.LongStream;
import org.junit.jupiter.api.Test;

class CallAnalyticsTest {
    private static final Instant START = Instant.parse("2026-01-01T10:00:00Z");
    private static final Duration TICK = Duration.ofMillis(10);

    private final List<StatusChange> statuses = new ArrayList<>(List.of(new StatusChange(Status.DIALING, START)));
    private final List<Utterance> transcript = new ArrayList<>();
    private final List<Turn> turns = new ArrayList<>();
    private final List<Span> spans = new ArrayList<>();
    private Source source = Source.NONE;

    private CallAnalytics analytics() {
        return CallAnalytics.of(record());
    }

    private CallRecord record() {
        return new CallRecord(
                "call",
                Optional.empty(),
                Direction.OUTBOUND,
                "",
                "",
                START,
                statuses,
                Optional.empty(),
                AnsweredBy.UNKNOWN,
                transcript,
                turns,
                List.of(),
                new Timeline(source, spans),
                List.of(),
                List.of(),
                List.of());
    }

    private void status(Status status, long atMillis) {
        statuses.add(new StatusChange(status, START.plusMillis(atMillis)));
    }

    private void span(Kind kind, long beginMillis, long endMillis) {
        source = Source.AUDIO;
        spans.add(new Span(kind, Duration.ofMillis(beginMillis), Duration.ofMillis(endMillis)));
    }

    private void lasts(long millis) {
        status(Status.IN_PROGRESS, 4_000);
        status(Status.ENDED, 4_000 + millis);
    }

    private static Optional<Duration> millis(long millis) {
        return Optional.of(Duration.ofMillis(millis));
    }

    @Test
    void theFirstAndTheLastSilenceCount() {
        lasts(30_000);
        span(Kind.THEM, 5_000, 6_000);
        span(Kind.US, 8_000, 20_000);
        CallAnalytics figures = analytics();
        assertThat(figures.ringTime()).isEqualTo(millis(4_000));
        assertThat(figures.duration()).isEqualTo(millis(30_000));
        assertThat(figures.talkTime()).isEqualTo(millis(12_000));
        assertThat(figures.listenTime()).isEqualTo(millis(1_000));
        assertThat(figures.deadAirTime())
                .as("5 s at the beginning and 10 s at the end")
                .isEqualTo(millis(15_000));
        assertThat(figures.longestSilence()).isEqualTo(millis(10_000));
        assertThat(figures.holdTime()).isEqualTo(millis(0));
    }

    @Test
    void aSilenceAsLongAsTheThresholdIsNoDeadAir() {
        lasts(10_000);
        span(Kind.US, 3_000, 6_999);
        assertThat(analytics().deadAirTime()).isEqualTo(millis(3_001));
        assertThat(CallAnalytics.of(record(), Duration.ZERO).deadAirTime()).isEqualTo(millis(6_001));
        assertThatThrownBy(() -> CallAnalytics.of(record(), Duration.ofMillis(-1)))
                .isInstanceOf(IllegalArgumentException.class);
    }

    @Test
    void aHoldDividesTheSilenceAroundIt() {
        lasts(30_000);
        span(Kind.US, 0, 10_000);
        span(Kind.HOLD, 12_000, 25_000);
        span(Kind.US, 13_000, 20_000); // the music
        span(Kind.THEM, 27_500, 30_000);
        CallAnalytics figures = analytics();
        assertThat(figures.holdTime()).isEqualTo(millis(13_000));
        assertThat(figures.talkTime()).isEqualTo(millis(10_000));
        assertThat(figures.deadAirTime()).isEqualTo(millis(0));
        assertThat(figures.longestSilence()).isEqualTo(millis(2_500));
    }

    @Test
    void ofCarrierSpeechOnlyTheHoldIsKnown() {
        lasts(30_000);
        span(Kind.US, 0, 5_000);
        span(Kind.HOLD, 20_000, 22_000);
        source = Source.CARRIER;
        CallAnalytics figures = analytics();
        assertThat(figures.talkTime()).isEmpty();
        assertThat(figures.listenTime()).isEmpty();
        assertThat(figures.deadAirTime()).isEmpty();
        assertThat(figures.longestSilence()).isEmpty();
        assertThat(figures.holdTime()).isEqualTo(millis(2_000));
    }

    @Test
    void whatIsNotKnownIsEmpty() {
        assertThat(analytics())
                .isEqualTo(new CallAnalytics(
                        Optional.empty(),
                        Optional.empty(),
                        Optional.empty(),
                        Optional.empty(),
                        Optional.empty(),
                        Optional.empty(),
                        Optional.empty(),
                        0,
                        Optional.empty(),
                        Optional.empty()));
    }

    @Test
    void aCallUnderWayHasSoMuchTalkButNoDeadAirYet() {
        status(Status.IN_PROGRESS, 1_000);
        span(Kind.US, 10_000, 12_000);
        CallAnalytics figures = analytics();
        assertThat(figures.talkTime()).isEqualTo(millis(2_000));
        assertThat(figures.duration()).isEmpty();
        assertThat(figures.deadAirTime()).isEmpty();
    }

    @Test
    void nobodyPicksUp() {
        status(Status.RINGING, 500);
        status(Status.ENDED, 20_000);
        CallAnalytics figures = analytics();
        assertThat(figures.ringTime()).isEqualTo(millis(20_000));
        assertThat(figures.holdTime()).isEmpty();
    }

    @Test
    void aClockThatWasSetBackLeavesTheRingTimeUnknown() {
        status(Status.IN_PROGRESS, -60_000);
        assertThat(analytics().ringTime()).isEmpty();
    }

    @Test
    void latenciesAreByNearestRank() {
        IntStream.rangeClosed(1, 40).map(i -> 41 - i).forEach(this::turn);
        assertThat(analytics().turnLatencyP50()).isEqualTo(millis(20));
        assertThat(analytics().turnLatencyP95()).isEqualTo(millis(38));
        turns.clear();
        turn(7);
        assertThat(analytics().turnLatencyP50()).isEqualTo(millis(7));
        assertThat(analytics().turnLatencyP95()).isEqualTo(millis(7));
    }

    private void turn(int latencyMillis) {
        Duration zero = Duration.ZERO;
        turns.add(new Turn(1, "", zero, zero, zero, zero, Duration.ofMillis(latencyMillis)));
    }

    @Test
    void onlyOursAreInterruptions() {
        said(Speaker.US, true);
        said(Speaker.US, false);
        said(Speaker.THEM, true);
        assertThat(analytics().interruptions()).isOne();
    }

    private void said(Speaker speaker, boolean interrupted) {
        transcript.add(new Utterance(speaker, "Well", START, OptionalDouble.empty(), interrupted));
    }

    @Test
    void agreesWithCountingTicks() {
        Seeds.upTo(300).check(seed -> {
            CallAnalyticsTest some = new CallAnalyticsTest();
            some.agreesWithCountingTicks(new SplittableRandom(seed));
        });
    }

    private void agreesWithCountingTicks(SplittableRandom random) {
        int ticks = random.nextInt(1, 6_000);
        lasts(10L * ticks);
        int[] what = new int[ticks];
        for (int i = random.nextInt(1, 30); i > 0; i--) {
            Kind kind = i == 1 ? Kind.US : Kind.values()[random.nextInt(3)];
            int begin = random.nextInt(ticks);
            int end = Math.min(ticks, begin + random.nextInt(kind == Kind.HOLD ? 200 : 800));
            span(kind, 10L * begin, 10L * end);
            for (int tick = begin; tick < end; tick++) {
                what[tick] |= 1 << kind.ordinal();
            }
        }
        int threshold = random.nextInt(500);
        CallAnalytics figures = CallAnalytics.of(record(), TICK.multipliedBy(threshold));
        int hold = 1 << Kind.HOLD.ordinal();
        assertThat(figures.holdTime()).isEqualTo(ticks(what, tick -> (tick & hold) != 0));
        assertThat(figures.talkTime()).isEqualTo(ticks(what, tick -> (tick & hold) == 0 && (tick & 1) != 0));
        assertThat(figures.listenTime()).isEqualTo(ticks(what, tick -> (tick & hold) == 0 && (tick & 2) != 0));
        long[] silences = silences(what);
        assertThat(figures.longestSilence())
                .isEqualTo(millis(10 * LongStream.of(silences).max().orElse(0)));
        assertThat(figures.deadAirTime())
                .isEqualTo(millis(10
                        * LongStream.of(silences)
                                .filter(length -> length > threshold)
                                .sum()));
    }

    private static Optional<Duration> ticks(int[] what, java.util.function.IntPredicate those) {
        return millis(10 * IntStream.of(what).filter(those).count());
    }

    private static long[] silences(int[] what) {
        LongStream.Builder silences = LongStream.builder();
        long silence = 0;
        for (int tick : what) {
            if (tick != 0) {
                silences.add(silence);
                silence = 0;
            } else {
                silence++;
            }
        }
        return silences.add(silence).build().toArray();
    }
}
