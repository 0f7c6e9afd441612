package dev.voicecall.socketio;

import dev.voicecall.spi.BadRequestException;
import dev.voicecall.spi.HttpRequest;
import dev.voicecall.spi.HttpResponse;
import dev.voicecall.spi.WebServer;
import dev.voicecall.spi.WebSocketAcceptor.Decision;
import java.util.List;
import java.util.Optional;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CompletionStage;

/** Engine.IO 4 over HTTP: finds the session of a request, or begins one. Safe for use by many threads. */
final class EngineServer {
    private static final String PATH = "/socket.io/";

    /** More than the protocol has, so that the wrong ones are answered in its own words. */
    private static final List<String> METHODS = List.of("GET", "POST", "PUT", "PATCH", "DELETE");

    private final Origins origins;
    private final EngineSessions sessions;
    private volatile boolean upgradable;

    EngineServer(Origins origins, EngineSessions sessions) {
        this.origins = origins;
        this.sessions = sessions;
    }

    void mount(WebServer web) {
        METHODS.forEach(method -> web.route(method, PATH, this::handle));
        web.route("OPTIONS", PATH, this::preflight);
        try {
            web.socket(PATH, this::accept);
            upgradable = true;
        } catch (UnsupportedOperationException onlyHttp) {
            upgradable = false;
        }
    }

    private CompletionStage<HttpResponse> handle(HttpRequest request) {
        return answer(request)
                .thenApply(response -> origins.readable(request, response.with("Cache-Control", "no-store")));
    }

    private CompletionStage<HttpResponse> answer(HttpRequest request) {
        EngineRequest engine;
        try {
            engine = EngineRequest.of(request);
        } catch (BadRequestException malformed) {
            return now(EngineError.BAD_REQUEST.response());
        }
        Optional<EngineError> objection = objection(request, engine, EngineRequest.POLLING);
        if (objection.isPresent()) {
            return now(objection.get().response());
        }
        return engine.sid().isPresent()
                ? answer(request, sessions.find(engine.sid().get()))
                : handshake(request);
    }

    private CompletionStage<HttpResponse> handshake(HttpRequest request) {
        return sessions.open(request, false, upgradable)
                .map(session -> session.poll(request))
                .orElseGet(() -> now(EngineError.unavailable("Too many sessions")));
    }

    private static CompletionStage<HttpResponse> answer(HttpRequest request, Optional<EngineSession> session) {
        if (session.isEmpty()) {
            return now(EngineError.UNKNOWN_SID.response());
        }
        return switch (request.method()) {
            case "GET" -> session.get().poll(request);
            case "POST" -> session.get().post(request);
            default -> now(EngineError.BAD_REQUEST.response());
        };
    }

    private Decision accept(HttpRequest handshake) {
        EngineRequest engine;
        try {
            engine = EngineRequest.of(handshake);
        } catch (BadRequestException malformed) {
            return new Decision.Refuse(EngineError.BAD_REQUEST.response());
        }
        Optional<EngineError> objection = objection(handshake, engine, EngineRequest.WEBSOCKET);
        if (objection.isPresent()) {
            return new Decision.Refuse(objection.get().response());
        }
        Optional<EngineSession> session =
                engine.sid().isPresent() ? sessions.find(engine.sid().get()) : sessions.open(handshake, true, false);
        return session.<Decision>map(found -> new Decision.Accept(new EngineSocket(found)))
                .orElseGet(() -> new Decision.Refuse(EngineError.unavailable("Too many sessions")));
    }

    private Optional<EngineError> objection(HttpRequest request, EngineRequest engine, String by) {
        return origins.allow(request)
                ? engine.objection(request.method(), by, sessions)
                : Optional.of(EngineError.FORBIDDEN);
    }

    /** A browser asks whether a page of another origin may send what it wants to send. */
    private CompletionStage<HttpResponse> preflight(HttpRequest request) {
        if (!origins.allow(request)) {
            return now(EngineError.FORBIDDEN.response());
        }
        HttpResponse answer = HttpResponse.of(204)
                .with("Access-Control-Allow-Methods", "GET, POST")
                .with("Access-Control-Allow-Headers", "Authorization, Content-Type")
                .with("Access-Control-Max-Age", "600");
        return now(origins.readable(request, answer));
    }

    private static CompletionStage<HttpResponse> now(HttpResponse response) {
        return CompletableFuture.completedFuture(response);
    }
}
