package dev.voicecall.testkit.twilio;

import dev.voicecall.testkit.twilio.LiveConference.Exit;
import java.util.List;
import java.util.Optional;
import java.util.concurrent.CopyOnWriteArrayList;

/** All conferences of a simulator; of those with the same name only the last may be under way. Safe for use by many threads. */
final class Conferences {
    private final Simulation simulation;
    private final List<LiveConference> all = new CopyOnWriteArrayList<>();

    Conferences(Simulation simulation) {
        this.simulation = simulation;
    }

    List<LiveConference> all() {
        return all;
    }

    /** By its SID, or by the name of one that is under way. */
    Optional<LiveConference> find(String sidOrName) {
        return all.stream()
                .filter(conference -> conference.sid().equals(sidOrName)
                        || (!conference.over() && conference.name().equals(sidOrName)))
                .findFirst();
    }

    /** Has somebody come to the conference of the name that was ordered, or to a new one. */
    void join(Participant participant) {
        LiveConference conference = underWay(participant.order());
        conference.mailbox().execute(() -> {
            if (conference.over()) {
                join(participant);
            } else {
                conference.join(participant);
            }
        });
    }

    private synchronized LiveConference underWay(ConferenceOrder order) {
        return all.stream()
                .filter(conference -> !conference.over() && conference.name().equals(order.name()))
                .findFirst()
                .orElseGet(() -> {
                    LiveConference begun = new LiveConference(simulation, order);
                    all.add(begun);
                    return begun;
                });
    }

    /** Has somebody go from wherever it is. */
    void leave(Participant participant) {
        all.stream()
                .filter(conference ->
                        conference.name().equals(participant.order().name()))
                .forEach(conference -> conference.mailbox().execute(() -> conference.leave(participant, Exit.LEFT)));
    }
}
