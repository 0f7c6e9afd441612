package dev.voicecall.examples;

import dev.voicecall.CallScript;
import dev.voicecall.EventLog;
import dev.voicecall.VoiceCalls;
import dev.voicecall.VoiceCallsBuilder;
import dev.voicecall.netty.NettyWebServer;
import dev.voicecall.spi.CallStore;
import dev.voicecall.spi.HttpHandler;
import dev.voicecall.spi.HttpRequest;
import dev.voicecall.spi.HttpResponse;
import dev.voicecall.spi.Scheduler;
import dev.voicecall.spi.WebServer;
import dev.voicecall.twilio.TwilioCallGateway;
import dev.voicecall.twilio.TwilioRoutes;
import java.net.URI;
import java.time.Clock;
import java.time.Duration;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CompletionStage;
import java.util.function.Consumer;

/**
 * What a service by phone stands on: calls over Twilio, and a web server for Twilio's webhooks and for clients, who need the
 * key and, if they are pages, an origin that is allowed. {@code GET /} tells everybody whether it is well.
 *
 * <p>Routes come first, then it is {@linkplain #start started}. Safe for use by many threads.
 */
final class PhoneServer implements AutoCloseable {
    /** Shorter than what process managers give a program between the request to stop and the end, mostly 30 s. */
    static final Duration DRAIN_TIMEOUT = Duration.ofSeconds(20);

    private final ServiceConfig config;
    private final Cors cors;
    private final BearerAuth auth;
    private final ConsoleAccess access;
    private final WebServer server;
    private final Scheduler scheduler = Scheduler.system();
    private final CallConsole console;
    private final CompletableFuture<TwilioCallGateway> gateway = new CompletableFuture<>();
    private final CompletableFuture<VoiceCalls> calls = new CompletableFuture<>();

    PhoneServer(ServiceConfig config) {
        this(config, CallStore.inMemory());
    }

    /** @param store where the records of calls are */
    PhoneServer(ServiceConfig config, CallStore store) {
        this.config = config;
        this.cors = new Cors(config.corsOrigins());
        this.auth = new BearerAuth(config.apiKey());
        this.server = NettyWebServer.on(config.host(), config.port());
        server.route("GET", "/", this::health);
        this.access = new ConsoleAccess(config.apiKey(), config.corsOrigins(), config.publicUrl(), Clock.systemUTC());
        this.console = new CallConsole(access, server, scheduler, store, config.relayMedia());
        calls.thenAccept(console::started);
    }

    /** Has an agent answer whoever calls, and whoever talks to it from the console. */
    void answeredBy(CallScript<?> agent) {
        console.answeredBy(agent);
        calls.thenAccept(started -> started.onIncoming(agent));
    }

    /** Time and threads; they end with the server. */
    Scheduler scheduler() {
        return scheduler;
    }

    /** Mounts a handler for clients. */
    void route(String method, String path, HttpHandler handler) {
        server.route(method, path, access.aroundName(cors.around(auth.around(handler))));
        server.route("OPTIONS", path, cors.preflight(method));
    }

    /**
     * Begins to serve.
     *
     * @param routes where Twilio's webhooks arrive
     * @param settings of the calls, beyond those of the configuration
     * @throws dev.voicecall.VoiceCallException if something is wrong with what Twilio needs, or the port can't be had
     */
    void start(TwilioRoutes routes, Consumer<VoiceCallsBuilder> settings) {
        TwilioCallGateway twilio = TwilioCallGateway.builder()
                .environment(config.twilio())
                .routes(routes)
                .webServer(server)
                .build();
        VoiceCallsBuilder builder = VoiceCalls.builder(twilio)
                .scheduler(scheduler)
                .allowPrefixes(config.allowedPrefixes().toArray(String[]::new))
                .maxCallsPerMinute(config.maxCallsPerMinute())
                .drainTimeout(DRAIN_TIMEOUT);
        builder.listener(EventLog.listener(Clock.systemUTC()));
        console.watch(builder);
        settings.accept(builder);
        VoiceCalls started = builder.build();
        gateway.complete(twilio);
        calls.complete(started);
    }

    /** Completes when it has started. */
    CompletionStage<VoiceCalls> calls() {
        return calls;
    }

    /** What the calls go over; there once it has {@linkplain #calls started}. */
    TwilioCallGateway gateway() {
        return gateway.join();
    }

    /** Where it listens on this machine. */
    URI address() {
        return server.start();
    }

    /** Takes no more requests, lets calls come to their end for a while, hangs up what is left, and answers them all. */
    @Override
    public void close() {
        calls.join().close();
        console.close();
        server.close();
        scheduler.close();
    }

    private CompletionStage<HttpResponse> health(HttpRequest request) {
        return calls.thenApply(started ->
                Json.response(200, Json.object().put("status", "ok").put("open_calls", started.openCalls())));
    }
}
