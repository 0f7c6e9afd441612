package dev.voicecall.examples;

import dev.voicecall.spi.HttpHandler;
import dev.voicecall.spi.HttpRequest;
import dev.voicecall.spi.HttpResponse;
import java.util.Optional;
import java.util.Set;
import java.util.concurrent.CompletableFuture;

/**
 * Lets pages of some origins, and of no others, use a handler from a browser
 * (<a href="https://fetch.spec.whatwg.org/#http-cors-protocol">CORS</a>).
 *
 * <p>A browser keeps the answer from other pages, but it still sends their requests, and this would be enough to make a
 * phone ring. So a request with an origin that is not on the list is refused. Programs that are no browsers send none.
 */
final class Cors {
    private final Set<String> origins;

    Cors(Set<String> origins) {
        this.origins = origins;
    }

    /** The handler, for these origins only. */
    HttpHandler around(HttpHandler handler) {
        return request -> {
            Optional<HttpResponse> refusal = refusal(request);
            return refusal.isPresent()
                    ? CompletableFuture.completedFuture(marked(request, refusal.get()))
                    : handler.handle(request).thenApply(response -> marked(request, response));
        };
    }

    /** What a request from another origin gets. */
    Optional<HttpResponse> refusal(HttpRequest request) {
        return isForeign(request) ? Optional.of(Json.error(403, "This origin is not allowed.")) : Optional.empty();
    }

    /** Answers what a browser asks before it sends the request itself. */
    HttpHandler preflight(String method) {
        return request -> CompletableFuture.completedFuture(preflight(method, request));
    }

    private HttpResponse preflight(String method, HttpRequest request) {
        HttpResponse response = HttpResponse.of(isForeign(request) ? 403 : 204);
        if (allowed(request).isPresent()) {
            response = response.with("Access-Control-Allow-Methods", method)
                    .with("Access-Control-Allow-Headers", "Authorization, Content-Type")
                    .with("Access-Control-Max-Age", "600");
        }
        return marked(request, response);
    }

    private boolean isForeign(HttpRequest request) {
        return request.header("Origin").isPresent() && allowed(request).isEmpty();
    }

    private Optional<String> allowed(HttpRequest request) {
        return request.header("Origin").filter(origins::contains);
    }

    private HttpResponse marked(HttpRequest request, HttpResponse response) {
        HttpResponse varied = response.with("Vary", "Origin");
        return allowed(request)
                .map(origin -> varied.with("Access-Control-Allow-Origin", origin))
                .orElse(varied);
    }
}
