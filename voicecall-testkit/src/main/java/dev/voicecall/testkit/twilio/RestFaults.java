package dev.voicecall.testkit.twilio;

import java.util.List;
import java.util.Optional;
import java.util.concurrent.ConcurrentLinkedDeque;

/** The failures of the REST API that are still to happen. Safe for use by many threads. */
final class RestFaults {
    private final ConcurrentLinkedDeque<RestFault> planned = new ConcurrentLinkedDeque<>();

    void plan(List<RestFault> faults) {
        planned.clear();
        faults.forEach(fault -> {
            for (int i = 0; i < fault.times(); i++) {
                planned.add(fault);
            }
        });
    }

    /** Takes the next one for such a request, if there is one. */
    Optional<RestFault> take(RestFault.Operation operation) {
        for (RestFault fault : planned) {
            if (fault.operation() == operation && planned.removeFirstOccurrence(fault)) {
                return Optional.of(fault);
            }
        }
        return Optional.empty();
    }
}
