package dev.voicecall.socketio;

import dev.voicecall.CallInfo;
import dev.voicecall.spi.HttpRequest;
import java.util.Optional;
import java.util.function.Predicate;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/** Asks an authenticator; whoever it fails at may not watch. Safe for use by many threads. */
final class Admission {
    private static final Logger LOG = LoggerFactory.getLogger(Admission.class);
    private static final String BEARER = "Bearer ";

    private final WatcherAuthenticator authenticator;

    Admission(WatcherAuthenticator authenticator) {
        this.authenticator = authenticator;
    }

    /**
     * Asks it.
     *
     * @param sent the token that came otherwise than in the handshake; if none, its bearer token is taken
     */
    Optional<Predicate<CallInfo>> of(HttpRequest handshake, Optional<String> sent) {
        try {
            return authenticator.authenticate(handshake, sent.or(() -> bearerToken(handshake)));
        } catch (RuntimeException | Error e) {
            LOG.warn("Somebody may not watch, since the authenticator failed.", e);
            return Optional.empty();
        }
    }

    private static Optional<String> bearerToken(HttpRequest handshake) {
        return handshake
                .header("Authorization")
                .filter(value -> value.regionMatches(true, 0, BEARER, 0, BEARER.length()))
                .map(value -> value.substring(BEARER.length()).strip());
    }
}
