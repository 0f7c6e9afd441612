package dev.voicecall.examples;

import com.fasterxml.jackson.databind.JsonNode;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.CompletableFuture;
import java.util.function.Predicate;

/** Keeps what a client of Socket.IO gets. Safe for use by many threads. */
final class RelayedEvents {
    /** What it got. Immutable. */
    record Relayed(String name, JsonNode argument) {
        boolean isOf(String callSid) {
            return argument.path("call_id").asText().equals(callSid);
        }
    }

    private record Wanted(Predicate<Relayed> which, CompletableFuture<JsonNode> event) {}

    private final List<Relayed> events = new ArrayList<>();
    private final List<Wanted> wanted = new ArrayList<>();

    synchronized void add(String name, JsonNode argument) {
        Relayed event = new Relayed(name, argument);
        events.add(event);
        List<Wanted> found =
                wanted.stream().filter(want -> want.which.test(event)).toList();
        wanted.removeAll(found);
        found.forEach(want -> want.event.complete(argument));
    }

    /** Completes with the first event of that name of a call, which may be past. */
    synchronized CompletableFuture<JsonNode> first(String name, String callSid) {
        CompletableFuture<JsonNode> event = new CompletableFuture<>();
        Predicate<Relayed> which = relayed -> relayed.name.equals(name) && relayed.isOf(callSid);
        events.stream()
                .filter(which)
                .findFirst()
                .ifPresentOrElse(found -> event.complete(found.argument), () -> wanted.add(new Wanted(which, event)));
        return event;
    }

    /** All so far of that name of a call. */
    synchronized List<JsonNode> all(String name, String callSid) {
        return events.stream()
                .filter(event -> event.name.equals(name) && event.isOf(callSid))
                .map(Relayed::argument)
                .toList();
    }
}
