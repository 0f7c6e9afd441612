package dev.voicecall.testkit;

import dev.voicecall.spi.Step;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;

/** The conferences of a {@link ScriptedCarrier}: each is over for all when somebody leaves. Safe for use by many threads. */
final class ScriptedConferences {
    private final Map<String, List<Participant>> conferences = new LinkedHashMap<>();

    private record Participant(ScriptedLeg leg, Runnable over) {}

    /**
     * Somebody comes in.
     *
     * @param over run when the conference is over, on any thread, unless it is this one who leaves
     * @return leaves; does nothing twice, or when the conference is over
     */
    synchronized Runnable join(Step.Conference step, ScriptedLeg leg, Runnable over) {
        Participant participant = new Participant(leg, over);
        conferences.computeIfAbsent(step.name(), name -> new ArrayList<>()).add(participant);
        return () -> leave(step.name(), participant);
    }

    private void leave(String name, Participant leaving) {
        List<Participant> left;
        synchronized (this) {
            List<Participant> present = conferences.get(name);
            if (present == null || !present.contains(leaving)) {
                return;
            }
            conferences.remove(name);
            left = present;
        }
        left.stream().filter(participant -> participant != leaving).forEach(participant -> participant.over.run());
    }

    /** Who is in a conference with others, and heard there. */
    synchronized List<ScriptedLeg> heard() {
        return conferences.values().stream()
                .filter(present -> present.size() > 1)
                .flatMap(List::stream)
                .map(Participant::leg)
                .filter(leg -> !leg.isMuted())
                .toList();
    }

    /** How many there are. */
    synchronized int size() {
        return conferences.size();
    }
}
