package dev.voicecall.twilio;

import com.fasterxml.jackson.core.JsonProcessingException;
import com.fasterxml.jackson.databind.ObjectMapper;
import com.twilio.rest.api.v2010.account.Message;
import com.twilio.rest.api.v2010.account.MessageCreator;
import dev.voicecall.OutgoingMessage;
import dev.voicecall.OutgoingMessage.Channel;
import dev.voicecall.OutgoingMessage.Template;
import dev.voicecall.OutgoingMessage.Text;
import dev.voicecall.PhoneNumber;
import java.util.Map;
import java.util.Optional;

/**
 * From whom messages are. Immutable.
 *
 * @param phoneNumber our own number
 * @param whatsApp our number on WhatsApp, if that is another one
 * @param service the SID of the messaging service which chooses the sender
 */
record MessageSenders(PhoneNumber phoneNumber, Optional<PhoneNumber> whatsApp, Optional<String> service) {
    private static final ObjectMapper JSON = new ObjectMapper();
    private static final String WHATSAPP = "whatsapp:";

    /** How Twilio is asked to send a message. */
    MessageCreator order(OutgoingMessage message) {
        boolean onWhatsApp = message.channel() == Channel.WHATSAPP;
        String prefix = onWhatsApp ? WHATSAPP : "";
        boolean byService = service.isPresent() && !(onWhatsApp && whatsApp.isPresent());
        PhoneNumber from = onWhatsApp ? whatsApp.orElse(phoneNumber) : phoneNumber;
        MessageCreator order = creator(prefix + message.to().e164());
        if (byService) {
            order.setMessagingServiceSid(service.get());
        } else {
            order.setFrom(prefix + from.e164());
        }
        if (message.content() instanceof Text text) {
            fill(order, text);
        } else if (message.content() instanceof Template template) {
            fill(order, template);
        }
        return order;
    }

    /** The SDK's only ways to make one want a sender and a text, which may be neither. */
    @SuppressWarnings("NullAway")
    private static MessageCreator creator(String to) {
        String nothing = null;
        com.twilio.type.PhoneNumber nobody = null;
        return Message.creator(new com.twilio.type.PhoneNumber(to), nobody, nothing);
    }

    private static void fill(MessageCreator order, Text text) {
        if (!text.body().isEmpty()) {
            order.setBody(text.body());
        }
        if (!text.media().isEmpty()) {
            order.setMediaUrl(text.media());
        }
    }

    private static String json(Map<String, String> variables) {
        try {
            return JSON.writeValueAsString(variables);
        } catch (JsonProcessingException e) {
            throw new IllegalStateException("Every map of texts can be written as JSON, but this one can't.", e);
        }
    }

    private static void fill(MessageCreator order, Template template) {
        order.setContentSid(template.id());
        if (!template.variables().isEmpty()) {
            order.setContentVariables(json(template.variables()));
        }
    }
}
