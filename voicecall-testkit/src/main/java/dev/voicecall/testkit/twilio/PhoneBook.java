package dev.voicecall.testkit.twilio;

import dev.voicecall.testkit.Callee;
import java.time.Duration;
import java.time.Instant;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.concurrent.ConcurrentHashMap;

/** What is behind which number. Safe for use by many threads. */
final class PhoneBook {
    private static final Duration SESSION = Duration.ofHours(24);

    private final Map<String, Callee> callees = new ConcurrentHashMap<>();
    private final Map<String, String> answeredBy = new ConcurrentHashMap<>();
    private final Set<String> blocked = ConcurrentHashMap.newKeySet();
    private final Set<String> forbidden = ConcurrentHashMap.newKeySet();
    private final Map<String, Instant> sessionEnds = new ConcurrentHashMap<>();

    void callee(String number, Callee callee) {
        callees.put(number, callee);
    }

    /** Who has this number; what nobody has can't be reached. */
    Callee callee(String number) {
        return callees.getOrDefault(number, Callee.unreachable());
    }

    void answeredBy(String number, String what) {
        answeredBy.put(number, what);
    }

    Optional<String> answeredBy(String number) {
        return Optional.ofNullable(answeredBy.get(number));
    }

    void block(String number) {
        blocked.add(number);
    }

    boolean blocked(String number) {
        return blocked.contains(number);
    }

    void forbid(String prefix) {
        forbidden.add(prefix);
    }

    boolean forbidden(String number) {
        return forbidden.stream().anyMatch(number::startsWith);
    }

    /** Ends the 24 hours of a number, as if it had not written. */
    void closeSession(String number) {
        sessionEnds.put(number, Instant.MIN);
    }

    /** A number has written. */
    void openSession(String number, Instant now) {
        sessionEnds.put(number, now.plus(SESSION));
    }

    /** Whether the 24 hours of a number are over; those of one that never wrote are not, unless they were ended. */
    boolean outsideSession(String number, Instant now) {
        return !now.isBefore(sessionEnds.getOrDefault(number, Instant.MAX));
    }
}
