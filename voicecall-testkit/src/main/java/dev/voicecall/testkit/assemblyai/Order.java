package dev.voicecall.testkit.assemblyai;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import com.fasterxml.jackson.databind.node.ObjectNode;
import java.io.IOException;
import java.util.Iterator;
import java.util.Set;

/**
 * An order of a transcript, checked. Immutable.
 *
 * @param json as it came
 */
record Order(ObjectNode json) {
    private static final ObjectMapper MAPPER = new ObjectMapper();
    private static final int MAX_KEYTERMS = 1_000;
    private static final int MAX_KEYTERMS_OF_UNIVERSAL_2 = 200;
    private static final int MAX_WORDS_OF_KEYTERM = 6;
    /** Of those that AssemblyAI has, what the simulator knows; another one is refused, as it is a mistake in most cases. */
    private static final Set<String> KNOWN = Set.of(
            "audio_url",
            "speech_models",
            "language_code",
            "language_detection",
            "speaker_labels",
            "speakers_expected",
            "multichannel",
            "keyterms_prompt",
            "punctuate",
            "format_text",
            "disfluencies",
            "webhook_url",
            "webhook_auth_header_name",
            "webhook_auth_header_value");

    /** @throws ApiError if AssemblyAI would not take it */
    static Order of(byte[] body) {
        try {
            if (MAPPER.readTree(body) instanceof ObjectNode object) {
                check(object);
                return new Order(object);
            }
        } catch (IOException e) {
            throw ApiError.schema("The body is no JSON.");
        }
        throw ApiError.schema("The body is no object.");
    }

    private static void check(ObjectNode order) {
        for (Iterator<String> names = order.fieldNames(); names.hasNext(); ) {
            String name = names.next();
            if (!KNOWN.contains(name)) {
                throw ApiError.schema("Unknown parameter: " + name);
            }
        }
        if (!order.path("audio_url").asText("").matches("https?://\\S+")) {
            throw ApiError.schema("audio_url must be a URL.");
        }
        if (!order.path("speech_models").isArray()
                || order.path("speech_models").isEmpty()) {
            throw ApiError.schema("\"speech_models\" must be a non-empty list.");
        }
        if (order.has("language_code")
                && !order.path("language_code").asText("").matches("[a-z]{2,3}(_[a-z]{2})?")) {
            throw ApiError.schema("language_code is not supported.");
        }
        if (order.has("webhook_auth_header_name") != order.has("webhook_auth_header_value")) {
            throw ApiError.schema("webhook_auth_header_name and webhook_auth_header_value belong together.");
        }
        checkKeyterms(order);
    }

    private static void checkKeyterms(ObjectNode order) {
        JsonNode terms = order.path("keyterms_prompt");
        boolean older = order.path("speech_models").toString().contains("universal-2");
        boolean tooLong = false;
        for (JsonNode term : terms) {
            tooLong |= !term.isTextual() || term.asText().split(" ", -1).length > MAX_WORDS_OF_KEYTERM;
        }
        if (tooLong || terms.size() > (older ? MAX_KEYTERMS_OF_UNIVERSAL_2 : MAX_KEYTERMS)) {
            throw ApiError.schema("keyterms_prompt has too many phrases, or one of more than six words.");
        }
    }

    String audioUrl() {
        return json.path("audio_url").asText();
    }

    boolean multichannel() {
        return json.path("multichannel").asBoolean();
    }

    boolean speakerLabels() {
        return json.path("speaker_labels").asBoolean();
    }

    String language() {
        return json.path("language_code").asText("en_us");
    }
}
