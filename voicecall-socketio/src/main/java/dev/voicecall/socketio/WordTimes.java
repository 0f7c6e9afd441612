package dev.voicecall.socketio;

import dev.voicecall.CallEvent;
import java.time.Duration;
import java.time.Instant;
import java.util.HashMap;
import java.util.LinkedHashMap;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/** Finds out when the words of a call were spoken, by when their speaker was heard to begin and to stop. Belongs to one call. */
final class WordTimes {
    /** What was heard before a longer one, and had no words, was nothing. */
    private static final Duration LONGEST_PAUSE = Duration.ofSeconds(3);

    private @Nullable Instant answered;
    /** By speaker: the first beginning and the last stop since their last words. */
    private final Map<String, Instant> starts = new HashMap<>();

    private final Map<String, Instant> stops = new HashMap<>();

    /** The same event; words with {@code start_ms} and {@code end_ms} since the call was answered, where they are known. */
    CallEvent timed(CallEvent event) {
        String speaker = event.text("speaker").orElse("");
        switch (event.type()) {
            case "status" -> {
                if (answered == null && event.text("status").orElse("").equals("in_progress")) {
                    answered = event.at();
                }
            }
            case "speech_started" -> started(speaker, event.at());
            case "speech_stopped" -> stops.put(speaker, event.at());
            case "words" -> {
                return words(event, starts.remove(speaker), stops.remove(speaker));
            }
            default -> {}
        }
        return event;
    }

    private void started(String speaker, Instant at) {
        Instant stopped = stops.get(speaker);
        if (stopped != null && stopped.plus(LONGEST_PAUSE).isBefore(at)) {
            starts.remove(speaker);
        }
        starts.putIfAbsent(speaker, at);
    }

    private CallEvent words(CallEvent event, @Nullable Instant start, @Nullable Instant stop) {
        Map<String, Object> details = new LinkedHashMap<>(event.details());
        put(details, "start_ms", start);
        put(details, "end_ms", stop);
        return new CallEvent(event.type(), event.at(), event.call(), details);
    }

    private void put(Map<String, Object> details, String name, @Nullable Instant at) {
        if (answered != null && at != null) {
            details.put(name, Math.max(0, Duration.between(answered, at).toMillis()));
        }
    }
}
