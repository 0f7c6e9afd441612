package dev.voicecall.openai;

import com.fasterxml.jackson.databind.JsonNode;
import java.util.OptionalDouble;
import java.util.stream.StreamSupport;

/**
 * What a model wrote down, and how sure it is. Immutable.
 *
 * @param text what it wrote
 * @param confidence the mean probability of a token, 0 to 1; empty where the model does not say
 * @param noSpeech how likely it is that nobody spoke, 0 to 1; empty where the model does not say
 */
record Transcript(String text, OptionalDouble confidence, OptionalDouble noSpeech) {
    /** From a response of {@code json} (with or without logprobs) or {@code verbose_json}. */
    static Transcript of(JsonNode response) {
        JsonNode segments = response.path("segments");
        JsonNode tokens = response.path("logprobs");
        OptionalDouble logprob = mean(tokens, "logprob");
        logprob = logprob.isPresent() ? logprob : mean(segments, "avg_logprob");
        return new Transcript(
                response.path("text").asText().strip(),
                logprob.isPresent() ? OptionalDouble.of(Math.min(1, Math.exp(logprob.getAsDouble()))) : logprob,
                mean(segments, "no_speech_prob"));
    }

    private static OptionalDouble mean(JsonNode items, String field) {
        return StreamSupport.stream(items.spliterator(), false)
                .map(item -> item.path(field))
                .filter(JsonNode::isNumber)
                .mapToDouble(JsonNode::asDouble)
                .average();
    }
}
