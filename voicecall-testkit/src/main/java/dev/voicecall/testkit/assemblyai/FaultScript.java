package dev.voicecall.testkit.assemblyai;

import dev.voicecall.testkit.assemblyai.AssemblyAiFault.Operation;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;

/** The faults that are still to come. Safe for use by many threads. */
final class FaultScript {
    private final List<AssemblyAiFault> faults = new ArrayList<>();

    synchronized void add(AssemblyAiFault fault) {
        faults.add(fault);
    }

    /** What goes wrong with this request. */
    synchronized Optional<AssemblyAiFault> next(Operation operation) {
        for (int i = 0; i < faults.size(); i++) {
            AssemblyAiFault fault = faults.get(i);
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
