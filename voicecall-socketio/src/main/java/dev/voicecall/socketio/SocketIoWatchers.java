package dev.voicecall.socketio;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.MissingNode;
import com.fasterxml.jackson.databind.node.ObjectNode;
import dev.voicecall.CallInfo;
import dev.voicecall.spi.HttpRequest;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.concurrent.ConcurrentHashMap;
import java.util.function.Consumer;
import java.util.function.Predicate;

/**
 * Watchers over Socket.IO. What they may say is {@code join}, {@code leave} and {@code media}, each with one argument and answered by an
 * acknowledgement. Safe for use by many threads.
 */
final class SocketIoWatchers implements SocketIoServer.Listener {
    private final RelayHub hub;
    private final Admission admission;
    private final Map<SocketIoClient, Commands> clients = new ConcurrentHashMap<>();

    SocketIoWatchers(RelayHub hub, Admission admission) {
        this.hub = hub;
        this.admission = admission;
    }

    @Override
    public Optional<String> onConnect(SocketIoClient client, HttpRequest handshake, JsonNode auth) {
        Optional<Predicate<CallInfo>> mayWatch =
                admission.of(handshake, Optional.ofNullable(auth.path("token").textValue()));
        if (mayWatch.isEmpty()) {
            return Optional.of("Who may watch sends a token that is valid, as in io({auth: {token: \"…\"}}).");
        }
        clients.put(client, new Commands(hub, hub.connect(new SocketIoWatcher(client), mayWatch.get(), true)));
        return Optional.empty();
    }

    @Override
    public void onEvent(SocketIoClient client, String event, List<JsonNode> arguments, Consumer<JsonNode> ack) {
        Commands commands = clients.get(client);
        if (commands == null) {
            return;
        }
        JsonNode argument = arguments.size() == 1 ? arguments.get(0) : MissingNode.getInstance();
        if (!commands.obey(event, argument, whyNot -> ack.accept(answer(whyNot)))) {
            ack.accept(answer(
                    Optional.of("What can be sent is join and leave with a call's id, and media with true or false.")));
        }
        if (commands.tooMany()) {
            onDisconnect(client); // at once: more of it may be in the same payload
            client.disconnect();
        }
    }

    private static ObjectNode answer(Optional<String> whyNot) {
        return whyNot.map(why -> Json.object().put("error", why))
                .orElseGet(() -> Json.object().put("ok", true));
    }

    @Override
    public void onDisconnect(SocketIoClient client) {
        Commands commands = clients.remove(client);
        if (commands != null) {
            commands.end();
        }
    }

    /** One of them. The server drops it if it does not read. */
    private record SocketIoWatcher(SocketIoClient client) implements Watcher {
        @Override
        public void send(Message message) {
            message.encoded().forEach(client::emit);
        }

        /** The server ends all connections itself, so that clients come back by themselves. */
        @Override
        public void close() {}
    }
}
