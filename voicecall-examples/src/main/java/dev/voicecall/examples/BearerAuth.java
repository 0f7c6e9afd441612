package dev.voicecall.examples;

import dev.voicecall.spi.HttpHandler;
import dev.voicecall.spi.HttpRequest;
import dev.voicecall.spi.HttpResponse;
import java.util.Optional;
import java.util.concurrent.CompletableFuture;

/** Lets through who has the key, sent as {@code Authorization: Bearer …} (RFC 6750). */
final class BearerAuth {
    private static final String SCHEME = "Bearer ";

    private final Optional<Secret> key;

    /** @param key empty to let everybody through */
    BearerAuth(Optional<Secret> key) {
        this.key = key;
    }

    /** The handler, for those with the key only. */
    HttpHandler around(HttpHandler handler) {
        return request -> {
            Optional<HttpResponse> refusal = refusal(request);
            return refusal.isPresent() ? CompletableFuture.completedFuture(refusal.get()) : handler.handle(request);
        };
    }

    /** What a request without the key gets. */
    Optional<HttpResponse> refusal(HttpRequest request) {
        return isRight(token(request))
                ? Optional.empty()
                : Optional.of(Json.error(401, "Send the service's key in the header Authorization: Bearer …")
                        .with("WWW-Authenticate", "Bearer realm=\"voicecall\""));
    }

    /** Whether this is the key; if none is needed, anything is. */
    boolean isRight(String token) {
        return key.isEmpty() || key.get().matches(token);
    }

    private static String token(HttpRequest request) {
        return request.header("Authorization")
                .filter(header -> header.regionMatches(true, 0, SCHEME, 0, SCHEME.length()))
                .map(header -> header.substring(SCHEME.length()).strip())
                .orElse("");
    }
}
