package dev.voicecall.testkit;

import java.util.function.LongConsumer;

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
     * Runs the law for each seed.
     *
     * @throws AssertionError if it broke, with the seed and the cause
     */
    public void check(LongConsumer law) {
        Long only = Long.getLong(ONLY);
        long first = only == null ? 1 : only;
        long last = only == null ? count : only;
        for (long seed = first; seed <= last; seed++) {
            try {
                law.accept(seed);
            } catch (AssertionError | RuntimeException e) {
                throw new AssertionError("The law is broken; see it again with -D" + ONLY + "=" + seed, e);
            }
        }
    }
}
