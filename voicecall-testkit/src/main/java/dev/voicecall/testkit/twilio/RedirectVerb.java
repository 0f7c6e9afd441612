package dev.voicecall.testkit.twilio;

import dev.voicecall.testkit.twilio.WebhookExchange.Kind;
import java.util.Map;
import java.util.Optional;

/** Redirect: another document. */
final class RedirectVerb implements Verb {
    private final TwimlElement element;

    RedirectVerb(TwimlElement element) {
        this.element = element;
    }

    @Override
    public void run(TwimlExecution execution) {
        Optional<Endpoint> endpoint =
                execution.endpoint(element.text(), element.attribute("method").orElse("POST"));
        if (endpoint.isPresent()) {
            execution.call().twiml().request(Kind.VOICE, endpoint.get(), Map.of());
        } else {
            WebhookFailure failure = new WebhookFailure(11100, "<Redirect> needs an absolute URL here.");
            execution.call().twiml().failed(failure, Kind.VOICE, element.text());
        }
    }

    @Override
    public boolean answers() {
        return false;
    }
}
