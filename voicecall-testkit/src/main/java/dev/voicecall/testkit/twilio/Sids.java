package dev.voicecall.testkit.twilio;

import java.util.SplittableRandom;
import java.util.concurrent.atomic.AtomicLong;

/** Makes identifiers: a prefix and 32 hex digits. The same seed gives the same ones in the same order. */
final class Sids {
    private final long seed;
    private final AtomicLong count = new AtomicLong();

    Sids(long seed) {
        this.seed = seed;
    }

    String next(String prefix) {
        SplittableRandom random = new SplittableRandom(seed + count.incrementAndGet());
        return String.format("%s%016x%016x", prefix, random.nextLong(), random.nextLong());
    }
}
