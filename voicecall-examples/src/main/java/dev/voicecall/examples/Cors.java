package dev.voicecall.examples;

import dev.voicecall.spi.HttpHandler;
import dev.voicecall.spi.HttpRequest;
import dev.voicecall.spi.HttpResponse;
import java.util.Optional;
import java.util.Set;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CompletionStage;

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
        return request -> isForeign(request)
                ? CompletableFuture.completedFuture(marked(request, Json.error(403, "This origin is not allowed.")))
                : handler.handle(request).thenApply(response -> marked(request, response));
    }

    /** Answers what a browser asks before it sends the request itself. */
    CompletionStage<HttpResponse> preflight(HttpRequest request) {
        HttpResponse response = HttpResponse.of(isForeign(request) ? 403 : 204);
        if (allowed(request).isPresent()) {
            response = response.with("Access-Control-Allow-Methods", "POST")
                    .with("Access-Control-Allow-Headers", "Authorization, Content-Type")
                    .with("Access-Control-Max-Age", "600");
        }
        return CompletableFuture.completedFuture(marked(request, response));
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
