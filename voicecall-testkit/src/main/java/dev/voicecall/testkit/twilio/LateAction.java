package dev.voicecall.testkit.twilio;

import dev.voicecall.testkit.twilio.WebhookExchange.Kind;
import java.time.Duration;
import java.util.Map;

/** Requests an action of a call that is over by then; the answer has no effect. */
final class LateAction {
    private static final Duration LATE = Duration.ofSeconds(1);

    private LateAction() {}

    /** One second after the end of the call, which is about to come. */
    static void send(TwimlExecution execution, TwimlElement verb, Map<String, String> more) {
        send(execution, verb, more, LATE);
    }

    static void send(TwimlExecution execution, TwimlElement verb, Map<String, String> more, Duration later) {
        LiveCall call = execution.call();
        execution
                .endpoint(verb, "action", "method")
                .ifPresent(endpoint -> call.whenEnded(() -> {
                    Map<String, String> parameters = CallParameters.standard(
                            call.simulation().accountSid(),
                            call.view(),
                            call.view().status());
                    parameters.putAll(more);
                    call.webhooks().report(Kind.ACTION, endpoint, CallParameters.form(parameters), later);
                }));
    }
}
