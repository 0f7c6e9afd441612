package dev.voicecall.twilio;

import dev.voicecall.CarrierException;
import dev.voicecall.MessageDelivery;
import dev.voicecall.MessageDelivery.Status;
import dev.voicecall.spi.FormParameters;
import java.util.Map;
import java.util.Optional;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/** Reads what Twilio tells of a message that was sent. */
final class MessageReport {
    private static final Logger LOG = LoggerFactory.getLogger(MessageReport.class);
    private static final Map<String, Status> STATUSES = Map.ofEntries(
            Map.entry("accepted", Status.ACCEPTED),
            Map.entry("scheduled", Status.ACCEPTED),
            Map.entry("queued", Status.ACCEPTED),
            Map.entry("sending", Status.ACCEPTED),
            Map.entry("sent", Status.SENT),
            Map.entry("partially_delivered", Status.SENT),
            Map.entry("delivered", Status.DELIVERED),
            Map.entry("read", Status.READ),
            Map.entry("failed", Status.FAILED),
            Map.entry("undelivered", Status.FAILED),
            Map.entry("canceled", Status.FAILED));

    /** Of the codes whose remedy is in the sender's hand. */
    private static final Map<Integer, String> REMEDIES = Map.of(
            63016,
            "the other side has not written on WhatsApp for 24 hours; send a template that was approved"
                    + " (OutgoingMessage.whatsApp(to, template)) instead of a text",
            63015,
            "the other side has not joined the WhatsApp sandbox; have them send its join code first",
            63007,
            "the sender has no WhatsApp account at Twilio; set TWILIO_WHATSAPP_NUMBER to one that has",
            63003,
            "the other side is not on WhatsApp",
            21656,
            "the template's variables are not those that it was approved with");

    private MessageReport() {}

    /** What a callback tells; empty if it can't be told what. */
    static Optional<MessageDelivery> read(FormParameters form) {
        String id = form.first("MessageSid").or(() -> form.first("SmsSid")).orElse("");
        String status =
                form.first("MessageStatus").or(() -> form.first("SmsStatus")).orElse("");
        int code = form.first("ErrorCode")
                .filter(text -> text.matches("[0-9]{1,9}"))
                .map(Integer::parseInt)
                .orElse(0);
        Optional<MessageDelivery> delivery = of(id, status, code);
        if (delivery.isEmpty()) {
            LOG.warn("Ignored what Twilio tells of a message: its id or its status is none that we know.");
        }
        return delivery;
    }

    /** A delivery; empty if we don't know the status. */
    static Optional<MessageDelivery> of(String id, String status, int code) {
        Status known = STATUSES.get(status);
        if (known == null || !id.matches("[A-Z]{2}[0-9a-fA-F]{32}")) {
            return Optional.empty();
        }
        return Optional.of(new MessageDelivery(
                id, known, known == Status.FAILED ? Optional.of(failure(status, code)) : Optional.empty()));
    }

    private static CarrierException failure(String status, int code) {
        String why = REMEDIES.containsKey(code) ? ": " + REMEDIES.get(code) : "";
        String number = code == 0 ? "" : " (Twilio error " + code + ")";
        return new CarrierException("Twilio reports the message as " + status + why + number + ".", code, false, null);
    }
}
