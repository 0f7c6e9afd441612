package dev.voicecall.testkit.assemblyai;

import com.fasterxml.jackson.databind.node.JsonNodeFactory;
import dev.voicecall.testkit.http.Reply;
import java.io.IOException;
import java.nio.charset.StandardCharsets;

/** A request is answered with an error: {@code {"error":"…"}}. Immutable. */
final class ApiError extends RuntimeException {
    private static final long serialVersionUID = 1L;

    private final int status;

    ApiError(int status, String message) {
        super(message, null, false, false);
        this.status = status;
    }

    static ApiError schema(String what) {
        return new ApiError(400, "Invalid endpoint schema, please refer to documentation for examples. " + what);
    }

    void answer(Reply reply) throws IOException {
        String body =
                JsonNodeFactory.instance.objectNode().put("error", getMessage()).toString();
        reply.sendAll(status, "application/json", body.getBytes(StandardCharsets.UTF_8));
    }
}
