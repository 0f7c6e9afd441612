package dev.voicecall.testkit.twilio;

import dev.voicecall.spi.Mailbox;
import dev.voicecall.testkit.twilio.ConferenceOrder.Music;
import java.time.Instant;
import java.util.List;
import java.util.Optional;
import java.util.concurrent.CopyOnWriteArrayList;

/**
 * A conference: it begins when there are two, one of whom may start it, and ends when nobody is left, when one goes that ends it,
 * or by order. Changed on its own mailbox only; read from any thread.
 */
final class LiveConference {
    static final String ENDED_VIA_API = "conference-ended-via-api";

    /** How somebody goes. */
    enum Exit {
        LEFT,
        KICKED
    }

    private final Simulation simulation;
    private final String sid;
    private final String name;
    private final Mailbox mailbox;
    private final Instant created;
    private final ConferenceEvents events;
    private final ConferenceMixer mixer;
    private final List<Participant> participants = new CopyOnWriteArrayList<>();
    private volatile String status = "init";
    private volatile Instant updated;
    private volatile Optional<String> reasonEnded = Optional.empty();
    private volatile Optional<String> callEnding = Optional.empty();

    LiveConference(Simulation simulation, ConferenceOrder first) {
        this.simulation = simulation;
        this.sid = simulation.sids().next("CF");
        this.name = first.name();
        this.mailbox = new Mailbox(simulation.line().executor());
        this.created = simulation.line().now();
        this.updated = created;
        this.events = new ConferenceEvents(this, simulation, first);
        this.mixer = new ConferenceMixer(simulation, mailbox, participants);
    }

    String sid() {
        return sid;
    }

    String name() {
        return name;
    }

    Mailbox mailbox() {
        return mailbox;
    }

    Instant created() {
        return created;
    }

    Instant updated() {
        return updated;
    }

    /** {@code init}, {@code in-progress} or {@code completed}. */
    String status() {
        return status;
    }

    boolean over() {
        return status.equals("completed");
    }

    Optional<String> reasonEnded() {
        return reasonEnded;
    }

    Optional<String> callEnding() {
        return callEnding;
    }

    List<Participant> participants() {
        return participants;
    }

    Optional<Participant> participant(String callSid) {
        return participants.stream()
                .filter(participant -> participant.call().view().sid().equals(callSid))
                .findFirst();
    }

    void join(Participant participant) {
        if (!participant.present()) {
            return;
        }
        if (participants.size() >= participant.order().maxParticipants()) {
            participant.call().view().problem(new Problem(13231, true, "The conference is full."));
            onCall(participant, participant::dismiss);
            return;
        }
        participants.add(participant);
        events.participant("join", "participant-join", participant);
        if (status.equals("in-progress")) {
            onCall(participant, () -> participant.talk(true));
        } else if (participants.size() > 1
                && participants.stream().anyMatch(each -> each.order().starts())) {
            start(participant);
        } else {
            onCall(participant, () -> participant.play(participant.order().waitMusic()));
        }
        if (participant.order().beepsOnEnter()) {
            mixer.beep();
        }
    }

    private void start(Participant last) {
        become("in-progress");
        events.conference("start", "conference-start", last);
        participants.forEach(each -> onCall(each, () -> each.talk(each == last)));
        mixer.start();
    }

    void leave(Participant participant, Exit how) {
        if (!participants.remove(participant)) {
            return;
        }
        events.participant("leave", "participant-leave", participant);
        if (participant.ends()) {
            end("participant-with-end-conference-on-exit-" + word(how), participant);
        } else if (participants.isEmpty()) {
            end("last-participant-" + word(how), participant);
        } else if (participant.beepsOnExit()) {
            mixer.beep();
        }
        if (how == Exit.KICKED) {
            onCall(participant, participant::dismiss);
        }
    }

    private static String word(Exit how) {
        return how == Exit.LEFT ? "left" : "kicked";
    }

    /** Ends it by order. */
    void end() {
        if (!over()) {
            participants.stream().findFirst().ifPresent(first -> end(ENDED_VIA_API, first));
        }
    }

    private void end(String reason, Participant cause) {
        become("completed");
        mixer.stop();
        reasonEnded = Optional.of(reason);
        callEnding = reason.equals(ENDED_VIA_API)
                ? Optional.empty()
                : Optional.of(cause.call().view().sid());
        participants.forEach(each -> {
            events.participant("leave", "participant-leave", each);
            onCall(each, each::dismiss);
        });
        participants.clear();
        events.conference("end", "conference-end", cause);
    }

    void mute(Participant participant, boolean on) {
        if (participant.muted() != on) {
            participant.mute(on);
            events.participant("mute", on ? "participant-mute" : "participant-unmute", participant);
        }
    }

    /** @param music what is to be heard on hold */
    void hold(Participant participant, boolean on, Music music) {
        if (participant.held() == on) {
            return;
        }
        participant.hold(on);
        events.participant("hold", on ? "participant-hold" : "participant-unhold", participant);
        if (on) {
            onCall(participant, () -> participant.play(music));
        } else if (status.equals("in-progress")) {
            onCall(participant, () -> participant.talk(false));
        } else {
            onCall(participant, () -> participant.play(participant.order().waitMusic()));
        }
    }

    void modified(Participant participant) {
        events.participant("modify", "participant-modify", participant);
    }

    private void become(String next) {
        status = next;
        updated = simulation.line().now();
    }

    private static void onCall(Participant participant, Runnable task) {
        participant.call().mailbox().execute(task);
    }
}
