package dev.voicecall.testkit.twilio;

import com.fasterxml.jackson.core.JsonProcessingException;
import com.fasterxml.jackson.databind.ObjectMapper;
import dev.voicecall.spi.HttpResponse;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/** Writes JSON. */
final class Json {
    private static final ObjectMapper MAPPER = new ObjectMapper();

    private Json() {}

    static HttpResponse response(int status, Map<String, ? extends @Nullable Object> body) {
        try {
            return HttpResponse.of(status, "application/json", MAPPER.writeValueAsString(body));
        } catch (JsonProcessingException e) {
            throw new IllegalStateException("An answer of the simulator can't be written as JSON.", e);
        }
    }
}
