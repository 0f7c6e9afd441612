package dev.voicecall.benchmarks.relay;

import java.util.Locale;

/** Durations in steps of 10 µs, up to 2 s. Belongs to one thread. */
final class Latencies {
    private static final long STEP_NANOS = 10_000;

    private final long[] counts = new long[200_000];
    private long count;

    void add(long nanos) {
        counts[(int) Math.max(0, Math.min(counts.length - 1, nanos / STEP_NANOS))]++;
        count++;
    }

    long count() {
        return count;
    }

    @Override
    public String toString() {
        return String.format(
                Locale.ROOT,
                "p50 %.2f ms, p95 %.2f ms, p99 %.2f ms, p99.9 %.2f ms, max %.2f ms (%,d)",
                at(0.5),
                at(0.95),
                at(0.99),
                at(0.999),
                at(1),
                count);
    }

    private double at(double quantile) {
        long left = Math.max(1, Math.round(quantile * count));
        int step = 0;
        while (step < counts.length - 1 && left > counts[step]) {
            left -= counts[step++];
        }
        return (step + 0.5) * STEP_NANOS / 1e6;
    }
}
