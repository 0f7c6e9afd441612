package dev.voicecall.testkit.openai;

import com.fasterxml.jackson.databind.node.ObjectNode;
import java.util.Optional;
import java.util.SplittableRandom;
import java.util.function.Consumer;
import org.jspecify.annotations.Nullable;

/** Writes the events of one session. Called on its mailbox. */
final class ServerEvents {
    private final Consumer<String> out;
    private final Ids ids;
    private final double unknownEvents;
    private final SplittableRandom chance;

    ServerEvents(Consumer<String> out, Ids ids, RealtimeBehaviour behaviour) {
        this.out = out;
        this.ids = ids;
        this.unknownEvents = behaviour.unknownEvents();
        this.chance = new SplittableRandom(behaviour.seed());
    }

    void send(String type, Consumer<ObjectNode> fields) {
        if (unknownEvents > 0 && chance.nextDouble() < unknownEvents) {
            write("simulator.event_of_tomorrow", event -> event.put("novelty", true));
        }
        write(type, fields);
    }

    private void write(String type, Consumer<ObjectNode> fields) {
        ObjectNode event = Json.object().put("type", type).put("event_id", ids.next("event"));
        fields.accept(event);
        out.accept(event.toString());
    }

    void error(String type, String code, String message, Optional<String> param, @Nullable String eventId) {
        send("error", event -> {
            ObjectNode error = event.putObject("error");
            error.put("type", type).put("code", code).put("message", message);
            error.put("param", param.orElse(null)).put("event_id", eventId);
        });
    }

    void error(RealtimeException problem, @Nullable String eventId) {
        error("invalid_request_error", problem.code(), String.valueOf(problem.getMessage()), problem.param(), eventId);
    }
}
