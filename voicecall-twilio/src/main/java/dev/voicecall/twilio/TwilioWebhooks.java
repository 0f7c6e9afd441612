package dev.voicecall.twilio;

import dev.voicecall.spi.CallGateway.Listener;
import dev.voicecall.spi.FormParameters;
import dev.voicecall.spi.HttpRequest;
import dev.voicecall.spi.HttpResponse;
import dev.voicecall.spi.WebServer;
import dev.voicecall.spi.WebSocketAcceptor.Decision;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CompletionStage;
import java.util.function.Supplier;
import org.jspecify.annotations.Nullable;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * The doors by which Twilio comes in: proves that it is Twilio, and brings each request to its call.
 *
 * <p>A request about a call that is not there (any more) is answered by hanging up. Safe for use by many threads.
 */
final class TwilioWebhooks {
    private static final Logger LOG = LoggerFactory.getLogger(TwilioWebhooks.class);
    private static final FormParameters NO_FORM = new FormParameters(Map.of());

    private final Supplier<TwilioLeg.Context> context;
    private final Supplier<TwilioMessenger> messenger;
    private final @Nullable TwilioSignature signature;
    private final Listener incoming;

    /**
     * @param context known once the server has started, and so by the first request
     * @param messenger likewise
     * @param signature null to take every request for Twilio's
     */
    TwilioWebhooks(
            Supplier<TwilioLeg.Context> context,
            Supplier<TwilioMessenger> messenger,
            @Nullable TwilioSignature signature,
            Listener incoming) {
        this.context = context;
        this.messenger = messenger;
        this.signature = signature;
        this.incoming = incoming;
    }

    void mount(WebServer server, TwilioRoutes routes) {
        for (String path : Set.copyOf(List.of(routes.incoming(), routes.outbound()))) {
            // A number's voice URL may be set to be fetched either way.
            for (String method : List.of("GET", "POST")) {
                server.route(
                        method, path, request -> read(request).map(this::voice).orElseGet(() -> forbidden(request)));
            }
        }
        server.route("POST", routes.action(), request -> read(request)
                .map(this::action)
                .orElseGet(() -> forbidden(request)));
        server.route("POST", routes.status(), request -> read(request)
                .map(this::status)
                .orElseGet(() -> forbidden(request)));
        server.route("POST", routes.recording(), request -> read(request)
                .map(this::recording)
                .orElseGet(() -> forbidden(request)));
        server.route("POST", routes.messageStatus(), request -> read(request)
                .map(this::messageStatus)
                .orElseGet(() -> forbidden(request)));
        for (String method : List.of("GET", "POST")) {
            server.route(method, routes.message(), request -> read(request)
                    .map(this::message)
                    .orElseGet(() -> forbidden(request)));
        }
        try {
            server.socket(routes.stream() + "/{token}", this::stream);
        } catch (UnsupportedOperationException noWebSockets) {
            LOG.info("There will be no media streams: {}", noWebSockets.getMessage());
        }
    }

    /** Empty if the request isn't Twilio's. */
    private Optional<Webhook> read(HttpRequest request) {
        FormParameters form = FormParameters.ofBody(request);
        FormParameters query = FormParameters.parse(request.query());
        return isGenuine(context.get().config().publicUrl() + request.target(), request, form)
                ? Optional.of(new Webhook(query, request.method().equals("GET") ? query : form))
                : Optional.empty();
    }

    private boolean isGenuine(String url, HttpRequest request, FormParameters form) {
        if (signature == null) {
            return true;
        }
        String given = request.header("X-Twilio-Signature").orElse("");
        return signature.isValid(url, form, given);
    }

    private static CompletionStage<HttpResponse> forbidden(HttpRequest request) {
        return CompletableFuture.completedFuture(forbidden(request.path()));
    }

