package dev.voicecall.spi;

import java.util.concurrent.CompletionStage;

/** Answers requests. Called by many threads at once, on threads that must not be blocked. */
@FunctionalInterface
public interface HttpHandler {
    /**
     * Answers a request, now or later.
     *
     * @return completes with the answer. If it completes exceptionally, or this throws, the client gets 400 for a
     *     {@link BadRequestException} and 500 without details for anything else.
     */
    CompletionStage<HttpResponse> handle(HttpRequest request);
}
