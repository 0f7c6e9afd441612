package dev.voicecall.socketio;

import dev.voicecall.spi.HttpResponse;

/** What can be wrong with an Engine.IO request; the ordinal is the code of the reference server. */
enum EngineError {
    UNKNOWN_TRANSPORT("Transport unknown"),
    UNKNOWN_SID("Session ID unknown"),
    BAD_HANDSHAKE_METHOD("Bad handshake method"),
    BAD_REQUEST("Bad request"),
    FORBIDDEN("Forbidden"),
    UNSUPPORTED_PROTOCOL_VERSION("Unsupported protocol version");

    private final String message;

    EngineError(String message) {
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
        return HttpResponse.of(
                status, "application/json", "{\"code\":" + ordinal() + ",\"message\":\"" + words + "\"}");
    }
}
