package dev.voicecall.testkit.assemblyai;

import com.fasterxml.jackson.databind.node.ArrayNode;
import com.fasterxml.jackson.databind.node.JsonNodeFactory;
import com.fasterxml.jackson.databind.node.ObjectNode;
import dev.voicecall.spi.HttpRequest;
import dev.voicecall.spi.Scheduler;
import dev.voicecall.testkit.assemblyai.AssemblyAiFault.Operation;
import dev.voicecall.testkit.http.FaultScript;
import dev.voicecall.testkit.http.Reply;
import dev.voicecall.testkit.http.Site;
import dev.voicecall.testkit.http.SocketOutbox;
import dev.voicecall.testkit.http.SocketPeer;
import java.io.IOException;
import java.net.URI;
import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.util.HashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Optional;
import java.util.Queue;
import java.util.Set;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.ConcurrentLinkedQueue;
import java.util.function.Function;

/** Leads requests to what answers them, lets some go wrong, and remembers them all. Safe for use by many threads. */
final class Api implements Site {
    /** Two hours of a call in 16 bits; AssemblyAI itself takes 2.2 GB. */
    static final int MAX_FILE_BYTES = 256 << 20;

    private static final int MAX_REMEMBERED = 10_000;
    private static final String TRANSCRIPTS = "/v2/transcript";
    private static final int DEFAULT_PAGE = 10;

    private final Set<String> keys;
    private final Scheduler time;
    private final Jobs jobs;
    private final Streaming streaming;
    private final FaultScript<AssemblyAiFault> faults = new FaultScript<>();
    private final Queue<AssemblyAiRequest> log = new ConcurrentLinkedQueue<>();

    Api(Set<String> keys, Scheduler time, Jobs jobs, Streaming streaming) {
        this.keys = Set.copyOf(keys);
        this.time = time;
        this.jobs = jobs;
        this.streaming = streaming;
    }

    /** What a request does. */
    private interface Action {
        ObjectNode run();
    }

    FaultScript<AssemblyAiFault> faults() {
        return faults;
    }

    Streaming streaming() {
        return streaming;
    }

    Jobs jobs() {
        return jobs;
    }

    List<AssemblyAiRequest> requests() {
        return List.copyOf(log);
    }

    @Override
    public int maxBodyBytes() {
        return MAX_FILE_BYTES;
    }

    @Override
    public void refuse(int status, String message, Reply reply) throws IOException {
        new ApiError(status, message).answer(reply);
    }

    @Override
    public void answer(HttpRequest request, Reply reply) throws IOException, InterruptedException {
        CompletableFuture<Integer> status = remember(request);
        try {
            String key = key(request);
            Operation operation = operation(request);
            answer(operation, () -> run(operation, key, request), reply);
        } catch (ApiError refused) {
            refused.answer(reply);
        } finally {
            status.complete(reply.status());
        }
    }

    private String key(HttpRequest request) {
        String key = request.header("Authorization").orElse("");
        if (!keys.contains(key)) {
            throw new ApiError(401, "Authentication error, API token missing/invalid");
        }
        return key;
    }

    private static Operation operation(HttpRequest request) {
        String path = request.path();
        boolean one = path.startsWith(TRANSCRIPTS + "/");
        return switch (request.method()) {
            case "POST" -> {
                if (path.equals("/v2/upload")) {
                    yield Operation.UPLOAD;
                }
                if (path.equals(TRANSCRIPTS)) {
                    yield Operation.ORDER;
                }
                throw notFound();
            }
            case "GET" -> {
                if (path.startsWith(Uploads.PATH)) {
                    throw new ApiError(403, "Cannot access uploaded file");
                }
                if (one || path.equals(TRANSCRIPTS)) {
                    yield Operation.POLL;
                }
                throw notFound();
            }
            case "DELETE" -> {
                if (one) {
                    yield Operation.DELETE;
                }
                throw notFound();
            }
            default -> throw notFound();
        };
    }

    private static ApiError notFound() {
        return new ApiError(404, "Not found");
    }

    private void answer(Operation operation, Action action, Reply reply) throws IOException, InterruptedException {
        Optional<AssemblyAiFault> fault = faults.next(planned -> planned.operation() == operation);
        if (fault.isEmpty()) {
            send(reply, action.run());
        } else {
            strike(fault.get(), action, reply);
        }
    }

    private void strike(AssemblyAiFault fault, Action action, Reply reply) throws IOException, InterruptedException {
        Duration delay = fault.delay();
        switch (fault.kind()) {
            case RATE_LIMITED -> {
                if (!delay.isZero()) {
                    reply.header("Retry-After", String.valueOf((delay.toMillis() + 999) / 1_000));
                }
                throw new ApiError(429, "Too many requests, please try again later.");
            }
            case SERVER_ERROR -> throw new ApiError(500, "Internal server error");
            case UNAVAILABLE -> unavailable(reply);
            case GATEWAY_TIMEOUT -> {
                action.run();
                throw new ApiError(504, "Gateway timeout");
            }
            case RESET -> reply.reset();
            case RESET_AFTERWARDS -> {
                action.run();
                reply.reset();
            }
            case UNANSWERED -> time.await(new CompletableFuture<>());
            case SLOW -> {
                pass(delay);
                send(reply, action.run());
            }
        }
    }

