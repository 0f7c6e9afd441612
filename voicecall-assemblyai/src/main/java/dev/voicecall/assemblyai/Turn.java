package dev.voicecall.assemblyai;

import com.fasterxml.jackson.databind.JsonNode;
import java.util.OptionalDouble;
import java.util.OptionalLong;

/**
 * What AssemblyAI hears, so far or finally. Immutable.
 *
 * @param order which turn of the session; later ones have a higher number
 * @param isOver whether it is final; {@code turn_is_formatted} does not tell
 * @param text the words
 * @param middleMillis where its middle is in the session's sound; empty if it has no words
 * @param confidence the mean of its words
 */
record Turn(int order, boolean isOver, String text, OptionalLong middleMillis, OptionalDouble confidence) {
    static Turn of(JsonNode message) {
        JsonNode words = message.path("words");
        double confidence = 0;
        for (JsonNode word : words) {
            confidence += word.path("confidence").asDouble();
        }
        int count = words.size();
        return new Turn(
                message.path("turn_order").asInt(),
                message.path("end_of_turn").asBoolean(),
                message.path("transcript").asText("").strip(),
                count == 0 ? OptionalLong.empty() : OptionalLong.of(middle(words.path(0), words.path(count - 1))),
                count == 0 ? OptionalDouble.empty() : OptionalDouble.of(confidence / count));
    }

    private static long middle(JsonNode first, JsonNode last) {
        return (first.path("start").asLong() + last.path("end").asLong()) / 2;
    }
}
