package dev.voicecall.examples;

import com.fasterxml.jackson.core.JsonProcessingException;
import com.fasterxml.jackson.core.StreamReadFeature;
import com.fasterxml.jackson.databind.DeserializationFeature;
import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.json.JsonMapper;
import com.fasterxml.jackson.databind.node.ArrayNode;
import com.fasterxml.jackson.databind.node.JsonNodeFactory;
import com.fasterxml.jackson.databind.node.ObjectNode;
import dev.voicecall.spi.BadRequestException;
import dev.voicecall.spi.HttpResponse;
import java.io.IOException;

/** JSON in and out. */
final class Json {
    private static final JsonMapper MAPPER = JsonMapper.builder()
            .enable(StreamReadFeature.STRICT_DUPLICATE_DETECTION)
            .enable(DeserializationFeature.FAIL_ON_TRAILING_TOKENS)
            .build();

    private Json() {}

    /**
     * Reads an object.
     *
     * @throws BadRequestException if it is not one, and nothing else
     */
    static JsonNode object(byte[] body) {
        JsonNode json = value(body);
        if (!json.isObject()) {
            throw new BadRequestException("The body is not a JSON object.");
        }
        return json;
    }

    /**
     * Reads anything.
     *
     * @throws BadRequestException if it is not JSON
     */
    static JsonNode value(byte[] body) {
        try {
            return MAPPER.readTree(body);
        } catch (JsonProcessingException e) {
            throw new BadRequestException("The body is not JSON" + place(e) + ".");
        } catch (IOException e) {
            throw new BadRequestException("The body is not text in UTF-8.");
        }
    }

    private static String place(JsonProcessingException e) {
        return e.getLocation() == null
                ? ""
                : " (line " + e.getLocation().getLineNr() + ", column "
                        + e.getLocation().getColumnNr() + ")";
    }

    static ObjectNode object() {
        return JsonNodeFactory.instance.objectNode();
    }

    static ArrayNode array() {
        return JsonNodeFactory.instance.arrayNode();
    }

    static HttpResponse response(int status, ObjectNode json) {
        return HttpResponse.of(status, "application/json", json + "\n").with("Cache-Control", "no-store");
    }

    /** The shape of all errors. */
    static HttpResponse error(int status, String message) {
        return response(status, object().put("status", "error").put("error", message));
    }
}
