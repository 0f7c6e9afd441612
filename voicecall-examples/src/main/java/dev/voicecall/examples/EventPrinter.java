package dev.voicecall.examples;

import com.fasterxml.jackson.databind.JsonNode;
import dev.voicecall.VoiceCallException;
import java.io.PrintStream;
import java.net.http.WebSocket;
import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.time.Instant;
import java.util.Locale;
import java.util.Objects;
import java.util.Set;
import java.util.concurrent.BlockingQueue;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CompletionStage;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.LinkedBlockingQueue;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.TimeoutException;
import java.util.concurrent.atomic.AtomicInteger;
import org.jspecify.annotations.Nullable;

/**
 * Prints one call as it goes: what a {@link CallLog} tells, or, as a client, an {@link CallConsole}. Belongs to one call.
 */
final class EventPrinter implements WebSocket.Listener {
    private static final int LONGEST_MINUTES = 5;

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

    /**
     * Waits until the call is over, for five minutes at most.
     *
     * @return whether they talked with each other
     * @throws VoiceCallException if it is not over by then, or the connection breaks before
     */
    boolean conversed() {
        return Set.of("answered", "hung_up").contains(within(ended)) && turns.get() > 0;
    }

    /** Waits for {@link #connected} or the end, for five minutes at most. */
    static <T> T within(CompletableFuture<T> event) {
        try {
            return event.get(LONGEST_MINUTES, TimeUnit.MINUTES);
        } catch (InterruptedException e) {
            throw new VoiceCallException("Stopped before the conversation was over.", e);
        } catch (ExecutionException | TimeoutException e) {
            throw new VoiceCallException("The conversation did not come to its end.", e);
        }
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

    /** An event of the call. */
    void onEvent(JsonNode event) {
        switch (event.path("evt").asText(event.path("event").asText())) {
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
                print(event, "(The agent answers after " + millis(event, "latency_ms") + parts(event) + ")");
            }
            case "tool" ->
                print(
                        event,
                        "(The agent uses " + text(event, "name") + " " + text(event, "arguments") + ": "
                                + text(event, "result") + ")");
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

    /** Nothing for a model that hears and speaks by itself: it is all thinking. */
    private static String parts(JsonNode turn) {
        return turn.path("endpointing_ms").asLong() + turn.path("synthesis_ms").asLong() == 0
                ? ""
                : ": " + millis(turn, "transcription_ms") + " until the words were known, "
                        + millis(turn, "endpointing_ms") + " until they were certain to be all, "
                        + millis(turn, "response_ms") + " to think, "
                        + millis(turn, "synthesis_ms") + " to speak";
    }

    private void print(JsonNode event, String line) {
        Instant at = Instant.parse(event.path("ts").asText(event.path("at").asText()));
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
