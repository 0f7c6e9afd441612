package dev.voicecall.examples;

import com.fasterxml.jackson.databind.JsonNode;
import java.io.PrintStream;
import java.net.http.WebSocket;
import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.time.Instant;
import java.util.Locale;
import java.util.Objects;
import java.util.concurrent.BlockingQueue;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CompletionStage;
import java.util.concurrent.LinkedBlockingQueue;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicInteger;
import org.jspecify.annotations.Nullable;

/** A client of an {@link EventStream} that prints one call as it goes. Belongs to one connection. */
final class EventPrinter implements WebSocket.Listener {
    private final PrintStream out;
    private final CompletableFuture<Void> connected = new CompletableFuture<>();
    private final CompletableFuture<String> ended = new CompletableFuture<>();
    private final StringBuilder message = new StringBuilder();
    private @Nullable Instant began;
    private final AtomicInteger turns = new AtomicInteger();
    private final BlockingQueue<String> agentsWords = new LinkedBlockingQueue<>();

    EventPrinter(PrintStream out) {
        this.out = out;
    }

    /** Completes when no event is missed any more. */
    CompletableFuture<Void> connected() {
        return connected;
    }

    /** Completes with how the call ended; exceptionally if the connection breaks before. */
    CompletableFuture<String> ended() {
        return ended;
    }

    /** What the agent has said to the end, each once; waits for it for up to a second. Empty if nothing comes. */
    String nextWordsOfAgent() {
        try {
            return Objects.requireNonNullElse(agentsWords.poll(1, TimeUnit.SECONDS), "");
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
            return "";
        }
    }

    /** How often the agent has answered so far. */
    int turns() {
        return turns.get();
    }

    @Override
    public @Nullable CompletionStage<?> onText(WebSocket socket, CharSequence data, boolean last) {
        message.append(data);
        if (last) {
            onEvent(Json.object(message.toString().getBytes(StandardCharsets.UTF_8)));
            message.setLength(0);
        }
        socket.request(1);
        return null;
    }

    @Override
    public @Nullable CompletionStage<?> onClose(WebSocket socket, int code, String reason) {
        onError(socket, new IllegalStateException("The stream of events was closed: " + code + " " + reason));
        return null;
    }

    @Override
    public void onError(WebSocket socket, Throwable error) {
        connected.completeExceptionally(error);
        ended.completeExceptionally(error);
    }

    private void onEvent(JsonNode event) {
        switch (event.path("event").asText()) {
            case "connected" -> connected.complete(null);
            case "status" -> print(event, "(" + text(event, "status").replace('_', ' ') + ")");
            case "words" -> onWords(event);
            case "interrupted" ->
                print(
                        event,
                        "(The caller interrupts the agent, of whose words " + millis(event, "heard_ms")
                                + " were heard.)");
            case "turn" -> {
                turns.incrementAndGet();
                print(event, "(The agent answers after " + millis(event, "latency_ms") + ": " + latencies(event) + ")");
            }
            case "warning" -> print(event, "(" + text(event, "message") + ")");
            case "ended" -> {
                print(event, "(ended: " + text(event, "status").replace('_', ' ') + ")");
                ended.complete(text(event, "status"));
            }
            default -> {}
        }
    }

    private void onWords(JsonNode event) {
        boolean interrupted = event.path("interrupted").asBoolean();
        if (text(event, "speaker").equals("agent") && !interrupted) {
            agentsWords.add(text(event, "text"));
        }
        print(event, text(event, "speaker") + ": " + text(event, "text") + (interrupted ? " …" : ""));
    }

    private static String latencies(JsonNode turn) {
        return millis(turn, "transcription_ms") + " until the words were known, "
                + millis(turn, "endpointing_ms") + " until they were certain to be all, "
                + millis(turn, "response_ms") + " to think, "
                + millis(turn, "synthesis_ms") + " to speak";
    }

    private void print(JsonNode event, String line) {
        Instant at = Instant.parse(text(event, "at"));
        Instant first = began == null ? at : began;
        began = first;
        double seconds = Duration.between(first, at).toMillis() / 1e3;
        out.println(String.format(Locale.ROOT, "%5.1f s  %s", seconds, line));
    }

    private static String text(JsonNode event, String field) {
        return event.path(field).asText();
    }

    private static String millis(JsonNode event, String field) {
        return event.path(field).asLong() + " ms";
    }
}
