package dev.voicecall.testkit.openai;

import com.fasterxml.jackson.databind.JsonNode;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;

/** A session of the simulated Realtime API, as a test sees it. Safe for use by many threads. */
public final class SimulatedSession {
    private static final int MAX_EVENTS = 20_000;

    private final String id;
    private final RealtimeConnection connection;
    private final List<String> sent = new ArrayList<>();
    private final List<String> received = new ArrayList<>();
    private List<Item> items = List.of();

    SimulatedSession(String id, RealtimeConnection connection) {
        this.id = id;
        this.connection = connection;
    }

    /**
     * Something in the model's memory. Immutable.
     *
     * @param id its name
     * @param type {@code message}, {@code function_call} or {@code function_call_output}
     * @param role of a message: {@code user}, {@code assistant} or {@code system}; else empty
     * @param words what the model takes it for: of its own speech what was said and not truncated, of the user's what was
     *     understood, of a function its arguments or output
     * @param transcript what a client is told of it; empty when it was truncated
     * @param sound how long its sound is, after truncation
     * @param truncatedAt {@code audio_end_ms} of the last truncation
     */
    public record Item(
            String id,
            String type,
            String role,
            String words,
            String transcript,
            Duration sound,
            Optional<Duration> truncatedAt) {}

    /** Its id. */
    public String id() {
        return id;
    }

    /** The conversation as the model remembers it, in order. */
    public synchronized List<Item> items() {
        return items;
    }

    /** What the model remembers of its own words, in order. */
    public List<String> said() {
        return items().stream()
                .filter(item -> item.role().equals("assistant"))
                .map(Item::words)
                .toList();
    }

    /** All events that were sent, as JSON, in order; the first {@value #MAX_EVENTS}. */
    public synchronized List<String> sent() {
        return List.copyOf(sent);
    }

    /** All events that came from the client but those that append sound, as JSON, in order; the first {@value #MAX_EVENTS}. */
    public synchronized List<String> received() {
        return List.copyOf(received);
    }

    /** Breaks the connection, without a close frame. */
    public void cut() {
        connection.cut();
    }

    /** Sends a text message, whatever it is. */
    public void send(String text) {
        connection.inject(text);
    }

    synchronized void sent(String json) {
        if (sent.size() < MAX_EVENTS) {
            sent.add(json);
        }
    }

    synchronized void received(JsonNode event) {
        boolean sound = event.path("type").asText().equals("input_audio_buffer.append");
        if (!sound && received.size() < MAX_EVENTS) {
            received.add(event.toString());
        }
    }

    synchronized void items(List<RealtimeItem> now) {
        items = now.stream().map(SimulatedSession::view).toList();
    }

    private static Item view(RealtimeItem item) {
        String words =
                switch (item.type()) {
                    case "function_call" -> item.json().path("arguments").asText();
                    case "function_call_output" -> item.json().path("output").asText();
                    default -> item.words();
                };
        return new Item(
                item.id(),
                item.type(),
                item.role(),
                words,
                item.json().at("/content/0/transcript").asText(),
                item.length(),
                item.truncatedAt());
    }
}
