package dev.voicecall.testkit.twilio;

import dev.voicecall.spi.FormParameters;
import dev.voicecall.spi.Mailbox;
import dev.voicecall.testkit.twilio.WebhookExchange.Kind;
import java.time.Duration;
import java.time.Instant;
import java.util.LinkedHashMap;
import java.util.Map;
import java.util.Optional;
import java.util.UUID;
import org.jspecify.annotations.Nullable;

/** A message on its way. Changed on its mailbox only; read from any thread. */
final class LiveMessage {
    private static final Duration STEP = Duration.ofSeconds(1);

    private final Simulation simulation;
    private final String sid;
    private final String to;
    private final String from;
    private final FormParameters parameters;
    private final int errorCode;
    private final Optional<Endpoint> callback;
    private final Instant created;
    private final Mailbox mailbox;
    private volatile String status = "queued";

    LiveMessage(
            Simulation simulation,
            String to,
            String from,
            FormParameters parameters,
            int errorCode,
            Optional<Endpoint> callback) {
        this.simulation = simulation;
        this.sid = simulation.sids().next(parameters.first("MediaUrl").isPresent() ? "MM" : "SM");
        this.to = to;
        this.from = from;
        this.parameters = parameters;
        this.errorCode = errorCode;
        this.callback = callback;
        this.created = simulation.line().now();
        this.mailbox = new Mailbox(simulation.line().executor());
    }

    String sid() {
        return sid;
    }

    /** A second to be sent, another one to be delivered or to fail. */
    void send() {
        after(STEP, errorCode == 0 ? "sent" : "failed");
        if (errorCode == 0) {
            after(STEP.multipliedBy(2), "delivered");
        }
    }

    private void after(Duration delay, String next) {
        simulation.timers().after(simulation.line(), delay, mailbox, () -> {
            status = next;
            callback.ifPresent(this::report);
        });
    }

    private void report(Endpoint endpoint) {
        Map<String, String> told = new LinkedHashMap<>();
        told.put("MessageSid", sid);
        told.put("SmsSid", sid);
        told.put("MessageStatus", status);
        told.put("SmsStatus", status);
        told.put("To", to);
        told.put("From", from);
        told.put("AccountSid", simulation.accountSid());
        told.put("ApiVersion", "2010-04-01");
        if (errorCode != 0) {
            told.put("ErrorCode", Integer.toString(errorCode));
        }
        simulation
                .sender()
                .send(new Webhook(
                        Kind.MESSAGE,
                        endpoint,
                        CallParameters.form(told),
                        UUID.nameUUIDFromBytes((sid + status).getBytes(java.nio.charset.StandardCharsets.UTF_8))
                                .toString(),
                        new Cookies(),
                        false,
                        simulation::sentForMessage,
                        problem -> {}));
    }

    @SuppressWarnings("NullAway") // as in CallJson
    Map<String, Object> json() {
        Map<String, @Nullable Object> json = new LinkedHashMap<>();
        json.put("sid", sid);
        json.put("account_sid", simulation.accountSid());
        json.put(
                "messaging_service_sid", parameters.first("MessagingServiceSid").orElse(null));
        json.put("to", to);
        json.put("from", from);
        json.put("body", parameters.first("Body").orElse(""));
        json.put("status", status);
        json.put("direction", "outbound-api");
        json.put("num_segments", "1");
        json.put("num_media", parameters.first("MediaUrl").isPresent() ? "1" : "0");
        json.put("error_code", status.equals("failed") ? errorCode : null);
        json.put("error_message", null);
        json.put("date_created", Dates.rfc2822(created));
        json.put("date_updated", Dates.rfc2822(created));
        json.put("date_sent", null);
        json.put("price", null);
        json.put("price_unit", "USD");
        json.put("api_version", "2010-04-01");
        json.put("uri", "/2010-04-01/Accounts/" + simulation.accountSid() + "/Messages/" + sid + ".json");
        return json;
    }
}