    private static void unavailable(Reply reply) throws IOException {
        reply.sendAll(
                503,
                "text/html",
                "<html><body><h1>503 Service Temporarily Unavailable</h1></body></html>\n"
                        .getBytes(StandardCharsets.UTF_8));
    }

    private void pass(Duration length) throws InterruptedException {
        CompletableFuture<Void> over = new CompletableFuture<>();
        time.schedule(length, Runnable::run, () -> over.complete(null));
        time.await(over);
    }

    private static void send(Reply reply, ObjectNode json) throws IOException, InterruptedException {
        reply.send(200, "application/json", json.toString());
    }

    private ObjectNode run(Operation operation, String key, HttpRequest request) {
        return switch (operation) {
            case UPLOAD -> {
                String name = jobs.uploads().add(key, request.body());
                yield object().put("upload_url", baseUrl(request) + Uploads.PATH + name);
            }
            case ORDER -> jobs.add(key, Order.of(request.body())).json();
            case DELETE -> {
                Job job = jobs.get(id(request));
                job.delete();
                yield job.json();
            }
            default ->
                request.path().equals(TRANSCRIPTS)
                        ? list(request)
                        : jobs.get(id(request)).json();
        };
    }

    private static String id(HttpRequest request) {
        return request.path().substring(TRANSCRIPTS.length() + 1);
    }

    private static String baseUrl(HttpRequest request) {
        return "http://" + request.header("Host").orElse("127.0.0.1");
    }

    private ObjectNode list(HttpRequest request) {
        String base = baseUrl(request);
        String status = query(request.target(), "status").orElse("");
        int limit = query(request.target(), "limit")
                .filter(number -> number.matches("[0-9]{1,3}"))
                .map(Integer::parseInt)
                .orElse(DEFAULT_PAGE);
        ObjectNode page = object();
        ArrayNode items = page.putArray("transcripts");
        jobs.newestFirst().stream()
                .filter(job -> status.isEmpty() || job.status().word().equals(status))
                .limit(limit)
                .forEach(job -> items.add(job.item(base)));
        page.putObject("page_details")
                .put("limit", limit)
                .put("result_count", items.size())
                .put("current_url", base + request.target())
                .putNull("prev_url")
                .putNull("next_url");
        return page;
    }

    private static Optional<String> query(String target, String name) {
        String query = Optional.ofNullable(URI.create(target).getQuery()).orElse("");
        for (String parameter : query.split("&", -1)) {
            if (parameter.startsWith(name + "=")) {
                return Optional.of(parameter.substring(name.length() + 1));
            }
        }
        return Optional.empty();
    }

    private static ObjectNode object() {
        return JsonNodeFactory.instance.objectNode();
    }

    private static Map<String, String> headers(HttpRequest request) {
        Map<String, String> headers = new HashMap<>();
        request.headers().forEach((name, values) -> headers.put(name.toLowerCase(Locale.ROOT), values.get(0)));
        return headers;
    }

    private CompletableFuture<Integer> remember(HttpRequest request) {
        CompletableFuture<Integer> status = new CompletableFuture<>();
        Map<String, String> headers = headers(request);
        headers.remove("authorization");
        String body = request.path().equals("/v2/upload")
                ? request.body().length + " bytes"
                : new String(request.body(), StandardCharsets.UTF_8);
        log.add(new AssemblyAiRequest(
                request.method(), request.target(), headers, body, status.minimalCompletionStage()));
        if (log.size() > MAX_REMEMBERED) {
            log.poll();
        }
        return status;
    }

    @Override
    public Optional<Function<SocketOutbox, SocketPeer>> upgrade(HttpRequest request, Reply reply)
            throws IOException, InterruptedException {
        CompletableFuture<Integer> status = remember(request);
        try {
            URI uri = URI.create(request.target());
            if (!Streaming.PATH.equals(uri.getPath())) {
                throw notFound();
            }
            Optional<AssemblyAiFault> fault = faults.next(planned -> planned.operation() == Operation.STREAM);
            if (fault.isPresent()) {
                strike(fault.get(), () -> object(), reply);
                return Optional.empty();
            }
            Map<String, String> headers = headers(request);
            return Optional.of(outbox -> streaming.connect(uri, headers, outbox));
        } catch (ApiError refused) {
            refused.answer(reply);
            return Optional.empty();
        } finally {
            status.complete(reply.status());
        }
    }
}
