package dev.voicecall.testkit.twilio;

import dev.voicecall.testkit.Callee;
import dev.voicecall.testkit.SpeakingTime;
import dev.voicecall.testkit.twilio.WebhookExchange.Kind;
import java.time.Duration;
import java.util.LinkedHashMap;
import java.util.Map;

/**
 * What happens when a call by the REST API is picked up: keys are sent, it is found out who or what picked up, and the
 * document is asked for. A person is told from a machine after 3 s, a machine after 4 s or, if so ordered, at its beep.
 */
final class AnsweredCall {
    private static final Duration PERSON = Duration.ofSeconds(3);
    private static final Duration MACHINE = Duration.ofSeconds(4);
    private static final Duration BEEP = Duration.ofMillis(500);

    private final LiveCall call;
    private boolean undecided;

    AnsweredCall(LiveCall call) {
        this.call = call;
    }

    void begin() {
        String keys = call.order().sendDigits();
        if (!keys.isEmpty()) {
            call.hears("[keys " + keys + "]");
            call.line().after(Tones.length(keys), () -> document(Map.of()));
            return;
        }
        call.order().machineDetection().ifPresentOrElse(this::detect, () -> document(Map.of()));
    }

    private void detect(MachineDetectionOrder order) {
        boolean inTime = decisionAfter(order).compareTo(order.timeout()) <= 0;
        Duration after = inTime ? decisionAfter(order) : order.timeout();
        String by = inTime ? answeredBy(order) : "unknown";
        if (order.async().isEmpty()) {
            call.line().after(after, () -> {
                call.view().answeredBy(by);
                document(Map.of("AnsweredBy", by));
            });
            return;
        }
        undecided = true;
        long begin = call.simulation().line().nanoTime();
        call.line().after(after, () -> report(order.async().get(), by, begin));
        call.whenEnded(() -> report(order.async().get(), "unknown", begin));
        document(Map.of());
    }

    private void report(Endpoint endpoint, String by, long begin) {
        if (!undecided) {
            return;
        }
        undecided = false;
        call.view().answeredBy(by);
        Map<String, String> parameters = new LinkedHashMap<>();
        parameters.put("AccountSid", call.simulation().accountSid());
        parameters.put("CallSid", call.view().sid());
        parameters.put("AnsweredBy", by);
        long nanos = call.simulation().line().nanoTime() - begin;
        parameters.put("MachineDetectionDuration", Long.toString(nanos / 1_000_000));
        call.webhooks().report(Kind.MACHINE_DETECTION, endpoint, CallParameters.form(parameters), Duration.ZERO);
    }

    private Duration decisionAfter(MachineDetectionOrder order) {
        Callee callee = call.callee().callee();
        if (!callee.machine()) {
            return PERSON;
        }
        Duration announcement = SpeakingTime.of(callee.greeting().orElse(""));
        return order.untilEndOfMessage() ? announcement.plus(BEEP) : MACHINE;
    }

    private String answeredBy(MachineDetectionOrder order) {
        String machine = order.untilEndOfMessage() ? "machine_end_beep" : "machine_start";
        return call.simulation()
                .phoneBook()
                .answeredBy(call.view().to())
                .orElse(call.callee().callee().machine() ? machine : "human");
    }

    /** Not if the call was redirected meanwhile. */
    private void document(Map<String, String> more) {
        if (!call.twiml().begun()) {
            call.order().twiml().ifPresent(source -> call.twiml().run(source, more));
        }
    }
}
