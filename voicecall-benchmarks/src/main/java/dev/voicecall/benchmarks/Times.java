package dev.voicecall.benchmarks;

import java.util.Arrays;
import java.util.Locale;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.concurrent.atomic.AtomicLongArray;

/** Durations that were measured, up to a million; what comes later is not kept. Safe for use by many threads. */
final class Times {
    private static final int MOST = 1_000_000;

    private final AtomicLongArray nanos = new AtomicLongArray(MOST);
    private final AtomicInteger count = new AtomicInteger();

    void add(long duration) {
        int at = count.getAndIncrement();
        if (at < MOST) {
            nanos.set(at, duration);
        }
    }

    void reset() {
        count.set(0);
    }

    /** Percentiles and the worst, in milliseconds. */
    @Override
    public String toString() {
        long[] sorted = new long[Math.min(MOST, count.get())];
        Arrays.setAll(sorted, nanos::get);
        Arrays.sort(sorted);
        return sorted.length == 0
                ? "none"
                : String.format(
                        Locale.ROOT,
                        "p50 %.3f ms, p95 %.3f ms, p99 %.3f ms, max %.3f ms (%,d)",
                        at(sorted, 0.5),
                        at(sorted, 0.95),
                        at(sorted, 0.99),
                        at(sorted, 1),
                        sorted.length);
    }

    private static double at(long[] sorted, double quantile) {
        return sorted[(int) Math.round(quantile * (sorted.length - 1))] / 1e6;
    }
}
