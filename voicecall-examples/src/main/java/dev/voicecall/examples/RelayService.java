package dev.voicecall.examples;

import com.fasterxml.jackson.databind.node.ObjectNode;
import dev.voicecall.CallOptions;
import dev.voicecall.CaptureOptions;
import dev.voicecall.spi.FormParameters;
import dev.voicecall.spi.HttpRequest;
import dev.voicecall.spi.HttpResponse;
import dev.voicecall.spi.SpeechToText;
import dev.voicecall.twilio.TwilioAccessTokens;
import dev.voicecall.twilio.TwilioRoutes;
import java.net.URI;
import java.util.Optional;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CompletionStage;

/**
 * Calls that are relayed live to browsers, as a web service.
 *
 * <ul>
 *   <li>{@code POST /make-call} with {@code to}, as a form or JSON: calls somebody, and answers as soon as it rings there
 *   <li>{@code GET /token?identity=}: an access token for a softphone, whose calls go on to the number that it asks for
 *   <li>Socket.IO at {@code /socket.io/}, {@code WS /events}, and the page {@code GET /console}: both sides' sound and words of calls, and
 *       what happens on them, as it happens
 *   <li>{@code POST /voice}, {@code /voice/next}, {@code /call-status}, and below {@code /stream} the media streams: for Twilio
 *   <li>{@code GET /}: whether it is well
 * </ul>
 *
 * <p>Safe for use by many threads.
 */
final class RelayService implements AutoCloseable {
    static final String VOICE = "/voice";
    static final String STATUS = "/call-status";

    private static final TwilioRoutes ROUTES = new TwilioRoutes(VOICE, "/voice/next", STATUS, "/stream");
    private static final int MAX_CALLS = 20;
    private static final long MAX_CAPTURED_BYTES = 1_000_000_000;

    private final RelayConfig config;
    private final PhoneServer phone;
    private final RelayScript script;
    private final CallOptions options;

    private RelayService(RelayConfig config, Optional<SpeechToText> ear) {
        this.config = config;
        this.phone = new PhoneServer(config.service());
        this.script = new RelayScript(config.longestCall(), config.service().allowedPrefixes());
        this.options = CallOptions.builder().maxDuration(config.longestCall()).build();
        phone.route("POST", "/make-call", this::makeCall);
        phone.route("GET", "/token", this::token);
        phone.calls().thenAccept(calls -> calls.onIncoming(script));
        phone.start(ROUTES, calls -> {
            calls.defaults(options).maxConcurrentCalls(MAX_CALLS);
            ear.ifPresent(calls::transcribeCalls);
            config.captures()
                    .ifPresent(directory -> calls.recordTo(
                            CaptureOptions.in(directory).withSides().withMaxBytes(MAX_CAPTURED_BYTES)));
        });
    }

    /**
     * Starts the service.
     *
     * @param ear to transcribe both sides with; empty not to
     * @throws dev.voicecall.VoiceCallException if something is wrong with what Twilio needs, or the port can't be had
     */
    static RelayService start(RelayConfig config, Optional<SpeechToText> ear) {
        return new RelayService(config, ear);
    }

    /** Where it listens on this machine. */
    URI address() {
        return phone.address();
    }

    /** See {@link PhoneServer#close()}. */
    @Override
    public void close() {
        phone.close();
    }

    private CompletionStage<HttpResponse> makeCall(HttpRequest request) {
        return phone.calls()
                .thenCompose(calls -> Refusals.answered(() -> PlacedCall.place(
                                calls,
                                RequestFields.ofForm(request.body(), "to").phoneNumber("to"),
                                script,
                                options)
                        .thenApply(RelayService::placed)));
    }

    private static HttpResponse placed(PlacedCall call) {
        ObjectNode json = Json.object().put("call_sid", call.sid().orElse(null)).put("status", call.status());
        call.error().ifPresent(error -> json.put("error", error));
        return Json.response(200, json);
    }

    private CompletionStage<HttpResponse> token(HttpRequest request) {
        return CompletableFuture.completedFuture(
                config.tokens()
                        .map(tokens -> token(
                                tokens,
                                FormParameters.parse(request.query())
                                        .first("identity")
                                        .orElse("")))
                        .orElseGet(
                                () -> Json.error(
                                        503,
                                        "There are no tokens: set TWILIO_APP_SID, TWILIO_API_KEY and TWILIO_API_SECRET, and start again.")));
    }

    private static HttpResponse token(TwilioAccessTokens tokens, String identity) {
        try {
            return Json.response(200, Json.object().put("identity", identity).put("token", tokens.create(identity)));
        } catch (IllegalArgumentException e) {
            return Json.error(400, String.valueOf(e.getMessage()));
        }
    }
}
