package dev.voicecall.testkit.openai;

import dev.voicecall.spi.HttpRequest;
import dev.voicecall.testkit.http.FaultScript;
import dev.voicecall.testkit.http.Reply;
import dev.voicecall.testkit.http.Site;
import dev.voicecall.testkit.http.SocketOutbox;
import dev.voicecall.testkit.http.SocketPeer;
import dev.voicecall.testkit.openai.OpenAiFault.Operation;
import dev.voicecall.testkit.openai.OpenAiRequest.Ending;
import dev.voicecall.testkit.openai.OpenAiRequest.Result;
import java.io.IOException;
import java.net.URI;
import java.util.HashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Optional;
import java.util.Queue;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.ConcurrentLinkedQueue;
import java.util.function.Function;
import org.jspecify.annotations.Nullable;

/** Leads requests to what answers them, lets some go wrong, and remembers them all. Safe for use by many threads. */
final class Api implements Site {
    private static final int MAX_REMEMBERED = 10_000;

    /** 25 MB is what OpenAI takes of sound; beside it is the rest of a form. */
    private static final int MAX_BODY_BYTES = 26 * 1024 * 1024;

    /** Answers requests to one URL. */
    interface Endpoint {
        /** What it is for. */
        Operation operation();

        /** Answers; throws an {@link ApiError} before it has begun to. */
        void answer(HttpRequest request, Reply reply) throws IOException, InterruptedException;

        /** The body as it is remembered. */
        String readable(HttpRequest request);
    }

    private final Key key;
    private final Tempo tempo;
    private final Realtime realtime;
    private final Map<String, Endpoint> endpoints;
    private final FaultScript<OpenAiFault> faults = new FaultScript<>();
    private final Ids ids = new Ids();
    private final Queue<OpenAiRequest> log = new ConcurrentLinkedQueue<>();

    Api(Key key, Tempo tempo, Realtime realtime, Map<String, Endpoint> endpoints) {
        this.key = key;
        this.tempo = tempo;
        this.realtime = realtime;
        this.endpoints = Map.copyOf(endpoints);
    }

    List<OpenAiRequest> requests() {
        return List.copyOf(log);
    }

    Realtime realtime() {
        return realtime;
    }

    FaultScript<OpenAiFault> faults() {
        return faults;
    }

    @Override
    public int maxBodyBytes() {
        return MAX_BODY_BYTES;
    }

    @Override
    public void refuse(int status, String message, Reply reply) throws IOException {
        new ApiError(status, "invalid_request_error", message, null, null).answer(reply);
    }

    @Override
    public void answer(HttpRequest request, Reply reply) throws IOException, InterruptedException {
        CompletableFuture<Result> result = remember(request);
        long beginNanos = tempo.time().nanoTime();
        reply.header("x-request-id", ids.next("req"));
        reply.header("openai-version", "2020-10-01");
        try {
            Endpoint endpoint = endpoint(request);
            Optional<OpenAiFault> fault = faults.next(planned -> planned.operation() == endpoint.operation());
            reply.header("openai-processing-ms", String.valueOf((tempo.time().nanoTime() - beginNanos) / 1_000_000));
            if (fault.isEmpty() || !new FaultyAnswer(fault.get(), tempo).answer(reply)) {
                endpoint.answer(request, reply);
            }
        } catch (ApiError refused) {
            refused.answer(reply);
        } finally {
            result.complete(result(reply));
        }
    }

    private static Result result(Reply reply) {
        Ending interrupted = reply.isBroken() ? Ending.FAULT : Ending.ABANDONED;
        return new Result(reply.status(), reply.isComplete() ? Ending.COMPLETE : interrupted, reply.bodyBytes());
    }

    @Override
    public Optional<Function<SocketOutbox, SocketPeer>> upgrade(HttpRequest request, Reply reply)
            throws IOException, InterruptedException {
        CompletableFuture<Result> result = remember(request);
        reply.header("x-request-id", ids.next("req"));
        try {
            URI uri = URI.create(request.target());
            Optional<OpenAiFault> fault = faults.next(planned -> planned.operation() == Operation.REALTIME);
            if (fault.isPresent() && new FaultyAnswer(fault.get(), tempo).answer(reply)) {
                return Optional.empty();
            }
            Map<String, String> headers = headers(request);
            Optional<Integer> refused = realtime.refusal(uri, headers);
            if (refused.isEmpty()) {
                return Optional.of(outbox -> realtime.connect(uri, headers, outbox));
            }
            if (refused.get() == 401) {
                key.check(request);
            }
            throw ApiError.noSuchUrl(request.method(), request.path());
        } catch (ApiError refused) {
            refused.answer(reply);
            return Optional.empty();
        } finally {
            result.complete(result(reply));
        }
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

    private CompletableFuture<Result> remember(HttpRequest request) {
        CompletableFuture<Result> result = new CompletableFuture<>();
        Map<String, String> headers = headers(request);
        headers.computeIfPresent("authorization", (name, value) -> Key.masked(value));
        headers.computeIfPresent("sec-websocket-protocol", (name, value) -> Key.maskedProtocol(value));
        @Nullable Endpoint endpoint = endpoints.get(request.path());
        String body = endpoint == null ? "" : endpoint.readable(request);
        log.add(new OpenAiRequest(request.method(), request.target(), headers, body, result.minimalCompletionStage()));
        if (log.size() > MAX_REMEMBERED) {
            log.poll();
        }
        return result;
    }

    /** The first value of each, by its name in lower case. */
    static Map<String, String> headers(HttpRequest request) {
        Map<String, String> headers = new HashMap<>();
        request.headers().forEach((name, values) -> headers.put(name.toLowerCase(Locale.ROOT), values.get(0)));
        return headers;
    }
}
