package dev.voicecall.socketio;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.JsonNodeFactory;
import com.fasterxml.jackson.databind.node.MissingNode;
import dev.voicecall.spi.BadRequestException;
import dev.voicecall.spi.HttpRequest;
import dev.voicecall.spi.Scheduler;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.concurrent.atomic.AtomicBoolean;
import java.util.function.Consumer;
import org.jspecify.annotations.Nullable;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * Socket.IO over one Engine.IO session: lets a client connect to the namespace {@code /}, and hands on its events. What breaks
 * the rules ends the session. Belongs to the session's mailbox.
 */
final class SocketIoConnection implements EngineListener {
    private static final Logger LOG = LoggerFactory.getLogger(SocketIoConnection.class);

    private final EngineSession session;
    private final HttpRequest handshake;
    private final String id;
    private final Duration connectTimeout;
    private final SocketIoServer.Listener listener;
    private @Nullable SocketIoClient client;
    private Scheduler.Timer timeout;

    /**
     * @param handshake the first request of the session
     * @param id of its clients
     */
    SocketIoConnection(
            EngineSession session,
            HttpRequest handshake,
            String id,
            Duration connectTimeout,
            SocketIoServer.Listener listener) {
        this.session = session;
        this.handshake = handshake;
        this.id = id;
        this.connectTimeout = connectTimeout;
        this.listener = listener;
        this.timeout = awaitConnect();
    }

    @Override
    public void onMessage(String text) {
        try {
            received(SocketIoPacket.parse(text));
        } catch (BadRequestException malformed) {
            session.close();
        } catch (RuntimeException failure) {
            LOG.error("The listener of a Socket.IO client failed; the client is disconnected.", failure);
            session.close();
        }
    }

    /** An attachment of an event that was refused, or of none. */
    @Override
    public void onBinary() {
        session.close();
    }

    @Override
    public void onClosed() {
        timeout.cancel();
        left();
    }

    private void received(SocketIoPacket packet) {
        boolean connects = packet.type() == SocketIoPacket.Type.CONNECT;
        SocketIoClient connected = packet.namespace().equals(SocketIoPacket.MAIN) ? client : null;
        if (connected == null && connects) {
            connect(packet);
        } else if (connected == null || connects) {
            throw new BadRequestException("A " + packet.type() + " is out of place.");
        } else {
            received(packet, connected);
        }
    }

    private void connect(SocketIoPacket packet) {
        if (!packet.namespace().equals(SocketIoPacket.MAIN)) {
            refuse(packet, "Invalid namespace");
            return;
        }
        JsonNode auth = packet.data().isMissingNode() ? JsonNodeFactory.instance.objectNode() : packet.data();
        SocketIoClient candidate = new SocketIoClient(id, session, this::disconnect);
        client = candidate;
        Optional<String> refusal = listener.onConnect(candidate, handshake, auth);
        if (refusal.isPresent()) {
            client = null;
            candidate.leave();
            refuse(packet, refusal.get());
        } else {
            timeout.cancel();
            JsonNode sid = JsonNodeFactory.instance.objectNode().put("sid", id);
            session.write(SocketIoPacket.of(SocketIoPacket.Type.CONNECT, SocketIoPacket.MAIN, sid)
                    .encode());
        }
    }

    private void refuse(SocketIoPacket packet, String message) {
        JsonNode error = JsonNodeFactory.instance.objectNode().put("message", message);
        session.write(SocketIoPacket.of(SocketIoPacket.Type.CONNECT_ERROR, packet.namespace(), error)
                .encode());
    }

    private void received(SocketIoPacket packet, SocketIoClient from) {
        switch (packet.type()) {
            case EVENT -> event(packet, from);
            case DISCONNECT -> {
                left();
                timeout = awaitConnect();
            }
            case BINARY_EVENT, BINARY_ACK -> disconnect();
            default ->
                throw new BadRequestException("A " + packet.type() + " is out of place: nothing here asks for it.");
        }
    }

    private void event(SocketIoPacket packet, SocketIoClient from) {
        List<JsonNode> arguments = new ArrayList<>();
        packet.data().forEach(arguments::add);
        String name = arguments.remove(0).asText();
        listener.onEvent(from, name, List.copyOf(arguments), acknowledging(packet, from));
    }

    private static Consumer<JsonNode> acknowledging(SocketIoPacket packet, SocketIoClient to) {
        if (packet.ackId().isEmpty()) {
            return answer -> {};
        }
        AtomicBoolean done = new AtomicBoolean();
        return answer -> {
            if (done.compareAndSet(false, true)) {
                to.send(SocketIoPacket.ack(packet.ackId().getAsLong(), answer).encode());
            }
        };
    }

    private void disconnect() {
        if (client != null) {
            session.write(
                    SocketIoPacket.of(SocketIoPacket.Type.DISCONNECT, SocketIoPacket.MAIN, MissingNode.getInstance())
                            .encode());
            session.close();
        }
    }

    private void left() {
        SocketIoClient leaver = client;
        client = null;
        if (leaver != null) {
            leaver.leave();
            listener.onDisconnect(leaver);
        }
    }

    private Scheduler.Timer awaitConnect() {
        return session.after(connectTimeout, () -> {
            if (client == null) {
                session.close();
            }
        });
    }
}
