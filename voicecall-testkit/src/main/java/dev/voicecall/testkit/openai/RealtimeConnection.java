package dev.voicecall.testkit.openai;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.ObjectNode;
import dev.voicecall.spi.Mailbox;
import dev.voicecall.spi.Scheduler.Timer;
import dev.voicecall.testkit.http.SocketOutbox;
import dev.voicecall.testkit.http.SocketPeer;
import java.net.URI;
import java.net.URLDecoder;
import java.nio.charset.StandardCharsets;
import java.util.Map;
import java.util.Optional;

/**
 * A client's connection with the Realtime API, whatever carries it. Safe for use by many threads: all happens on its mailbox.
 */
final class RealtimeConnection implements SocketPeer {
    private static final String DEFAULT_MODEL = "gpt-realtime";
    /** A kind of data that is not taken (RFC 6455, 7.4.1). */
    private static final int REFUSED = 1_003;

    private final Realtime realtime;
    private final Map<String, String> headers;
    private final SocketOutbox outbox;
    private final Mailbox mailbox;
    private final SimulatedSession record;
    private final RealtimeSession session;
    private final ClientEvents clientEvents;
    private Timer expiry = Timer.NONE;
    private boolean gone;

    RealtimeConnection(Realtime realtime, URI uri, Map<String, String> headers, SocketOutbox outbox) {
        this.realtime = realtime;
        this.headers = Map.copyOf(headers);
        this.outbox = outbox;
        this.mailbox = new Mailbox(realtime.mind().time().executor());
        String id = realtime.ids().next("sess");
        this.record = new SimulatedSession(id, this);
        SessionConfig config = new SessionConfig(
                id,
                query(uri, "model").orElse(DEFAULT_MODEL),
                query(uri, "intent").filter("transcription"::equals).isPresent(),
                realtime.mind()
                        .time()
                        .now()
                        .plus(realtime.behaviour().maxSession())
                        .getEpochSecond());
        this.session = new RealtimeSession(this, realtime, config);
        this.clientEvents = new ClientEvents(session);
    }

    private static Optional<String> query(URI uri, String name) {
        String query = uri.getRawQuery() == null ? "" : uri.getRawQuery();
        for (String parameter : query.split("&", -1)) {
            if (parameter.startsWith(name + "=")) {
                return Optional.of(URLDecoder.decode(parameter.substring(name.length() + 1), StandardCharsets.UTF_8));
            }
        }
        return Optional.empty();
    }

    Mailbox mailbox() {
        return mailbox;
    }

    @Override
    public void open() {
        mailbox.execute(() -> {
            if (headers.getOrDefault("openai-beta", "").contains("realtime=v1")) {
                refuseBeta();
                return;
            }
            realtime.add(record);
            session.events()
                    .send(
                            "session.created",
                            event -> event.set("session", session.config().json()));
            expiry = realtime.mind().time().schedule(realtime.behaviour().maxSession(), mailbox, this::expire);
        });
    }

    private void refuseBeta() {
        session.events()
                .error(
                        RealtimeException.of(
                                "beta_api_shape_disabled",
                                "The Realtime Beta API is no longer supported. Please use /v1/realtime for the GA API."),
                        null);
        close(4_000, "invalid_request_error.beta_api_shape_disabled");
    }

    private void expire() {
        session.events()
                .error(
                        RealtimeException.of(
                                "session_expired",
                                "Your session hit the maximum duration of "
                                        + realtime.behaviour().maxSession().toMinutes() + " minutes."),
                        null);
        close(1_000, "");
    }

    @Override
    public void receive(String json) {
        mailbox.execute(() -> {
            if (!gone) {
                handle(json);
                publish();
            }
        });
    }

    private void handle(String json) {
        Json.parse(json).ifPresentOrElse(this::handle, () -> session.events()
                .error(
                        RealtimeException.of(
                                "invalid_json", "We could not parse the JSON body of your event. Expected an object."),
                        null));
    }

    private void handle(ObjectNode event) {
        JsonNode id = event.path("event_id");
        record.received(event);
        try {
            clientEvents.handle(event);
        } catch (RealtimeException problem) {
            session.events().error(problem, id.isTextual() ? id.asText() : null);
        }
    }

    void send(String json) {
        if (!gone) {
            record.sent(json);
            publish();
            outbox.send(json);
        }
    }

    private void close(int code, String reason) {
        end();
        outbox.close(code, reason);
    }

    /** Breaks it without a close frame. */
    void cut() {
        mailbox.execute(() -> {
            end();
            outbox.cut();
        });
    }

    @Override
    public void receive(byte[] data) {
        mailbox.execute(() -> close(REFUSED, "Events are text."));
    }

    @Override
    public void gone() {
        mailbox.execute(this::end);
    }

    private void end() {
        gone = true;
        expiry.cancel();
        session.close();
        publish();
    }

    /** Lets the test see how things are. */
    void publish() {
        record.items(session.conversation().items());
    }

    /** Sends something that no server would. */
    void inject(String text) {
        mailbox.execute(() -> send(text));
    }
}
