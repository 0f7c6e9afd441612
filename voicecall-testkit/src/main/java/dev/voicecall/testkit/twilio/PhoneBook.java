package dev.voicecall.testkit.twilio;

import dev.voicecall.testkit.Callee;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.concurrent.ConcurrentHashMap;

/** What is behind which number. Safe for use by many threads. */
final class PhoneBook {
    private final Map<String, Callee> callees = new ConcurrentHashMap<>();
    private final Map<String, String> answeredBy = new ConcurrentHashMap<>();
    private final Set<String> blocked = ConcurrentHashMap.newKeySet();
    private final Set<String> forbidden = ConcurrentHashMap.newKeySet();
    private final Set<String> outsideSession = ConcurrentHashMap.newKeySet();

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

    void closeSession(String number) {
        outsideSession.add(number);
    }

    boolean outsideSession(String number) {
        return outsideSession.contains(number);
    }
}
