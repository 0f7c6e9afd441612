package dev.voicecall.socketio;

import dev.voicecall.spi.HttpResponse;

/** What can be wrong with an Engine.IO request, with the codes of the reference server. */
enum EngineError {
    UNKNOWN_TRANSPORT(0, "Transport unknown"),
    UNKNOWN_SID(1, "Session ID unknown"),
    BAD_HANDSHAKE_METHOD(2, "Bad handshake method"),
    BAD_REQUEST(3, "Bad request"),
    FORBIDDEN(4, "Forbidden"),
    UNSUPPORTED_PROTOCOL_VERSION(5, "Unsupported protocol version");

    private final int code;
    private final String message;

    EngineError(int code, String message) {
        this.code = code;
        this.message = message;
    }

    /** The answer to such a request. */
    HttpResponse response() {
        return response(this == FORBIDDEN ? 403 : 400, message);
    }

    /** The answer to one that is refused because of what is here, not because of what it is. */
    static HttpResponse unavailable(String message) {
        return FORBIDDEN.response(503, message);
    }

    private HttpResponse response(int status, String words) {
        return HttpResponse.of(status, "application/json", "{\"code\":" + code + ",\"message\":\"" + words + "\"}");
    }
}
