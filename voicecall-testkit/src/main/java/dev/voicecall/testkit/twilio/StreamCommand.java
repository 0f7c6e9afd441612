package dev.voicecall.testkit.twilio;

import com.fasterxml.jackson.core.JsonProcessingException;
import com.fasterxml.jackson.databind.DeserializationFeature;
import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import java.io.IOException;
import java.util.Iterator;
import java.util.Set;
import java.util.TreeSet;

/** A message of the application on a bidirectional stream. Immutable. */
sealed interface StreamCommand {
    /** @param muLaw to be played after what is queued */
    record Media(byte[] muLaw) implements StreamCommand {}

    /** @param name to be echoed when all before it has been played */
    record Mark(String name) implements StreamCommand {}

    /** All that is queued is to be dropped. */
    record Clear() implements StreamCommand {}

    /** How the command is called in JSON. */
    default String event() {
        return this instanceof Media ? "media" : this instanceof Mark ? "mark" : "clear";
    }

    /** Reads one. */
    static StreamCommand read(String message, String streamSid) {
        return Reader.read(message, streamSid);
    }

    /** Says in what way a message is invalid. */
    final class InvalidException extends RuntimeException {
        private static final long serialVersionUID = 1L;

        InvalidException(String message) {
            super(message);
        }
    }

    /** Takes what Twilio takes: all fields that there are to be, and none besides. */
    final class Reader {
        private static final ObjectMapper MAPPER =
                new ObjectMapper().enable(DeserializationFeature.FAIL_ON_TRAILING_TOKENS);

        private Reader() {}

        private static StreamCommand read(String message, String streamSid) {
            JsonNode json = parse(message);
            String event = json.path("event").asText();
            StreamCommand command =
                    switch (event) {
                        case "media" -> new Media(payload(only(json, "media", "payload")));
                        case "mark" -> new Mark(only(json, "mark", "name").textValue());
                        case "clear" -> new Clear();
                        default -> throw new InvalidException("there is no event \"" + event + "\"");
                    };
            requireFields(
                    json,
                    command instanceof Clear ? Set.of("event", "streamSid") : Set.of("event", "streamSid", event));
            if (!streamSid.equals(json.path("streamSid").asText())) {
                throw new InvalidException("the streamSid is another stream's");
            }
            return command;
        }

        private static JsonNode parse(String message) {
            try {
                return MAPPER.readTree(message);
            } catch (JsonProcessingException e) {
                throw new InvalidException("it is no JSON");
            }
        }

        private static JsonNode only(JsonNode json, String object, String field) {
            JsonNode within = json.path(object);
            requireFields(within, Set.of(field));
            if (!within.path(field).isTextual()) {
                throw new InvalidException(object + "." + field + " is no string");
            }
            return within.path(field);
        }

        private static byte[] payload(JsonNode text) {
            try {
                return text.binaryValue();
            } catch (IOException e) {
                throw new InvalidException("media.payload is no base64");
            }
        }

        private static void requireFields(JsonNode json, Set<String> expected) {
            Set<String> names = new TreeSet<>();
            for (Iterator<String> all = json.fieldNames(); all.hasNext(); ) {
                names.add(all.next());
            }
            if (!names.equals(expected)) {
                throw new InvalidException("it has the fields " + names + ", not " + new TreeSet<>(expected));
            }
        }
    }
}
