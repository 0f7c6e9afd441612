package dev.voicecall.testkit.twilio;

import dev.voicecall.spi.BadRequestException;
import dev.voicecall.spi.FormParameters;
import dev.voicecall.spi.HttpRequest;
import dev.voicecall.spi.HttpResponse;
import dev.voicecall.spi.Router;
import dev.voicecall.testkit.twilio.RestFault.Kind;
import dev.voicecall.testkit.twilio.RestFault.Operation;
import java.io.IOException;
import java.util.List;
import java.util.Map;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CompletionException;
import java.util.concurrent.CompletionStage;
import java.util.concurrent.CopyOnWriteArrayList;
import org.jspecify.annotations.Nullable;

/** The door of the REST API: who may come in, what is noted down, which faults happen. Safe for use by many threads. */
final class RestApi {
    private final Simulation simulation;
    private final Router router = new Router();
    private final List<RestExchange> log = new CopyOnWriteArrayList<>();

    /** One operation on a resource. */
    @FunctionalInterface
    interface Operations {
        CompletionStage<HttpResponse> handle(HttpRequest request, FormParameters parameters);
    }

    RestApi(Simulation simulation) {
        this.simulation = simulation;
        new CallsResource(simulation).mount(this);
        new RecordingsResource(simulation).mount(this);
        new MessagesResource(simulation).mount(this);
        new ConferencesResource(simulation).mount(this);
        new ParticipantsResource(simulation).mount(this);
        new StreamsResource(simulation).mount(this);
    }

    /** Adds an operation; the path is relative to the account. */
    void on(String method, String path, Operations operation) {
        router.route(method, "/2010-04-01/Accounts/{account}/" + path, request -> guarded(operation, request));
    }

    List<RestExchange> log() {
        return List.copyOf(log);
    }

    /** Answers; completes exceptionally with an {@link IOException} if the connection is to break off. */
    CompletionStage<HttpResponse> handle(HttpRequest request) {
        boolean known = request.header("Authorization")
                .filter(simulation.account()::knows)
                .isPresent();
        CompletionStage<HttpResponse> answer = known || isOpen(request)
                ? faulty(request)
                : CompletableFuture.completedFuture(new ApiError(401, 20003, "Authenticate").response());
        return answer.whenComplete((response, failure) -> note(request, response));
    }

    /** Sound that is given to everybody. */
    private boolean isOpen(HttpRequest request) {
        return RecordingsResource.isSound(request) && hasFault(RecordingFaults.Quirk.MEDIA_WITHOUT_LOGIN);
    }

    /** Whether this happens to sound that is asked for now. */
    boolean hasFault(RecordingFaults.Quirk quirk) {
        return simulation.faults().recordings().has(quirk);
    }

    private CompletionStage<HttpResponse> faulty(HttpRequest request) {
        RestFault fault = simulation.restFaults().take(operation(request)).orElse(null);
        if (fault == null) {
            return route(request);
        }
        if (fault.kind() == Kind.SLOW) {
            CompletableFuture<HttpResponse> late = new CompletableFuture<>();
            simulation
                    .timers()
                    .after(
                            simulation.line(),
                            fault.delay(),
                            simulation.line().executor(),
                            () -> complete(late, request));
            return late;
        }
        return fault.processed() ? route(request).thenCompose(response -> broken(fault)) : broken(fault);
    }

    private void complete(CompletableFuture<HttpResponse> late, HttpRequest request) {
        route(request).whenComplete((response, failure) -> {
            if (failure != null) {
                late.completeExceptionally(failure);
            } else {
                late.complete(response);
            }
        });
    }

    private static CompletionStage<HttpResponse> broken(RestFault fault) {
        return switch (fault.kind()) {
            case UNAVAILABLE -> done(withRetryAfter(fault, new ApiError(503, 20503, "Service unavailable").response()));
            case TOO_MANY_REQUESTS ->
                done(withRetryAfter(fault, new ApiError(429, 20429, "Too Many Requests").response())
                        .with("Twilio-Concurrent-Requests", "100"));
            case HTML_ERROR -> done(HttpResponse.of(500, "text/html", "<html><body>Internal error</body></html>"));
            case REDIRECT -> done(HttpResponse.of(302).with("Location", "https://www.twilio.com/"));
            case DROPPED, SLOW ->
                CompletableFuture.failedFuture(new IOException("The connection broke off, as the faults demand."));
        };
    }

    private static CompletionStage<HttpResponse> done(HttpResponse response) {
        return CompletableFuture.completedFuture(response);
    }

    private static HttpResponse withRetryAfter(RestFault fault, HttpResponse response) {
        return fault.retryAfter()
                .map(seconds -> response.with("Retry-After", seconds))
                .orElse(response);
    }

    private static Operation operation(HttpRequest request) {
        if (!request.method().equals("POST")) {
            return Operation.FETCH;
        }
        return request.path().matches(".*/(Calls|Messages|Recordings|Participants)\\.json")
                ? Operation.CREATE
                : Operation.UPDATE;
    }

    private CompletionStage<HttpResponse> route(HttpRequest request) {
        return router.handle(request).thenApply(response -> {
            boolean routers =
                    response.headers().getOrDefault("Content-Type", "").startsWith("text/plain");
            if (routers && response.status() == 404) {
                return ApiError.notFound(request.path()).response();
            }
            return routers && response.status() == 405
                    ? new ApiError(405, 20004, "Method not allowed").response()
                    : response;
        });
    }

    private CompletionStage<HttpResponse> guarded(Operations operation, HttpRequest request) {
        try {
            if (!simulation.accountSid().equals(request.pathParameters().get("account"))) {
                throw ApiError.notFound(request.path());
            }
            return operation.handle(request, parameters(request)).exceptionally(RestApi::refused);
        } catch (ApiError refused) {
            return done(refused.response());
        } catch (BadRequestException broken) {
            return done(
                    ApiError.invalid(20001, String.valueOf(broken.getMessage())).response());
        }
    }

    private static HttpResponse refused(Throwable failure) {
        Throwable cause = failure instanceof CompletionException ? failure.getCause() : failure;
        if (cause instanceof ApiError refused) {
            return refused.response();
        }
        throw new CompletionException(cause);
    }

    private static FormParameters parameters(HttpRequest request) {
        return request.method().equals("POST") ? FormParameters.ofBody(request) : FormParameters.parse(request.query());
    }

    private void note(HttpRequest request, @Nullable HttpResponse response) {
        log.add(new RestExchange(
                request.method(), request.path(), readable(request), response == null ? 0 : response.status()));
    }

    /** The parameters; none if they are broken, of which the answer has told. */
    private static FormParameters readable(HttpRequest request) {
        try {
            return parameters(request);
        } catch (BadRequestException broken) {
            return new FormParameters(Map.of());
        }
    }
}
