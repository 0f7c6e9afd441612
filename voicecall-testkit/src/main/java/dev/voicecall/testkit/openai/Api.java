package dev.voicecall.testkit.openai;

import dev.voicecall.spi.HttpRequest;
import dev.voicecall.testkit.openai.OpenAiRequest.Ending;
import dev.voicecall.testkit.openai.OpenAiRequest.Result;
import java.io.IOException;
import java.util.HashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Queue;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.ConcurrentLinkedQueue;

/** Leads requests to what answers them, and remembers them. Safe for use by many threads. */
final class Api {
    /** Answers requests to one URL. */
    interface Endpoint {
        /** Answers; throws an {@link ApiError} before it has begun to. */
        void answer(HttpRequest request, Reply reply) throws IOException, InterruptedException;

        /** The body as it is remembered. */
        String readable(HttpRequest request);
    }

    private final Key key;
    private final Map<String, Endpoint> endpoints;
    private final Ids ids = new Ids();
    private final Mind mind;
    private final Queue<OpenAiRequest> log = new ConcurrentLinkedQueue<>();

    Api(Key key, Mind mind, Map<String, Endpoint> endpoints) {
        this.key = key;
        this.mind = mind;
        this.endpoints = Map.copyOf(endpoints);
    }

    List<OpenAiRequest> requests() {
        return List.copyOf(log);
    }

    void answer(HttpRequest request, Reply reply) throws IOException, InterruptedException {
        CompletableFuture<Result> result = new CompletableFuture<>();
        log.add(remembered(request, result));
        long from = mind.time().nanoTime();
        reply.header("x-request-id", ids.next("req"));
        reply.header("openai-version", "2020-10-01");
        try {
            Endpoint endpoint = endpoint(request);
            reply.header("openai-processing-ms", String.valueOf((mind.time().nanoTime() - from) / 1_000_000));
            endpoint.answer(request, reply);
        } catch (ApiError refused) {
            reply.send(refused.status(), "application/json", refused.body().toPrettyString());
        } finally {
            Ending ending = reply.complete() ? Ending.COMPLETE : Ending.ABANDONED;
            result.complete(new Result(reply.status(), ending, reply.bodyBytes()));
        }
    }

    void upgrade(HttpRequest request, Reply reply) throws IOException {
        ApiError refused = ApiError.noSuchUrl(request.method(), request.path());
        reply.send(refused.status(), "application/json", refused.body().toPrettyString());
    }

    private Endpoint endpoint(HttpRequest request) {
        key.check(request);
        Endpoint endpoint = endpoints.get(request.path());
        if (endpoint == null) {
            throw ApiError.noSuchUrl(request.method(), request.path());
        }
        if (!request.method().equals("POST")) {
            throw ApiError.noSuchMethod(request.method(), request.path());
        }
        return endpoint;
    }

    private OpenAiRequest remembered(HttpRequest request, CompletableFuture<Result> result) {
        Map<String, String> headers = new HashMap<>();
        request.headers().forEach((name, values) -> headers.put(name.toLowerCase(Locale.ROOT), values.get(0)));
        headers.computeIfPresent("authorization", (name, value) -> Key.masked(value));
        Endpoint endpoint = endpoints.get(request.path());
        String body = endpoint == null ? "" : endpoint.readable(request);
        return new OpenAiRequest(request.method(), request.target(), headers, body, result.minimalCompletionStage());
    }
}
