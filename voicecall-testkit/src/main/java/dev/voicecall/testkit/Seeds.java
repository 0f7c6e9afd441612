package dev.voicecall.testkit;

import java.util.function.LongConsumer;
import java.util.stream.LongStream;

/**
 * Runs a law for many seeds, and says which one broke it. {@code -Dvoicecall.seed=58} runs it for that one alone.
 *
 * <pre>{@code
 * Seeds.upTo(2_500).check(seed -> world(new SplittableRandom(seed)));
 * }</pre>
 *
 * @param count the seeds are 1 to this, 1 or more
 */
public record Seeds(int count) {
    private static final String ONLY = "voicecall.seed";

    /** The seeds from 1 to {@code count}. */
    public static Seeds upTo(int count) {
        return new Seeds(count);
    }

    /** Whether all seeds are run, not one that was asked for. */
    public boolean all() {
        return Long.getLong(ONLY) == null;
    }

    /**
     * Runs the law for each seed, in order.
     *
     * @throws AssertionError if it broke, with the seed and the cause
     */
    public void check(LongConsumer law) {
        seeds().forEach(seed -> check(seed, law));
    }

    /**
     * Runs the law for each seed, as many at once as there are processors. For laws that share nothing.
     *
     * @throws AssertionError if it broke, with one of the seeds that broke it and the cause
     */
    public void checkInParallel(LongConsumer law) {
        seeds().parallel().forEach(seed -> check(seed, law));
    }

    private LongStream seeds() {
        Long only = Long.getLong(ONLY);
        return only == null ? LongStream.rangeClosed(1, count) : LongStream.of(only);
    }

    private static void check(long seed, LongConsumer law) {
        try {
            law.accept(seed);
        } catch (AssertionError | RuntimeException e) {
            throw new AssertionError("The law is broken; see it again with -D" + ONLY + "=" + seed, e);
        }
    }
}
