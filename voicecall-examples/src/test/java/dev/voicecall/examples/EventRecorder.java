package dev.voicecall.examples;

import com.fasterxml.jackson.databind.JsonNode;
import java.net.http.WebSocket;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CompletionStage;
import java.util.function.Predicate;
import org.jspecify.annotations.Nullable;

/** Keeps the events that an assistant sends. Safe for use by many threads. */
final class EventRecorder implements WebSocket.Listener {
    private record Wanted(Predicate<JsonNode> which, CompletableFuture<JsonNode> event) {}

    private final List<JsonNode> events = new ArrayList<>();
    private final List<Wanted> wanted = new ArrayList<>();
    private final CompletableFuture<Integer> closed = new CompletableFuture<>();
    private final StringBuilder message = new StringBuilder();

    /** Completes with the first event of a type. */
    CompletableFuture<JsonNode> first(String type) {
        return first(event -> is(event, type));
    }

    /** Completes with the first event of that kind, which may be past. */
    synchronized CompletableFuture<JsonNode> first(Predicate<JsonNode> which) {
        CompletableFuture<JsonNode> event = new CompletableFuture<>();
        events.stream()
                .filter(which)
                .findFirst()
                .ifPresentOrElse(event::complete, () -> wanted.add(new Wanted(which, event)));
        return event;
    }

    /** All so far of one type. */
    synchronized List<JsonNode> all(String type) {
        return events.stream().filter(event -> is(event, type)).toList();
    }

    /** Completes with the code with which the connection is closed. */
    CompletableFuture<Integer> closed() {
        return closed;
    }

    @Override
    public @Nullable CompletionStage<?> onText(WebSocket socket, CharSequence data, boolean last) {
        message.append(data);
        if (last) {
            add(Json.object(message.toString().getBytes(StandardCharsets.UTF_8)));
            message.setLength(0);
        }
        socket.request(1);
        return null;
    }

    @Override
    public @Nullable CompletionStage<?> onClose(WebSocket socket, int code, String reason) {
        closed.complete(code);
        return null;
    }

    private synchronized void add(JsonNode event) {
        events.add(event);
        List<Wanted> found =
                wanted.stream().filter(want -> want.which.test(event)).toList();
        wanted.removeAll(found);
        found.forEach(want -> want.event.complete(event));
    }

    private static boolean is(JsonNode event, String type) {
        return event.path("evt").asText().equals(type);
    }
}