    private static HttpResponse forbidden(String path) {
        LOG.warn(
                "Refused a request to {}: its X-Twilio-Signature is missing or wrong. If it was Twilio's, the public URL or"
                        + " the auth token is not the one that Twilio uses.",
                path);
        return HttpResponse.of(403, "text/plain", "Forbidden");
    }

    /** A media stream. Its signature comes first, so that nobody else can use up a token. */
    private Decision stream(HttpRequest handshake) {
        TwilioConfig config = context.get().config();
        if (!isGenuine(config.webSocketBase() + handshake.target(), handshake, NO_FORM)) {
            return new Decision.Refuse(forbidden(config.routes().stream()));
        }
        String token = handshake.pathParameters().getOrDefault("token", "");
        return registry()
                .takeStream(token)
                .<Decision>map(connect -> new Decision.Accept(connect.get()))
                .orElseGet(() -> new Decision.Refuse(HttpResponse.of(404, "text/plain", "Not found")));
    }

    private CompletionStage<HttpResponse> voice(Webhook webhook) {
        Optional<TwilioLeg> leg = webhook.token().isPresent()
                ? byToken(webhook)
                : webhook.callSid()
                        .filter(sid -> webhook.isInbound() && !registry().refuses(sid))
                        .map(sid -> inbound(sid, webhook));
        return leg.map(known -> known.onVoice(webhook)).orElseGet(TwilioWebhooks::unknownCall);
    }

    private CompletionStage<HttpResponse> action(Webhook webhook) {
        return byToken(webhook).map(leg -> leg.onVoice(webhook)).orElseGet(TwilioWebhooks::unknownCall);
    }

    private CompletionStage<HttpResponse> status(Webhook webhook) {
        Optional<TwilioLeg> bySid = webhook.callSid().flatMap(registry()::bySid);
        Optional<TwilioLeg> leg =
                webhook.isOfConference() ? bySid : byToken(webhook).or(() -> bySid);
        leg.ifPresentOrElse(known -> known.onReport(webhook), () -> neverCame(webhook));
        return CompletableFuture.completedFuture(HttpResponse.of(204));
    }

    /** Who hangs up at once may be reported before the call comes in, which is not to wait for an end then. */
    private void neverCame(Webhook webhook) {
        if (webhook.isInbound()
                && webhook.callStatus().filter(CallStatus::isTerminal).isPresent()) {
            webhook.callSid().ifPresent(registry()::ended);
        }
    }

    private CompletionStage<HttpResponse> recording(Webhook webhook) {
        RecordingReport.read(webhook.form()).ifPresent(recording -> {
            registry().bySid(recording.callId()).ifPresent(leg -> leg.onRecording(recording));
            incoming.onRecording(recording);
        });
        return CompletableFuture.completedFuture(HttpResponse.of(204));
    }

    private CompletionStage<HttpResponse> message(Webhook webhook) {
        return CompletableFuture.completedFuture(messenger.get().incoming().take(webhook.form()));
    }

    private CompletionStage<HttpResponse> messageStatus(Webhook webhook) {
        messenger.get().onStatus(webhook);
        return CompletableFuture.completedFuture(HttpResponse.of(204));
    }

    private Optional<TwilioLeg> byToken(Webhook webhook) {
        return webhook.token().flatMap(registry()::byToken);
    }

    private LegRegistry registry() {
        return context.get().registry();
    }

    private TwilioLeg inbound(String callSid, Webhook webhook) {
        TwilioLeg leg = TwilioLeg.inbound(
                context.get(),
                callSid,
                webhook.from().orElse("anonymous"),
                webhook.to().orElse(""));
        Optional<TwilioLeg> already = registry().identifyIfAbsent(callSid, leg);
        if (already.isEmpty()) {
            incoming.onIncoming(leg);
        }
        return already.orElse(leg);
    }

    private static CompletionStage<HttpResponse> unknownCall() {
        return CompletableFuture.completedFuture(HttpResponse.of(200, "text/xml", Twiml.hangUp()));
    }
}
