package dev.voicecall.examples;

import dev.voicecall.spi.HttpHandler;
import dev.voicecall.spi.HttpRequest;
import dev.voicecall.spi.HttpResponse;
import java.util.Optional;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CompletionStage;

/** Lets through who has the key, sent as {@code Authorization: Bearer …} (RFC 6750). */
final class BearerAuth implements HttpHandler {
    private static final String SCHEME = "Bearer ";

    private final Optional<Secret> key;
    private final HttpHandler next;

    /** @param key empty to let everybody through */
    BearerAuth(Optional<Secret> key, HttpHandler next) {
        this.key = key;
        this.next = next;
    }

    @Override
    public CompletionStage<HttpResponse> handle(HttpRequest request) {
        if (key.isEmpty() || key.get().matches(token(request))) {
            return next.handle(request);
        }
        return CompletableFuture.completedFuture(
                Json.error(401, "Send the service's key in the header Authorization: Bearer …")
                        .with("WWW-Authenticate", "Bearer realm=\"voicecall\""));
    }

    private static String token(HttpRequest request) {
        return request.header("Authorization")
                .filter(header -> header.regionMatches(true, 0, SCHEME, 0, SCHEME.length()))
                .map(header -> header.substring(SCHEME.length()).strip())
                .orElse("");
    }
}
