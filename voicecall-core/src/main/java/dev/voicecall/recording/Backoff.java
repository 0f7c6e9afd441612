package dev.voicecall.recording;

import java.time.Duration;
import java.util.Optional;

/**
 * How long to wait before something is tried again: twice as long each time. Immutable.
 *
 * @param first after the first attempt
 * @param longest at most
 * @param attempts how many there are in all
 */
record Backoff(Duration first, Duration longest, int attempts) {
    /** Ten attempts within a quarter of an hour: 2, 4, 8, … 256 and 300 seconds lie between them. */
    static final Backoff DEFAULT = new Backoff(Duration.ofSeconds(2), Duration.ofMinutes(5), 10);

    /**
     * The pause after an attempt that failed.
     *
     * @param attempt from 1
     * @return empty if it was the last one
     */
    Optional<Duration> after(int attempt) {
        if (attempt >= attempts) {
            return Optional.empty();
        }
        Duration pause = first.multipliedBy(1L << Math.min(attempt - 1, 30));
        return Optional.of(pause.compareTo(longest) < 0 ? pause : longest);
    }
}
