package dev.voicecall.assemblyai;

import java.time.Duration;

/**
 * Keeps sound from being sent faster than real time, which ends a session. What was not sent in silence may be caught up with, but no
 * more than a second of it, which is what one message may have at most. Belongs to one call; not safe for use by several threads.
 */
final class Pacer {
    private static final long MOST_AHEAD_NANOS = Duration.ofSeconds(1).toNanos();

    /** When all that was sent would have been spoken, had it been sent as it was. */
    private long spokenNanos;

    /** Begins a session, of which nothing was sent yet. */
    void begin(long nowNanos) {
        spokenNanos = nowNanos;
    }

    /** How long to wait until so much may be sent; zero or less if it may be now. */
    Duration delay(Duration sound, long nowNanos) {
        return Duration.ofNanos(after(sound, nowNanos) - nowNanos);
    }

    /** So much is sent. */
    void sent(Duration sound, long nowNanos) {
        spokenNanos = after(sound, nowNanos);
    }

    private long after(Duration sound, long nowNanos) {
        long idle = nowNanos - spokenNanos;
        return nowNanos - Math.min(idle, MOST_AHEAD_NANOS) + sound.toNanos();
    }
}
