package dev.voicecall.socketio;

import dev.voicecall.CallInfo;
import dev.voicecall.spi.HttpRequest;
import java.util.Optional;
import java.util.function.Predicate;

/** Decides who may watch which calls. Called by many threads at once, on threads that must not be blocked. */
@FunctionalInterface
public interface WatcherAuthenticator {
    /**
     * Somebody wants to watch.
     *
     * @param handshake the request by which it came
     * @param token what it sent as its token: {@code auth: {token}} of a Socket.IO client, a bearer token in the handshake otherwise
     * @return which calls it may watch, asked once for each call and one at a time, and nobody is told anything meanwhile: it must not block;
     *     empty if it may not even connect
     */
    Optional<Predicate<CallInfo>> authenticate(HttpRequest handshake, Optional<String> token);
}
