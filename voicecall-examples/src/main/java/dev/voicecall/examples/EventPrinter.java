package dev.voicecall.examples;

import dev.voicecall.CallEvent;
import dev.voicecall.CallEvents;
import dev.voicecall.CallListener;
import dev.voicecall.VoiceCallException;
import java.io.PrintStream;
import java.time.Clock;
import java.time.Duration;
import java.time.Instant;
import java.util.Locale;
import java.util.Objects;
import java.util.Set;
import java.util.concurrent.BlockingQueue;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.LinkedBlockingQueue;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.TimeoutException;
import java.util.concurrent.atomic.AtomicInteger;
import org.jspecify.annotations.Nullable;

/** Prints one call as it goes. Belongs to one call. */
final class EventPrinter {
    private static final int LONGEST_MINUTES = 5;

    private final PrintStream out;
    private final CompletableFuture<String> ended = new CompletableFuture<>();
    private @Nullable Instant began;
    private final AtomicInteger turns = new AtomicInteger();
    private final BlockingQueue<String> agentsWords = new LinkedBlockingQueue<>();

    EventPrinter(PrintStream out) {
        this.out = out;
    }

    /** What hears of the call. */
    CallListener listener() {
        return new CallEvents(Clock.systemUTC(), this::onEvent);
    }

    /**
     * Waits until the call is over, for five minutes at most.
     *
     * @return whether they talked with each other
     * @throws VoiceCallException if it is not over by then
     */
    boolean conversed() {
        return Set.of("answered", "hung_up").contains(within(ended)) && turns.get() > 0;
    }

    /** Waits for something, for five minutes at most. */
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

    private void onEvent(CallEvent event) {
        switch (event.type()) {
            case "status" -> onStatus(event);
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
            case "tool" -> onTool(event);
            case "warning" -> print(event, "(" + text(event, "message") + ")");
            case "ended" -> {
                print(event, "(ended: " + text(event, "status").replace('_', ' ') + ")");
                ended.complete(text(event, "status"));
            }
            default -> {}
        }
    }

    /** A call begins to be worth a look when it rings. */
    private void onStatus(CallEvent event) {
        String status = text(event, "status");
        if (!status.equals("dialing")) {
            print(event, "(" + status.replace('_', ' ') + ")");
        }
    }

    private void onWords(CallEvent event) {
        boolean interrupted = Boolean.TRUE.equals(event.details().get("interrupted"));
        if (text(event, "speaker").equals("agent") && !interrupted) {
            agentsWords.add(text(event, "text"));
        }
        print(event, text(event, "speaker") + ": " + text(event, "text") + (interrupted ? " …" : ""));
    }

    private void onTool(CallEvent event) {
        event.text("result")
                .ifPresent(result -> print(
                        event,
                        "(The agent uses " + text(event, "name") + " " + text(event, "arguments") + ": " + result
                                + ")"));
    }

    /** Nothing for a model that hears and speaks by itself: it is all thinking. */
    private static String parts(CallEvent turn) {
        return Long.valueOf(0).equals(turn.details().get("endpointing_ms"))
                        && Long.valueOf(0).equals(turn.details().get("synthesis_ms"))
                ? ""
                : ": " + millis(turn, "transcription_ms") + " until the words were known, "
                        + millis(turn, "endpointing_ms") + " until they were certain to be all, "
                        + millis(turn, "response_ms") + " to think, "
                        + millis(turn, "synthesis_ms") + " to speak";
    }

    private void print(CallEvent event, String line) {
        Instant first = began == null ? event.at() : began;
        began = first;
        double seconds = Duration.between(first, event.at()).toMillis() / 1e3;
        out.println(String.format(Locale.ROOT, "%5.1f s  %s", seconds, line));
    }

    private static String text(CallEvent event, String detail) {
        return event.text(detail).orElse("");
    }

    private static String millis(CallEvent event, String detail) {
        return event.details().get(detail) + " ms";
    }
}
