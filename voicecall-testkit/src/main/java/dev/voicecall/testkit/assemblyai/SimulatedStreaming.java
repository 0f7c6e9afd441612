package dev.voicecall.testkit.assemblyai;

import dev.voicecall.spi.Scheduler;
import dev.voicecall.spi.WebSocket;
import dev.voicecall.spi.WebSocketClient;
import dev.voicecall.spi.WebSocketListener;
import dev.voicecall.spi.WebSocketRefusedException;
import dev.voicecall.testkit.FakeSpeechToText;
import dev.voicecall.testkit.InMemoryWebSocket;
import dev.voicecall.testkit.http.SocketOutbox;
import java.net.URI;
import java.nio.ByteBuffer;
import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.util.HashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Objects;
import java.util.Set;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CompletionStage;
import org.jspecify.annotations.Nullable;

/**
 * AssemblyAI's streaming without a network, in whatever time it is given. It understands {@link dev.voicecall.testkit.FakeSpeech}.
 *
 * <pre>{@code
 * SimulatedStreaming assemblyAi = new SimulatedStreaming(time, StreamingBehaviour.usual());
 * AssemblyAi client = AssemblyAi.builder(SimulatedStreaming.KEY).webSocketClient(assemblyAi).build();
 * }</pre>
 *
 * <p>It is stricter than the truth may be in what is too fast: two seconds of sound before they can have been spoken. Who wins a race
 * between the end of a turn by silence and {@code ForceEndpoint}, and whether the latter is answered when nothing was heard, is not
 * known; the second is up to {@link StreamingBehaviour}. Safe for use by many threads.
 */
public final class SimulatedStreaming implements WebSocketClient {
    /** The only API key that it knows. */
    public static final String KEY = "simulated0123456789abcdef01234567";

    private static final Duration LATENCY = Duration.ofMillis(20);

    private final Scheduler time;
    private final Streaming streaming;

    /** Begins with no session. */
    public SimulatedStreaming(Scheduler time, StreamingBehaviour behaviour) {
        this.time = time;
        this.streaming = new Streaming(Set.of(KEY), new FakeSpeechToText().withInterimWords(), time, behaviour);
    }

    /** All sessions that have begun, in order. */
    public List<SimulatedStream> sessions() {
        return streaming.sessions();
    }

    @Override
    public CompletionStage<WebSocket> connect(URI uri, Map<String, String> headers, WebSocketListener listener) {
        CompletableFuture<WebSocket> connected = new CompletableFuture<>();
        if (!Streaming.PATH.equals(uri.getPath())) {
            connected.completeExceptionally(
                    new WebSocketRefusedException(404, "The simulated AssemblyAI answered the handshake with 404."));
            return connected;
        }
        Map<String, String> names = new HashMap<>();
        headers.forEach((name, value) -> names.put(name.toLowerCase(Locale.ROOT), value));
        InMemoryWebSocket.connect(time, LATENCY, new Announcing(listener, connected), new ServerEnd(uri, names));
        return connected;
    }

    /** The client's end. */
    private record Announcing(WebSocketListener listener, CompletableFuture<WebSocket> connected)
            implements WebSocketListener {
        @Override
        public void onOpen(WebSocket socket) {
            listener.onOpen(socket);
            connected.complete(socket);
        }

        @Override
        public void onText(WebSocket socket, ByteBuffer utf8) {
            listener.onText(socket, utf8);
        }

        @Override
        public void onClose(WebSocket socket, int code, String reason) {
            listener.onClose(socket, code, reason);
        }
    }

    /** The server's end. */
    private final class ServerEnd implements WebSocketListener {
        private final URI uri;
        private final Map<String, String> headers;
        private @Nullable StreamingSession session;

        ServerEnd(URI uri, Map<String, String> headers) {
            this.uri = uri;
            this.headers = headers;
        }

        @Override
        public void onOpen(WebSocket socket) {
            session = streaming.connect(uri, headers, new InMemoryOutbox((InMemoryWebSocket) socket));
            session.open();
        }

        @Override
        public void onText(WebSocket socket, ByteBuffer utf8) {
            session().receive(StandardCharsets.UTF_8.decode(utf8).toString());
        }

        @Override
        public void onBinary(WebSocket socket, ByteBuffer data) {
            byte[] bytes = new byte[data.remaining()];
            data.get(bytes);
            session().receive(bytes);
        }

        @Override
        public void onClose(WebSocket socket, int code, String reason) {
            session().gone();
        }

        private StreamingSession session() {
            return Objects.requireNonNull(session, "A connection begins with its opening.");
        }
    }

    private record InMemoryOutbox(InMemoryWebSocket socket) implements SocketOutbox {
        @Override
        public void send(String json) {
            socket.sendText(ByteBuffer.wrap(json.getBytes(StandardCharsets.UTF_8)));
        }

        @Override
        public void close(int code, String reason) {
            socket.close(code, reason);
        }

        @Override
        public void cut() {
            socket.abort();
        }
    }
}
