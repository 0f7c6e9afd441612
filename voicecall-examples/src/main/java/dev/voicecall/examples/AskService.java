package dev.voicecall.examples;

import dev.voicecall.VoiceCalls;
import dev.voicecall.netty.NettyWebServer;
import dev.voicecall.spi.HttpHandler;
import dev.voicecall.spi.HttpRequest;
import dev.voicecall.spi.HttpResponse;
import dev.voicecall.spi.WebServer;
import dev.voicecall.twilio.TwilioCallGateway;
import dev.voicecall.twilio.TwilioRoutes;
import java.net.URI;
import java.time.Duration;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CompletionStage;

/**
 * Questions by phone as a web service.
 *
 * <ul>
 *   <li>{@code POST /make-call} with {@code {"number": …, "prompt": …, "timeout_seconds": …}}: see {@link MakeCallHandler}
 *   <li>{@code POST /voice-logic}, {@code /handle-recording} and {@code /call-status}, and WebSockets below
 *       {@code /stream}: for Twilio
 *   <li>{@code GET /}: whether it is well
 * </ul>
 *
 * <p>Safe for use by many threads.
 */
final class AskService implements AutoCloseable {
    /** Shorter than what process managers give a program between the request to stop and the end, mostly 30 s. */
    private static final Duration DRAIN_TIMEOUT = Duration.ofSeconds(20);

    private final CompletableFuture<VoiceCalls> calls = new CompletableFuture<>();
    private final WebServer server;
    private final URI address;

    private AskService(ServiceConfig config, Duration drainTimeout) {
        server = NettyWebServer.on(config.host(), config.port());
        mount(config);
        TwilioCallGateway gateway = TwilioCallGateway.builder()
                .environment(config.twilio())
                .routes(new TwilioRoutes("/voice-logic", "/handle-recording", "/call-status", "/stream"))
                .webServer(server)
                .build();
        calls.complete(VoiceCalls.builder(gateway)
                .allowPrefixes(config.allowedPrefixes().toArray(String[]::new))
                .maxCallsPerMinute(config.maxCallsPerMinute())
                .drainTimeout(drainTimeout)
                .build());
        address = server.start();
    }

    /**
     * Starts the service.
     *
     * @throws dev.voicecall.VoiceCallException if something is wrong with what Twilio needs, or the port can't be had
     */
    static AskService start(ServiceConfig config) {
        return new AskService(config, DRAIN_TIMEOUT);
    }

    /** As {@link #start(ServiceConfig)}, with so much time for calls that are under way when it is closed. */
    static AskService start(ServiceConfig config, Duration drainTimeout) {
        return new AskService(config, drainTimeout);
    }

    /** Where it listens on this machine. */
    URI address() {
        return address;
    }

    /** How many calls are under way. */
    int openCalls() {
        return calls.join().openCalls();
    }

    /** Takes no more requests, lets calls come to their end for a while, hangs up what is left, and answers them all. */
    @Override
    public void close() {
        calls.join().close();
        server.close();
    }

    private void mount(ServiceConfig config) {
        Cors cors = new Cors(config.corsOrigins());
        HttpHandler makeCall = new BearerAuth(config.apiKey(), new MakeCallHandler(calls));
        server.route("POST", "/make-call", cors.around(makeCall));
        server.route("OPTIONS", "/make-call", cors::preflight);
        server.route("GET", "/", this::health);
    }

    private CompletionStage<HttpResponse> health(HttpRequest request) {
        return calls.thenApply(started ->
                Json.response(200, Json.object().put("status", "ok").put("open_calls", started.openCalls())));
    }
}
