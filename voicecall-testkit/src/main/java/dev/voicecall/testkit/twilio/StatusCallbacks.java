package dev.voicecall.testkit.twilio;

import dev.voicecall.testkit.twilio.Faults.Quirk;
import dev.voicecall.testkit.twilio.WebhookExchange.Kind;
import java.time.Duration;
import java.util.Map;

/** Reports how one call gets on. Used on the call's mailbox only. */
final class StatusCallbacks {
    private static final Duration LATE = Duration.ofSeconds(30);
    private static final Duration SWAPPED = Duration.ofSeconds(1);

    private final LiveCall call;
    private int sequence;
    private boolean answeredHeldBack;

    StatusCallbacks(LiveCall call) {
        this.call = call;
    }

    void initiated() {
        report("initiated", CallStatus.INITIATED, Map.of(), Duration.ZERO);
    }

    void ringing() {
        report("ringing", CallStatus.RINGING, Map.of(), Duration.ZERO);
    }

    void answered() {
        if (call.simulation().faults().has(Quirk.COMPLETED_BEFORE_ANSWERED)) {
            answeredHeldBack = true;
        } else {
            report("answered", CallStatus.IN_PROGRESS, Map.of(), Duration.ZERO);
        }
    }

    /** The call is over; the parameters are those of the end. */
    void completed(CallStatus how, Map<String, String> end, Duration later) {
        int answeredNumber = sequence;
        sequence += answeredHeldBack && wants("answered") ? 1 : 0;
        boolean late = call.simulation().faults().has(Quirk.COMPLETED_LATE);
        report("completed", how, end, late ? LATE : later);
        if (answeredHeldBack) {
            sequence = answeredNumber;
            report("answered", CallStatus.IN_PROGRESS, Map.of(), late ? LATE.plus(SWAPPED) : later.plus(SWAPPED));
        }
    }

    private boolean wants(String event) {
        return call.order().statusEvents().contains(event);
    }

    private void report(String event, CallStatus status, Map<String, String> more, Duration later) {
        if (!wants(event)) {
            return;
        }
        call.order().statusCallback().ifPresent(endpoint -> {
            Map<String, String> parameters =
                    CallParameters.standard(call.simulation().accountSid(), call.view(), status);
            parameters.put("Timestamp", Dates.rfc2822(call.simulation().line().now()));
            parameters.put("CallbackSource", "call-progress-events");
            parameters.put("SequenceNumber", Integer.toString(sequence++));
            parameters.putAll(more);
            call.webhooks().report(Kind.STATUS, endpoint, CallParameters.form(parameters), later);
        });
    }
}
