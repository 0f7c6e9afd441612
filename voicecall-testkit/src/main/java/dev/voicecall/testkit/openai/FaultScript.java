package dev.voicecall.testkit.openai;

import dev.voicecall.testkit.openai.OpenAiFault.Operation;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;

/** The faults that are still to come. Safe for use by many threads. */
final class FaultScript {
    private final List<OpenAiFault> faults = new ArrayList<>();

    synchronized void add(OpenAiFault fault) {
        faults.add(fault);
    }

    /** What goes wrong with this request. */
    synchronized Optional<OpenAiFault> next(Operation operation) {
        for (int i = 0; i < faults.size(); i++) {
            OpenAiFault fault = faults.get(i);
            if (fault.operation() == operation) {
                if (fault.times() > 1) {
                    faults.set(i, fault.times(fault.times() - 1));
                } else {
                    faults.remove(i);
                }
                return Optional.of(fault);
            }
        }
        return Optional.empty();
    }
}
