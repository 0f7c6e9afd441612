package dev.voicecall.benchmarks;

/** When something happened on this thread, for what the same thread does next. Safe for use by many threads. */
final class Moment {
    static final long NEVER = Long.MIN_VALUE;

    private final ThreadLocal<long[]> nanos = ThreadLocal.withInitial(() -> new long[] {NEVER});

    void set(long at) {
        nanos.get()[0] = at;
    }

    long get() {
        return nanos.get()[0];
    }
}
