package dev.voicecall.testkit.twilio;

import com.fasterxml.jackson.core.JsonProcessingException;
import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import dev.voicecall.spi.HttpRequest;
import dev.voicecall.spi.HttpResponse;
import dev.voicecall.spi.Scheduler;
import dev.voicecall.spi.WebSocket;
import dev.voicecall.spi.WebSocketAcceptor;
import dev.voicecall.spi.WebSocketListener;
import dev.voicecall.testkit.FakeSpeech;
import java.nio.ByteBuffer;
import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.util.ArrayList;
import java.util.Base64;
import java.util.Collections;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.CopyOnWriteArrayList;
import java.util.function.Consumer;

/** An application that takes Media Streams, notes all that comes in, and does what a test tells it to. */
final class StreamApplication implements WebSocketAcceptor {
    private static final ObjectMapper JSON = new ObjectMapper();

    final List<HttpRequest> handshakes = new CopyOnWriteArrayList<>();
    final List<Connection> connections = new CopyOnWriteArrayList<>();
    volatile Optional<HttpResponse> refusal = Optional.empty();
    private final Map<String, Consumer<Connection>> reactions = new ConcurrentHashMap<>();
    private final Scheduler time;

    StreamApplication(Scheduler time) {
        this.time = time;
    }

    /** What to do at the first message of a kind on each connection, or at its {@code open} or {@code close}. */
    StreamApplication on(String event, Consumer<Connection> reaction) {
        reactions.put(event, reaction);
        return this;
    }

    @Override
    public Decision accept(HttpRequest handshake) {
        handshakes.add(handshake);
        return refusal.<Decision>map(Decision.Refuse::new).orElseGet(() -> new Decision.Accept(new Connection()));
    }

    Connection only() {
        if (connections.size() != 1) {
            throw new AssertionError("There are " + connections.size() + " connections.");
        }
        return connections.get(0);
    }

    /** A message, and when it came. */
    record Message(JsonNode json, long atNanos) {
        String event() {
            return json.path("event").asText();
        }

        String text(String... path) {
            JsonNode node = json;
            for (String name : path) {
                node = node.path(name);
            }
            return node.isTextual() ? node.asText() : node.toString();
        }

        byte[] payload() {
            return Base64.getDecoder().decode(text("media", "payload"));
        }
    }

    final class Connection implements WebSocketListener {
        final List<Message> messages = Collections.synchronizedList(new ArrayList<>());
        private final Set<String> seen = new HashSet<>();
        volatile Optional<Integer> closeCode = Optional.empty();
        private volatile WebSocket socket;

        @Override
        public void onOpen(WebSocket socket) {
            this.socket = socket;
            connections.add(this);
            reactions.getOrDefault("open", connection -> {}).accept(this);
        }

        @Override
        public void onText(WebSocket socket, ByteBuffer utf8) {
            try {
                String text = StandardCharsets.UTF_8.decode(utf8).toString();
                Message message = new Message(JSON.readTree(text), time.nanoTime());
                boolean first = seen.add(message.event());
                messages.add(message);
                if (first) {
                    reactions.getOrDefault(message.event(), connection -> {}).accept(this);
                }
            } catch (JsonProcessingException e) {
                throw new AssertionError(e);
            }
        }

        @Override
        public void onClose(WebSocket socket, int code, String reason) {
            closeCode = Optional.of(code);
            reactions.getOrDefault("close", connection -> {}).accept(this);
        }

        List<Message> of(String event) {
            return List.copyOf(messages).stream()
                    .filter(message -> message.event().equals(event))
                    .toList();
        }

        List<String> events() {
            return List.copyOf(messages).stream().map(Message::event).toList();
        }

        String streamSid() {
            return of("start").get(0).text("streamSid");
        }

        List<String> marks() {
            return of("mark").stream().map(mark -> mark.text("mark", "name")).toList();
        }

        void send(String text) {
            socket.sendText(ByteBuffer.wrap(text.getBytes(StandardCharsets.UTF_8)));
        }

        void sendBinary(byte[] bytes) {
            socket.sendBinary(ByteBuffer.wrap(bytes));
        }

        void play(byte[] muLaw) {
            send("{\"event\":\"media\",\"streamSid\":\"" + streamSid() + "\",\"media\":{\"payload\":\""
                    + Base64.getEncoder().encodeToString(muLaw) + "\"}}");
        }

        void say(String words) {
            play(FakeSpeech.say(words));
        }

        void mark(String name) {
            send("{\"event\":\"mark\",\"streamSid\":\"" + streamSid() + "\",\"mark\":{\"name\":\"" + name + "\"}}");
        }

        void clear() {
            send("{\"event\":\"clear\",\"streamSid\":\"" + streamSid() + "\"}");
        }

        void close() {
            socket.close(WebSocket.NORMAL, "");
        }

        void after(Duration delay, Runnable task) {
            time.schedule(delay, socket.executor(), task);
        }
    }
}
