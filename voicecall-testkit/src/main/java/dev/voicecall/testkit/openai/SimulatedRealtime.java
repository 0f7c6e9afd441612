package dev.voicecall.testkit.openai;

import dev.voicecall.spi.Scheduler;
import dev.voicecall.spi.SpeechToText;
import dev.voicecall.spi.TextToSpeech;
import dev.voicecall.spi.WebSocket;
import dev.voicecall.spi.WebSocketClient;
import dev.voicecall.spi.WebSocketListener;
import dev.voicecall.spi.WebSocketRefusedException;
import dev.voicecall.testkit.FakeSpeechToText;
import dev.voicecall.testkit.FakeTextToSpeech;
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
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CompletionStage;
import org.jspecify.annotations.Nullable;

/**
 * OpenAI's Realtime API without a network, so that it can run in virtual time: a {@link WebSocketClient} all of whose connections
 * lead to it.
 *
 * <pre>{@code
 * SimulatedRealtime openAi = new SimulatedRealtime(time, SimulatedModel.script(Answer.say("Hello!")));
 * openAi.connect(SimulatedRealtime.URL, Map.of("Authorization", "Bearer " + SimulatedRealtime.KEY), listener);
 * }</pre>
 *
 * <p>It is near the truth in the following. Somebody speaks when it is loud; {@code semantic_vad} is silence of 0.4, 0.8 or 1.5 s, by
 * its eagerness. Tokens are counted by words and by time. {@code max_output_tokens}, {@code tool_choice} and noise reduction are
 * taken and have no effect. There are no MCP tools, no responses beside the conversation ({@code conversation: "none"}, {@code input})
 * and no images.
 *
 * <p>The settings change this object, before it is used. Connecting is safe for use by many threads.
 */
public final class SimulatedRealtime implements WebSocketClient {
    /** Where it is: all other hosts are it, too. */
    public static final URI URL = URI.create("wss://api.openai.com/v1/realtime?model=gpt-realtime");

    /** The only API key that it knows. */
    public static final String KEY = "sk-simulated";

    private final Scheduler time;
    private final SimulatedModel model;
    private SpeechToText ear = new FakeSpeechToText();
    private TextToSpeech voice;
    private RealtimeBehaviour behaviour = RealtimeBehaviour.usual();
    private Duration latency = Duration.ofMillis(20);
    private @Nullable Realtime realtime;

    /** Hears and speaks {@link dev.voicecall.testkit.FakeSpeech}, behaves as usual, 20 ms away. */
    public SimulatedRealtime(Scheduler time, SimulatedModel model) {
        this.time = time;
        this.model = model;
        this.voice = new FakeTextToSpeech(time);
    }

    /** Hears with this. */
    public SimulatedRealtime ear(SpeechToText ear) {
        this.ear = ear;
        return this;
    }

    /** Speaks with this. */
    public SimulatedRealtime voice(TextToSpeech voice) {
        this.voice = voice;
        return this;
    }

    /** Behaves so. */
    public SimulatedRealtime behaviour(RealtimeBehaviour behaviour) {
        this.behaviour = behaviour;
        return this;
    }

    /** Is so far away. */
    public SimulatedRealtime latency(Duration latency) {
        this.latency = latency;
        return this;
    }

    /** All sessions, in the order in which they were begun. */
    public List<SimulatedSession> sessions() {
        return realtime().sessions();
    }

    private synchronized Realtime realtime() {
        if (realtime == null) {
            realtime = new Realtime(new Mind(model, ear, voice, time), KEY, behaviour);
        }
        return realtime;
    }

    @Override
    public CompletionStage<WebSocket> connect(URI uri, Map<String, String> headers, WebSocketListener listener) {
        Map<String, String> names = new HashMap<>();
        headers.forEach((name, value) -> names.put(name.toLowerCase(Locale.ROOT), value));
        CompletableFuture<WebSocket> connected = new CompletableFuture<>();
        realtime()
                .refusal(uri, names)
                .ifPresentOrElse(
                        status -> time.schedule(
                                latency.multipliedBy(2),
                                time.executor(),
                                () -> connected.completeExceptionally(new WebSocketRefusedException(
                                        status, "The simulated OpenAI answered the handshake with " + status + "."))),
                        () -> InMemoryWebSocket.connect(
                                time, latency, new Announcing(listener, connected), new Server(uri, names)));
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
        public void onBinary(WebSocket socket, ByteBuffer data) {
            listener.onBinary(socket, data);
        }

        @Override
        public void onClose(WebSocket socket, int code, String reason) {
            listener.onClose(socket, code, reason);
        }
    }

    /** The server's end. */
    private final class Server implements WebSocketListener {
        private final URI uri;
        private final Map<String, String> headers;
        private @Nullable RealtimeConnection connection;

        Server(URI uri, Map<String, String> headers) {
            this.uri = uri;
            this.headers = headers;
        }

        @Override
        public void onOpen(WebSocket socket) {
            connection = realtime().connect(uri, headers, new InMemoryOutbox((InMemoryWebSocket) socket));
            connection.open();
        }

        @Override
        public void onText(WebSocket socket, ByteBuffer utf8) {
            connection().receive(StandardCharsets.UTF_8.decode(utf8).toString());
        }

        @Override
        public void onClose(WebSocket socket, int code, String reason) {
            connection().gone();
        }

        private RealtimeConnection connection() {
            return Objects.requireNonNull(connection, "A connection begins with its opening.");
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
