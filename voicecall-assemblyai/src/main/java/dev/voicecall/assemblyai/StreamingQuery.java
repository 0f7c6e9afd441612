package dev.voicecall.assemblyai;

import com.fasterxml.jackson.databind.node.ArrayNode;
import dev.voicecall.spi.SpeechToText.Request;
import java.net.URLEncoder;
import java.nio.charset.StandardCharsets;
import java.util.List;

/** What a streaming session is asked for in its URL. */
final class StreamingQuery {
    private static final int MAX_KEYTERMS = 100;
    private static final int MAX_KEYTERM_LENGTH = 50;

    /**
     * Turns end when we say so. The server ends them by itself after five seconds of silence, of which an utterance has none, in case
     * we don't.
     */
    private static final String OUR_TURNS = "&min_turn_silence=2000&max_turn_silence=5000";
    /** And not when it is sure, either; only these models know that. */
    private static final String NEVER_SURE = "&end_of_turn_confidence_threshold=1";

    private StreamingQuery() {}

    static String path(String model, Request request) {
        String path = "/v3/ws?sample_rate=8000&encoding=pcm_mulaw&format_turns=true&speech_model=" + encoded(model)
                + OUR_TURNS
                + (model.startsWith("universal-streaming") ? NEVER_SURE : "");
        List<String> keyterms = request.hints().stream()
                .map(String::strip)
                .filter(hint -> !hint.isEmpty() && hint.length() <= MAX_KEYTERM_LENGTH)
                .distinct()
                .limit(MAX_KEYTERMS)
                .toList();
        if (keyterms.isEmpty()) {
            return path;
        }
        ArrayNode terms = Json.object().putArray("keyterms_prompt");
        keyterms.forEach(terms::add);
        return path + "&keyterms_prompt=" + encoded(terms.toString());
    }

    private static String encoded(String value) {
        return URLEncoder.encode(value, StandardCharsets.UTF_8);
    }
}
