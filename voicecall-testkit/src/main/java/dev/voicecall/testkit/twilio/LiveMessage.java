package dev.voicecall.testkit.twilio;

import dev.voicecall.spi.Mailbox;
import dev.voicecall.testkit.twilio.MessageFaults.Quirk;
import dev.voicecall.testkit.twilio.WebhookExchange.Kind;
import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.time.Instant;
import java.util.LinkedHashMap;
import java.util.Map;
import java.util.Optional;
import java.util.OptionalInt;
import java.util.UUID;
import org.jspecify.annotations.Nullable;

/** A message on its way, or one that came in. Changed on its mailbox only; read from any thread. */
final class LiveMessage {
    private static final Duration STEP = Duration.ofSeconds(1);
    private static final Duration READ = Duration.ofSeconds(3);

    private final Simulation simulation;
    private final String sid;
    private final MessageContent content;
    private final Optional<Endpoint> callback;
    private final MessageFaults faults;
    private final OptionalInt errorCode;
    private final Instant created;
    private final Mailbox mailbox;
    private volatile String status;
    private volatile Instant updated;
    private volatile Optional<Instant> sent = Optional.empty();

    LiveMessage(
            Simulation simulation,
            MessageContent content,
            String status,
            OptionalInt errorCode,
            Optional<Endpoint> callback) {
        this.simulation = simulation;
        this.sid = simulation.sids().next(content.media().isEmpty() ? "SM" : "MM");
        this.content = content;
        this.status = status;
        this.callback = callback;
        this.faults = simulation.faults().messages();
        this.errorCode = errorCode.isPresent() ? errorCode : faults.errorCode();
        this.created = simulation.line().now();
        this.updated = created;
        this.mailbox = new Mailbox(simulation.line().executor());
    }

    String sid() {
        return sid;
    }

    MessageContent content() {
        return content;
    }

    Instant created() {
        return created;
    }

    Optional<Instant> sent() {
        return sent;
    }

    /** A second to be sent, another one to be delivered or to fail; one of WhatsApp is read three seconds later. */
    void send() {
        boolean fails = errorCode.isPresent();
        if (fails && !faults.has(Quirk.UNDELIVERED)) {
            after(STEP, "failed");
            return;
        }
        after(STEP, "sent");
        after(STEP.multipliedBy(2), fails ? "undelivered" : "delivered");
        if (content.whatsApp() && !fails) {
            after(STEP.multipliedBy(2).plus(READ), "read");
        }
    }

    private void after(Duration delay, String next) {
        in(delay, () -> {
            status = next;
            updated = simulation.line().now();
            if (!next.equals("failed") && sent.isEmpty()) {
                sent = Optional.of(updated);
            }
        });
        if (callback.isPresent() && !faults.has(Quirk.NEVER_REPORTED)) {
            boolean last = next.equals("sent") && faults.has(Quirk.SENT_LAST);
            Duration due = delay.plus(faults.late()).plus(last ? READ.multipliedBy(2) : Duration.ZERO);
            for (int times = faults.has(Quirk.REPORTED_TWICE) ? 2 : 1; times > 0; times--) {
                in(due, () -> report(callback.get(), next));
            }
        }
    }

    private void in(Duration delay, Runnable task) {
        simulation.timers().after(simulation.line(), delay, mailbox, task);
    }

    private boolean failed(String state) {
        return state.equals("failed") || state.equals("undelivered");
    }

    private void report(Endpoint endpoint, String state) {
        Map<String, String> told = new LinkedHashMap<>();
        told.put("MessageSid", sid);
        told.put("SmsSid", sid);
        told.put("MessageStatus", state);
        told.put("SmsStatus", state);
        told.put("To", content.to());
        told.put("From", content.from());
        told.put("AccountSid", simulation.accountSid());
        told.put("ApiVersion", "2010-04-01");
        content.service().ifPresent(service -> told.put("MessagingServiceSid", service));
        if (content.whatsApp()) {
            told.put("ChannelPrefix", "whatsapp");
            told.put("ChannelToAddress", content.to());
        }
        if (failed(state)) {
            errorCode.ifPresent(code -> told.put("ErrorCode", Integer.toString(code)));
        }
        simulation
                .sender()
                .send(new Webhook(
                        Kind.MESSAGE,
                        endpoint,
                        CallParameters.form(told),
                        UUID.nameUUIDFromBytes((sid + state).getBytes(StandardCharsets.UTF_8))
                                .toString(),
                        new Cookies(),
                        false,
                        simulation::sentForMessage,
                        problem -> {}));
    }

    @SuppressWarnings("NullAway") // as in CallJson
    Map<String, Object> json() {
        String uri = "/2010-04-01/Accounts/" + simulation.accountSid() + "/Messages/" + sid;
        boolean failed = failed(status);
        Map<String, @Nullable Object> json = new LinkedHashMap<>();
        json.put("sid", sid);
        json.put("account_sid", simulation.accountSid());
        json.put("messaging_service_sid", content.service().orElse(null));
        json.put("to", content.to());
        json.put("from", content.from());
        json.put("body", content.body());
        json.put("status", status);
        json.put("direction", content.direction());
        json.put("num_segments", "1");
        json.put("num_media", Integer.toString(content.media().size()));
        json.put("error_code", failed && errorCode.isPresent() ? errorCode.getAsInt() : null);
        json.put("error_message", failed ? "The message could not be delivered." : null);
        json.put("date_created", Dates.rfc2822(created));
        json.put("date_updated", Dates.rfc2822(updated));
        json.put("date_sent", sent.map(Dates::rfc2822).orElse(null));
        json.put("price", null);
        json.put("price_unit", "USD");
        json.put("api_version", "2010-04-01");
        json.put("uri", uri + ".json");
        json.put("subresource_uris", Map.of("media", uri + "/Media.json"));
        return json;
    }
}
