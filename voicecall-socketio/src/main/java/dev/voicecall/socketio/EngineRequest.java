package dev.voicecall.socketio;

import dev.voicecall.spi.BadRequestException;
import dev.voicecall.spi.FormParameters;
import dev.voicecall.spi.HttpRequest;
import java.util.Optional;

/**
 * What an Engine.IO request says in its query. Immutable.
 *
 * @param transport {@code polling} or {@code websocket}
 * @param sid the session it belongs to; empty for a handshake
 * @param protocol the version of Engine.IO
 */
record EngineRequest(String transport, Optional<String> sid, String protocol) {
    static final String POLLING = "polling";
    static final String WEBSOCKET = "websocket";

    private static final String PROTOCOL = "4";

    /** @throws BadRequestException if the query is malformed */
    static EngineRequest of(HttpRequest request) {
        FormParameters query = FormParameters.parse(request.query());
        return new EngineRequest(
                query.first("transport").orElse(""),
                query.first("sid"),
                query.first("EIO").orElse(""));
    }

    /**
     * What is wrong with it, looked for in the order of the reference server.
     *
     * @param sessions that there are
     * @param by the transport by which it came
     */
    Optional<EngineError> objection(String method, String by, EngineSessions sessions) {
        if (!transport.equals(POLLING) && !transport.equals(WEBSOCKET)) {
            return Optional.of(EngineError.UNKNOWN_TRANSPORT);
        }
        if (sid.isPresent()) {
            return sessions.find(sid.get()).isEmpty() ? Optional.of(EngineError.UNKNOWN_SID) : objectionTo(by);
        }
        if (!method.equals("GET")) {
            return Optional.of(EngineError.BAD_HANDSHAKE_METHOD);
        }
        Optional<EngineError> objection = objectionTo(by);
        boolean spoken = protocol.equals(PROTOCOL);
        return objection.isPresent() || spoken ? objection : Optional.of(EngineError.UNSUPPORTED_PROTOCOL_VERSION);
    }

    private Optional<EngineError> objectionTo(String by) {
        return transport.equals(by) ? Optional.empty() : Optional.of(EngineError.BAD_REQUEST);
    }
}
