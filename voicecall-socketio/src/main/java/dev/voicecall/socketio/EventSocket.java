package dev.voicecall.socketio;

import com.fasterxml.jackson.databind.JsonNode;
import dev.voicecall.CallInfo;
import dev.voicecall.spi.HttpRequest;
import dev.voicecall.spi.HttpResponse;
import dev.voicecall.spi.WebSocket;
import dev.voicecall.spi.WebSocketAcceptor;
import dev.voicecall.spi.WebSocketListener;
import java.nio.ByteBuffer;
import java.util.Optional;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.concurrent.atomic.LongAdder;
import java.util.function.Predicate;
import org.jspecify.annotations.Nullable;

/**
 * Watchers over plain WebSockets: each message is one JSON object. What they may say is {@code {"join":"CA…"}}, {@code
 * {"leave":"CA…"}} and {@code {"media":true}}. Safe for use by many threads.
 */
final class EventSocket implements WebSocketAcceptor {
    private static final byte[] CONNECTED = Json.bytes(Json.object().put("evt", "connected"));
    private static final int LONGEST_COMMAND = 4_096;

    private final RelayHub hub;
    private final Admission admission;
    private final RelaySettings settings;
    private final AtomicInteger clients = new AtomicInteger();
    private final LongAdder refused = new LongAdder();
    private final LongAdder dropped = new LongAdder();

    EventSocket(RelayHub hub, Admission admission, RelaySettings settings) {
        this.hub = hub;
        this.admission = admission;
        this.settings = settings;
    }

    int clients() {
        return clients.get();
    }

    /** How many were refused since there were too many. */
    long refused() {
        return refused.sum();
    }

    /** How many were dropped since they did not read. */
    long dropped() {
        return dropped.sum();
    }

    @Override
    public Decision accept(HttpRequest handshake) {
        if (!settings.origins().allow(handshake)) {
            return refuse(403, "Pages of this origin may not connect.");
        }
        Optional<Predicate<CallInfo>> mayWatch = admission.of(handshake, Optional.empty());
        if (mayWatch.isEmpty()) {
            return refuse(401, "Who may watch sends a token that is valid, as in Authorization: Bearer TOKEN.");
        }
        if (clients.get() >= settings.maxClients()) {
            refused.increment();
            return refuse(503, "There are " + settings.maxClients() + " clients already; come back later.");
        }
        return new Decision.Accept(new Client(mayWatch.get()));
    }

    private static Decision refuse(int status, String why) {
        return new Decision.Refuse(HttpResponse.of(status, "text/plain", why));
    }

    /** One of them, a listener on the connection's thread and a watcher in the hub's mailbox. */
    private final class Client implements WebSocketListener, Watcher {
        private final Predicate<CallInfo> mayWatch;
        private volatile @Nullable WebSocket socket;
        private volatile boolean gone;
        private volatile @Nullable Commands commands;

        Client(Predicate<CallInfo> mayWatch) {
            this.mayWatch = mayWatch;
        }

        @Override
        public void onOpen(WebSocket opened) {
            socket = opened;
            if (clients.incrementAndGet() > settings.maxClients()) {
                refused.increment();
                opened.close(WebSocket.POLICY_VIOLATION, "Too many clients");
                return;
            }
            opened.sendText(ByteBuffer.wrap(CONNECTED));
            commands = new Commands(hub, hub.connect(this, mayWatch, false));
        }

        @Override
        public void onText(WebSocket from, ByteBuffer utf8) {
            Commands asked = commands;
            if (gone || asked == null) {
                return;
            }
            if (utf8.remaining() > LONGEST_COMMAND || !obey(asked, Json.object(bytes(utf8)))) {
                refuse(
                        from,
                        "A message is {\"join\":\"CA…\"}, {\"leave\":\"CA…\"} or {\"media\":true}, of at most "
                                + LONGEST_COMMAND + " bytes; this was something else.");
            } else if (asked.tooMany()) {
                refuse(from, "These are too many messages at once.");
            }
        }

        /** @return false if it is nothing that can be asked for */
        private boolean obey(Commands asked, Optional<JsonNode> command) {
            return command.filter(fields -> fields.size() == 1)
                    .map(fields -> fields.properties().iterator().next())
                    .filter(field -> asked.obey(field.getKey(), field.getValue(), this::answer))
                    .isPresent();
        }

        private void answer(Optional<String> whyNot) {
            whyNot.ifPresent(why -> send(error(why)));
        }

        private void refuse(WebSocket from, String why) {
            gone = true;
            from.sendText(ByteBuffer.wrap(error(why).json()));
            from.close(WebSocket.POLICY_VIOLATION, "Not a message that is understood");
        }

        private static Message error(String why) {
            return new Message(
                    "error", null, Json.bytes(Json.object().put("evt", "error").put("message", why)));
        }

        private static byte[] bytes(ByteBuffer utf8) {
            byte[] bytes = new byte[utf8.remaining()];
            utf8.get(bytes);
            return bytes;
        }

        @Override
        public void send(Message message) {
            WebSocket to = socket;
            if (gone || to == null) {
                return;
            }
            if (to.queuedBytes() + message.json().length > settings.maxQueuedBytes()) {
                gone = true;
                dropped.increment();
                to.close(WebSocket.POLICY_VIOLATION, "Does not read what is sent");
                forget();
            } else {
                to.sendText(ByteBuffer.wrap(message.json()));
            }
        }

        @Override
        public void close() {
            WebSocket open = socket;
            if (open != null) {
                open.close(WebSocket.GOING_AWAY, "The relay is closed");
            }
        }

        @Override
        public void onClose(WebSocket closed, int code, String reason) {
            gone = true;
            clients.decrementAndGet();
            forget();
        }

        private void forget() {
            Commands last = commands;
            if (last != null) {
                last.end();
            }
        }
    }
}
