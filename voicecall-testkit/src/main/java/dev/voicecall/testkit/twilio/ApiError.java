package dev.voicecall.testkit.twilio;

import dev.voicecall.spi.HttpResponse;
import java.util.LinkedHashMap;
import java.util.Map;

/** A request to the REST API that is refused, with Twilio's own error body. */
final class ApiError extends RuntimeException {
    private static final long serialVersionUID = 1L;

    private final int status;
    private final int code;

    ApiError(int status, int code, String message) {
        super(message);
        this.status = status;
        this.code = code;
    }

    static ApiError notFound(String path) {
        return new ApiError(404, 20404, "The requested resource " + path + " was not found");
    }

    static ApiError invalid(int code, String message) {
        return new ApiError(400, code, message);
    }

    HttpResponse response() {
        Map<String, Object> body = new LinkedHashMap<>();
        body.put("code", code);
        body.put("message", getMessage());
        body.put("more_info", "https://www.twilio.com/docs/errors/" + code);
        body.put("status", status);
        return Json.response(status, body);
    }
}
