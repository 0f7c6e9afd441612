package dev.voicecall.examples;

import dev.voicecall.CallListener;
import dev.voicecall.CallScript;
import dev.voicecall.EventLog;
import dev.voicecall.VoiceAgent;
import dev.voicecall.VoiceCalls;
import dev.voicecall.VoiceCallsBuilder;
import dev.voicecall.netty.NettyWebServer;
import dev.voicecall.openai.RealtimeSettings;
import dev.voicecall.spi.CallStore;
import dev.voicecall.spi.HttpRequest;
import dev.voicecall.spi.HttpResponse;
import dev.voicecall.spi.Scheduler;
import dev.voicecall.spi.Tool;
import dev.voicecall.spi.WebServer;
import dev.voicecall.twilio.TwilioCallGateway;
import dev.voicecall.twilio.TwilioRoutes;
import java.net.URI;
import java.time.Clock;
import java.time.Duration;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CompletionStage;

/**
 * A phone number that a realtime model answers. In one line:
 *
 * <pre>{@code
 * try (RealtimeService phone = RealtimeService.start(System.getenv())) { Thread.currentThread().join(); }
 * }</pre>
 *
 * <ul>
 *   <li>{@code GET} and {@code POST /}: where a call begins; TwiML for Twilio: a greeting, a pause, {@code <Connect><Stream>}
 *   <li>{@code WS /media-stream/{token}}: the sound of a call; for Twilio
 *   <li>{@code POST /next}, {@code /call-status}: for Twilio
 *   <li>{@code GET /status}: a page for people
 *   <li>{@code GET /console}: to watch calls, and to talk to the model; see {@link CallConsole}
 * </ul>
 *
 * <p>What the model can do besides talking is in {@link RealtimeTools}. Safe for use by many threads.
 */
public final class RealtimeService implements AutoCloseable {
    static final String INCOMING = "/";
    static final String STATUS = "/call-status";

    private static final TwilioRoutes ROUTES = new TwilioRoutes(INCOMING, "/next", STATUS, "/media-stream");
    private static final String WELCOME = "Please wait while we connect your call to the assistant.";
    private static final String INSTRUCTIONS = """
            You are a friendly assistant on the telephone. Speak in short sentences, without lists or symbols.
            Say what you are about to do before you use a tool. When the caller says goodbye, say goodbye and hang up.""";

    private final RealtimeConfig config;
    private final WebServer server;
    private final Scheduler scheduler = Scheduler.system();
    private final Optional<CallConsole> console;
    private final CompletableFuture<VoiceCalls> calls = new CompletableFuture<>();

    private RealtimeService(RealtimeConfig config, CallListener listener) {
        this.config = config;
        this.server = NettyWebServer.on(config.host(), config.port());
        server.route("GET", "/status", this::status);
        TwilioCallGateway gateway = TwilioCallGateway.builder()
                .environment(config.twilio())
                .routes(ROUTES)
                .webServer(server)
                .build();
        VoiceAgent agent = agent();
        CallScript<?> script = call -> {
            call.say(WELCOME);
            call.pause(Duration.ofSeconds(1));
            call.converse(agent);
            return null;
        };
        this.console = console(config, script);
        VoiceCallsBuilder settings = VoiceCalls.builder(gateway)
                .scheduler(scheduler)
                .maxConcurrentCalls(config.maxCalls())
                .listener(EventLog.listener(Clock.systemUTC()))
                .listener(listener);
        console.ifPresent(watching -> watching.watch(settings));
        VoiceCalls started = settings.build();
        started.onIncoming(script);
        console.ifPresent(watching -> watching.started(started));
        calls.complete(started);
    }

    private Optional<CallConsole> console(RealtimeConfig config, CallScript<?> script) {
        if (!config.hasConsole()) {
            return Optional.empty();
        }
        ConsoleAccess access = new ConsoleAccess(config.apiKey(), Set.of(), config.publicUrl(), Clock.systemUTC());
        CallConsole made = new CallConsole(access, server, scheduler, CallStore.inMemory(), config.relayMedia());
        made.answeredBy(script);
        return Optional.of(made);
    }

    private VoiceAgent agent() {
        RealtimeSettings settings = RealtimeSettings.builder(INSTRUCTIONS)
                .tools(RealtimeTools.ALL.toArray(Tool[]::new))
                .build();
        return VoiceAgent.speechToSpeech(config.openAi().realtime(settings));
    }

    /**
     * Answers calls from now on.
     *
     * @param environment {@code OPENAI_API_KEY}, {@code TWILIO_ACCOUNT_SID}, {@code TWILIO_AUTH_TOKEN},
     *     {@code TWILIO_PHONE_NUMBER}, {@code PUBLIC_URL} (or an ngrok agent on this machine), and if need be {@code PORT},
     *     8090 by default
     * @throws RuntimeException if one is missing or wrong, or the port can't be had; the message says which
     */
    public static RealtimeService start(Map<String, String> environment) {
        return start(RealtimeConfig.of(environment, true), new CallListener() {});
    }

    static RealtimeService start(RealtimeConfig config, CallListener listener) {
        return new RealtimeService(config, listener);
    }

    /** Where it listens on this machine. */
    public URI address() {
        return server.start();
    }

    /** Takes no more calls, lets those under way come to their end for a while, and hangs up what is left. */
    @Override
    public void close() {
        calls.join().close();
        console.ifPresent(CallConsole::close);
        server.close();
        scheduler.close();
    }

    private CompletionStage<HttpResponse> status(HttpRequest request) {
        return calls.thenApply(started -> HttpResponse.of(200, "text/html", """
                <!doctype html>
                <html lang="en">
                <head><meta charset="utf-8"><title>voicecall realtime</title></head>
                <body>
                <h1>The assistant answers the phone</h1>
                <p>%d of at most %d calls are under way. %s</p>
                <p>Set the voice URL of your number at Twilio to the public URL of this page without its path.</p>
                </body>
                </html>
                """.formatted(
                                started.openCalls(),
                                config.maxCalls(),
                                console.isPresent()
                                        ? "<a href=\"console\">Watch them, and talk to the assistant.</a>"
                                        : "Set API_KEY to have a console to watch them."))
                .with("Cache-Control", "no-store"));
    }
}
