package dev.voicecall.testkit.twilio;

import dev.voicecall.testkit.twilio.WebhookExchange.Kind;
import java.time.Duration;
import java.util.LinkedHashMap;
import java.util.Map;

/** Reports how one conference gets on, as it was ordered by who came first. Used on the conference's mailbox only. */
final class ConferenceEvents {
    private final LiveConference conference;
    private final Simulation simulation;
    private final ConferenceOrder order;
    private int sequence;

    ConferenceEvents(LiveConference conference, Simulation simulation, ConferenceOrder order) {
        this.conference = conference;
        this.simulation = simulation;
        this.order = order;
    }

    /** Something became of the conference; noted with the call of who caused it. */
    void conference(String wanted, String event, Participant cause) {
        Map<String, String> more = new LinkedHashMap<>();
        conference.reasonEnded().ifPresent(reason -> more.put("ReasonConferenceEnded", reason));
        conference.callEnding().ifPresent(sid -> more.put("CallSidEndingConference", sid));
        report(wanted, event, cause, more);
    }

    /** Something became of a participant. */
    void participant(String wanted, String event, Participant participant) {
        Map<String, String> more = new LinkedHashMap<>();
        more.put("CallSid", participant.call().view().sid());
        more.put("Muted", Boolean.toString(participant.muted()));
        more.put("Hold", Boolean.toString(participant.held()));
        more.put("Coaching", "false");
        more.put("EndConferenceOnExit", Boolean.toString(participant.ends()));
        more.put("StartConferenceOnEnter", Boolean.toString(participant.order().starts()));
        participant.order().label().ifPresent(label -> more.put("ParticipantLabel", label));
        report(wanted, event, participant, more);
    }

    private void report(String wanted, String event, Participant about, Map<String, String> more) {
        if (order.statusCallback().isEmpty() || !order.statusEvents().contains(wanted)) {
            return;
        }
        Map<String, String> parameters = new LinkedHashMap<>();
        parameters.put("ConferenceSid", conference.sid());
        parameters.put("FriendlyName", conference.name());
        parameters.put("AccountSid", simulation.accountSid());
        parameters.put("StatusCallbackEvent", event);
        parameters.put("SequenceNumber", Integer.toString(++sequence));
        parameters.put("Timestamp", Dates.rfc2822(simulation.line().now()));
        parameters.putAll(more);
        LiveCall call = about.call();
        call.mailbox().execute(() -> call.webhooks()
                .report(Kind.CONFERENCE, order.statusCallback().get(), CallParameters.form(parameters), Duration.ZERO));
    }
}
