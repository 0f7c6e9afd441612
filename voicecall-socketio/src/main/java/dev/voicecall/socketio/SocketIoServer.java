package dev.voicecall.socketio;

import com.fasterxml.jackson.databind.JsonNode;
import dev.voicecall.spi.HttpRequest;
import dev.voicecall.spi.Scheduler;
import dev.voicecall.spi.WebServer;
import java.util.List;
import java.util.Optional;
import java.util.function.Consumer;

/**
 * A Socket.IO 4 server (Socket.IO protocol 5 over Engine.IO protocol 4, long-polling and WebSocket) on a {@link WebServer}, at
 * {@code /socket.io/}. Only the namespace {@code /} is there; binary events are refused. Safe for use by many threads.
 */
final class SocketIoServer implements AutoCloseable {
    /** Hears of the clients. What it hears of one client comes one at a time and in order, on threads that must not be blocked. */
    interface Listener {
        /**
         * Somebody wants to connect. The client may be kept and sent events at once; they follow the acceptance.
         *
         * @param handshake the first request of the connection
         * @param auth what the client gave as {@code auth}; an empty object if nothing
         * @return empty to accept; else why not, which the client gets as the message of its {@code connect_error}
         */
        Optional<String> onConnect(SocketIoClient client, HttpRequest handshake, JsonNode auth);

        /**
         * A client sent an event.
         *
         * @param arguments without the event's name
         * @param ack sends the client what it waits for, once; does nothing if it waits for nothing
         */
        void onEvent(SocketIoClient client, String event, List<JsonNode> arguments, Consumer<JsonNode> ack);

        /** A client that was accepted is gone. Comes last and exactly once. */
        void onDisconnect(SocketIoClient client);
    }

    /**
     * How many there are and were. Immutable.
     *
     * @param sessions open now, those included that have not connected to the namespace yet
     * @param refused because there were too many
     * @param dropped because they did not take what was sent
     */
    record Counts(int sessions, long refused, long dropped) {}

    private final EngineSessions sessions;
    private final EngineServer engine;

    SocketIoServer(Scheduler scheduler, SocketIoSettings settings, Listener listener) {
        this.sessions = new EngineSessions(
                scheduler,
                settings,
                (session, handshake) -> new SocketIoConnection(
                        session, handshake, EngineSessions.randomId(), settings.connectTimeout(), listener));
        this.engine = new EngineServer(settings.origins(), sessions);
    }

    /** Mounts the server; before the web server starts. On a web server without WebSockets there is only long-polling. */
    void mount(WebServer web) {
        engine.mount(web);
    }

    Counts counts() {
        return sessions.counts();
    }

    /** Ends all connections, and takes no new ones. Clients that reconnect by themselves will try to. */
    @Override
    public void close() {
        sessions.close();
    }
}
