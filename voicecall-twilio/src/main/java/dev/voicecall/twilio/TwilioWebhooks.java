package dev.voicecall.twilio;

import dev.voicecall.spi.CallGateway.IncomingCalls;
import dev.voicecall.spi.FormParameters;
import dev.voicecall.spi.HttpRequest;
import dev.voicecall.spi.HttpResponse;
import dev.voicecall.spi.WebServer;
import java.util.Optional;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CompletionStage;
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

    private final TwilioLeg.Context context;
    private final @Nullable TwilioSignature signature;
    private final IncomingCalls incoming;

    /** @param signature null to take every request for Twilio's */
    TwilioWebhooks(TwilioLeg.Context context, @Nullable TwilioSignature signature, IncomingCalls incoming) {
        this.context = context;
        this.signature = signature;
        this.incoming = incoming;
    }

    void mount(WebServer server) {
        TwilioRoutes routes = context.config().routes();
        server.route("POST", routes.voice(), request -> read(request)
                .map(this::voice)
                .orElseGet(() -> forbidden(request)));
        server.route("POST", routes.action(), request -> read(request)
                .map(this::action)
                .orElseGet(() -> forbidden(request)));
        server.route("POST", routes.status(), request -> read(request)
                .map(this::status)
                .orElseGet(() -> forbidden(request)));
    }

    /** Empty if the request isn't Twilio's. */
    private Optional<Webhook> read(HttpRequest request) {
        FormParameters form = FormParameters.ofBody(request);
        return isGenuine(request, form)
                ? Optional.of(new Webhook(FormParameters.parse(request.query()), form))
                : Optional.empty();
    }

    private boolean isGenuine(HttpRequest request, FormParameters form) {
        if (signature == null) {
            return true;
        }
        String given = request.header("X-Twilio-Signature").orElse("");
        return signature.isValid(context.config().publicUrl() + request.target(), form, given);
    }

    private static CompletionStage<HttpResponse> forbidden(HttpRequest request) {
        LOG.warn(
                "Refused a request to {}: its X-Twilio-Signature is missing or wrong. If it was Twilio's, the public URL or"
                        + " the auth token is not the one that Twilio uses.",
                request.path());
        return CompletableFuture.completedFuture(HttpResponse.of(403, "text/plain", "Forbidden"));
    }

    private CompletionStage<HttpResponse> voice(Webhook webhook) {
        Optional<TwilioLeg> leg = webhook.token().isPresent()
                ? webhook.token().flatMap(context.registry()::byToken)
                : webhook.callSid().filter(sid -> webhook.isInbound()).map(sid -> inbound(sid, webhook));
        return leg.map(known -> known.onVoice(webhook)).orElseGet(TwilioWebhooks::unknownCall);
    }

    private TwilioLeg inbound(String callSid, Webhook webhook) {
        TwilioLeg leg = TwilioLeg.inbound(
                context,
                callSid,
                webhook.from().orElse("anonymous"),
                webhook.to().orElse(""));
        Optional<TwilioLeg> already = context.registry().identifyIfAbsent(callSid, leg);
        if (already.isEmpty()) {
            incoming.offer(leg);
        }
        return already.orElse(leg);
    }

    private CompletionStage<HttpResponse> action(Webhook webhook) {
        return webhook.token()
                .flatMap(context.registry()::byToken)
                .map(leg -> leg.onVoice(webhook))
                .orElseGet(TwilioWebhooks::unknownCall);
    }

    private CompletionStage<HttpResponse> status(Webhook webhook) {
        webhook.token()
                .flatMap(context.registry()::byToken)
                .or(() -> webhook.callSid().flatMap(context.registry()::bySid))
                .ifPresent(leg -> leg.onReport(webhook));
        return CompletableFuture.completedFuture(HttpResponse.of(204));
    }

    private static CompletionStage<HttpResponse> unknownCall() {
        return CompletableFuture.completedFuture(HttpResponse.of(200, "text/xml", Twiml.hangUp()));
    }
}
