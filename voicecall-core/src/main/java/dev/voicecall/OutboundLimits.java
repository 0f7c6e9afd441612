package dev.voicecall;

import dev.voicecall.CallRefusedException.Reason;
import dev.voicecall.spi.Scheduler;
import java.time.Duration;
import java.util.ArrayDeque;
import java.util.Deque;
import java.util.Set;

/** Which calls may be placed, and how many. Safe for use by many threads. */
final class OutboundLimits {
    private static final long MINUTE_NANOS = Duration.ofMinutes(1).toNanos();

    private final Set<String> allowedPrefixes;
    private final int maxConcurrentCalls;
    private final int maxCallsPerMinute;
    private final Scheduler scheduler;
    private final Deque<Long> placedAtNanos = new ArrayDeque<>();

    OutboundLimits(Set<String> allowedPrefixes, int maxConcurrentCalls, int maxCallsPerMinute, Scheduler scheduler) {
        this.allowedPrefixes = allowedPrefixes;
        this.maxConcurrentCalls = maxConcurrentCalls;
        this.maxCallsPerMinute = maxCallsPerMinute;
        this.scheduler = scheduler;
    }

    int maxConcurrentCalls() {
        return maxConcurrentCalls;
    }

    /** @throws CallRefusedException if this call may not be placed now */
    synchronized void admit(PhoneNumber to, int openCalls) {
        if (allowedPrefixes.stream().noneMatch(prefix -> to.e164().startsWith(prefix))) {
            throw new CallRefusedException(
                    Reason.NUMBER_NOT_ALLOWED,
                    "Calls to " + to.masked() + " are not allowed; allowed are numbers that begin with "
                            + String.join(", ", allowedPrefixes) + ".");
        }
        if (openCalls >= maxConcurrentCalls) {
            throw new CallRefusedException(
                    Reason.TOO_MANY_CALLS, "There are " + openCalls + " calls already; no more are allowed at once.");
        }
        long now = scheduler.nanoTime();
        while (!placedAtNanos.isEmpty() && now - placedAtNanos.getFirst() >= MINUTE_NANOS) {
            placedAtNanos.removeFirst();
        }
        if (placedAtNanos.size() >= maxCallsPerMinute) {
            throw new CallRefusedException(
                    Reason.TOO_MANY_CALLS_PER_MINUTE,
                    "There were " + maxCallsPerMinute + " calls within the last minute; no more are allowed.");
        }
        placedAtNanos.addLast(now);
    }
}
