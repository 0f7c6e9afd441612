package dev.voicecall.testkit.twilio;

import dev.voicecall.testkit.twilio.WebhookExchange.Kind;
import java.net.URI;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.OptionalInt;
import java.util.UUID;
import java.util.concurrent.CopyOnWriteArrayList;

/**
 * All messages of a simulator. Outside of WhatsApp's 24 hours what is free-form fails with 63016; so does a template beside which
 * there is something else. Safe for use by many threads.
 */
final class Messages {
    private static final int OUTSIDE_SESSION = 63016;

    private final Simulation simulation;
    private final List<LiveMessage> all = new CopyOnWriteArrayList<>();

    Messages(Simulation simulation) {
        this.simulation = simulation;
    }

    List<LiveMessage> all() {
        return all;
    }

    Optional<LiveMessage> find(String sid) {
        return all.stream().filter(message -> message.sid().equals(sid)).findFirst();
    }

    void remove(LiveMessage message) {
        all.remove(message);
    }

    /** Takes a message; nothing happens to it before it is told to be sent. */
    LiveMessage take(MessageContent content, Optional<Endpoint> callback) {
        boolean refused = content.whatsApp()
                && content.freeForm()
                && simulation
                        .phoneBook()
                        .outsideSession(content.to(), simulation.line().now());
        OptionalInt error = refused ? OptionalInt.of(OUTSIDE_SESSION) : OptionalInt.empty();
        LiveMessage message = new LiveMessage(simulation, content, "queued", error, callback);
        all.add(message);
        return message;
    }

    /** A message comes in: the application is told, and what it answers is sent back. */
    LiveMessage receive(MessageContent content, Endpoint url) {
        LiveMessage message = new LiveMessage(simulation, content, "received", OptionalInt.empty(), Optional.empty());
        all.add(message);
        simulation
                .phoneBook()
                .openSession(content.from(), simulation.line().now());
        simulation
                .sender()
                .send(new Webhook(
                        Kind.MESSAGE_IN,
                        url,
                        CallParameters.form(parameters(message)),
                        UUID.nameUUIDFromBytes(message.sid().getBytes(java.nio.charset.StandardCharsets.UTF_8))
                                .toString(),
                        new Cookies(),
                        false,
                        simulation::sentForMessage,
                        problem -> {}))
                .thenAccept(reply -> sendBack(content, reply, url));
        return message;
    }

    private Map<String, String> parameters(LiveMessage message) {
        MessageContent content = message.content();
        Map<String, String> told = new LinkedHashMap<>();
        for (String name : List.of("MessageSid", "SmsSid", "SmsMessageSid")) {
            told.put(name, message.sid());
        }
        told.put("AccountSid", simulation.accountSid());
        told.put("From", content.from());
        told.put("To", content.to());
        told.put("Body", content.body());
        told.put("SmsStatus", "received");
        told.put("NumSegments", "1");
        told.put("NumMedia", Integer.toString(content.media().size()));
        told.put("ApiVersion", "2010-04-01");
        for (int i = 0; i < content.media().size(); i++) {
            told.put("MediaUrl" + i, content.media().get(i));
            told.put("MediaContentType" + i, "image/jpeg");
        }
        if (content.whatsApp()) {
            told.put("WaId", content.from().replaceAll("\\D", ""));
            told.put("ProfileName", "A person");
            told.put("MessageType", content.media().isEmpty() ? "text" : "image");
        }
        return told;
    }

    private void sendBack(MessageContent content, WebReply reply, Endpoint url) {
        if (reply.status() >= 300 || reply.body().length == 0) {
            return;
        }
        TwimlDocument.of(reply, url).root().children().stream()
                .filter(element -> element.name().equals("Message"))
                .map(element -> element.children().stream()
                        .filter(child -> child.name().equals("Body"))
                        .findFirst()
                        .orElse(element))
                .forEach(words ->
                        take(content.reply(words.text().strip()), Optional.empty()).send());
    }

    /** Media as they are named to the application. */
    static List<String> media(List<URI> media) {
        return media.stream().map(URI::toString).toList();
    }
}
