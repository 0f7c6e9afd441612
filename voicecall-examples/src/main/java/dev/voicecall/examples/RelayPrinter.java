package dev.voicecall.examples;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.ObjectNode;
import java.io.PrintStream;
import java.util.Map;
import java.util.TreeMap;
import java.util.concurrent.CompletableFuture;

/** Prints what a client of Socket.IO gets of a call: of the sound a piece now and then, all the rest. Called by one thread at a time. */
final class RelayPrinter {
    private static final int EVERY = 100;
    private static final int LONGEST_AUDIO = 24;

    private final PrintStream out;
    private final Map<String, Integer> counts = new TreeMap<>();
    private final CompletableFuture<Map<String, Integer>> ended = new CompletableFuture<>();

    RelayPrinter(PrintStream out) {
        this.out = out;
    }

    /** Completes when the call is over, with how often each event came. */
    CompletableFuture<Map<String, Integer>> ended() {
        return ended;
    }

    /** An event: its name and its argument. */
    void onEvent(String name, JsonNode argument) {
        int before = counts.merge(name, 1, Integer::sum) - 1;
        if (!argument.has("audio")) {
            out.println(name + " " + argument);
        } else if (before % EVERY == 0) {
            out.println(name + " " + shortened((ObjectNode) argument));
        }
        if (name.equals("ended")) {
            ended.complete(new TreeMap<>(counts));
        }
    }

    private static ObjectNode shortened(ObjectNode sound) {
        String audio = sound.path("audio").asText();
        return audio.length() <= LONGEST_AUDIO
                ? sound
                : sound.deepCopy()
                        .put("audio", audio.substring(0, LONGEST_AUDIO) + "… (" + audio.length() + " characters)");
    }
}
