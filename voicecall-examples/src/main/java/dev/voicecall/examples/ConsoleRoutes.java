package dev.voicecall.examples;

import dev.voicecall.CallRecord;
import dev.voicecall.VoiceCalls;
import dev.voicecall.spi.HttpHandler;
import dev.voicecall.spi.HttpRequest;
import dev.voicecall.spi.HttpResponse;
import dev.voicecall.spi.WebServer;
import java.time.Clock;
import java.util.Optional;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.Executor;
import java.util.function.Function;

/**
 * The console: a page on which a service's calls can be watched, and what that page asks for.
 *
 * <ul>
 *   <li>{@code GET /console}: the page; its parts are below
 *   <li>{@code GET /console/session}: whether one has to log in; {@code POST} with the key logs in, {@code DELETE} out
 *   <li>{@code GET /console/calls}: calls, the newest first; see {@link CallListRequest}
 *   <li>{@code GET /console/calls/{id}}: all about a call, as of now
 * </ul>
 *
 * <p>Safe for use by many threads.
 */
final class ConsoleRoutes {
    static final String PAGE = "/console";
    private static final int MAX_QUERIES = 32;

    private final ConsoleAccess access;
    private final CallConsole console;
    private final Executor worker;
    private final Clock clock;

    /** @param worker whose threads may be blocked */
    ConsoleRoutes(ConsoleAccess access, CallConsole console, Executor worker, Clock clock) {
        this.access = access;
        this.console = console;
        this.worker = worker;
        this.clock = clock;
    }

    void mount(WebServer server) {
        ConsoleFiles files = new ConsoleFiles();
        ConsoleLogin login = new ConsoleLogin(access, () -> console.phone().isPresent(), console.relaysMedia());
        server.route("GET", PAGE, now(files::index));
        ConsoleFiles.PARTS.forEach(
                name -> server.route("GET", PAGE + "/" + name, now(request -> files.part(name, request))));
        server.route("GET", PAGE + "/session", now(login::state));
        server.route("POST", PAGE + "/session", now(login::open));
        server.route("DELETE", PAGE + "/session", now(login::close));
        server.route("GET", PAGE + "/calls", query(this::list));
        server.route("GET", PAGE + "/calls/{id}", query(this::details));
    }

    private HttpHandler query(WorkerHandler.Work work) {
        HttpHandler handler = access.around(new WorkerHandler(worker, MAX_QUERIES, work));
        return request -> handler.handle(request).thenApply(ConsoleFiles::secured);
    }

    private HttpResponse list(HttpRequest request) {
        return CallListRequest.answer(started(), request);
    }

    /** The time is taken first: what is not in the answer has happened later. */
    private HttpResponse details(HttpRequest request) {
        String asOf = clock.instant().toString();
        return record(request.pathParameters().getOrDefault("id", ""))
                .map(call -> Json.response(200, CallJson.details(call).put("as_of", asOf)))
                .orElseGet(() -> Json.error(404, "There is no such call."));
    }

    /** The line of the page's own telephone knows more of its calls than the store, as long as they last. */
    private Optional<CallRecord> record(String id) {
        Optional<VoiceCalls> phone = console.phone().flatMap(ConsolePhone::calls);
        Optional<CallRecord> record = started().record(id);
        return phone.flatMap(
                        calls -> calls.record(id).filter(call -> call.outcome().isEmpty() && isLive(call, calls)))
                .or(() -> record);
    }

    private static boolean isLive(CallRecord call, VoiceCalls calls) {
        return call.callId().flatMap(calls::live).isPresent();
    }

    private VoiceCalls started() {
        return console.calls().toCompletableFuture().join();
    }

    private static HttpHandler now(Function<HttpRequest, HttpResponse> answer) {
        return request -> CompletableFuture.completedFuture(ConsoleFiles.secured(answer.apply(request)));
    }
}
