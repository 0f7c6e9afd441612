package dev.voicecall.examples;

import dev.voicecall.CallEvents;
import dev.voicecall.CallListener;
import dev.voicecall.LiveCall;
import dev.voicecall.TurnTaking;
import dev.voicecall.VoiceAgent;
import dev.voicecall.spi.FallbackResponder;
import dev.voicecall.spi.FallbackSpeechToText;
import dev.voicecall.spi.FallbackTextToSpeech;
import dev.voicecall.spi.HttpRequest;
import dev.voicecall.spi.HttpResponse;
import dev.voicecall.spi.Responder;
import dev.voicecall.spi.Scheduler;
import dev.voicecall.spi.SpeechToText;
import dev.voicecall.spi.TextToSpeech;
import dev.voicecall.twilio.TwilioRoutes;
import java.net.URI;
import java.time.Clock;
import java.util.Optional;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CompletionStage;

/**
 * An agent that calls and is called, as a web service.
 *
 * <ul>
 *   <li>{@code POST /make-call}: see {@link PlaceCallHandler}
 *   <li>{@code POST /interrupt-call/{call_sid}}: the agent falls silent and waits for words
 *   <li>{@code GET /calls}: calls under way and calls that are over; see {@link CallLog}
 *   <li>{@code WS /events}, {@code GET /console}: the same as it happens; see {@link CallConsole}
 *   <li>{@code POST /voice/incoming}, {@code /voice/outbound}, {@code /voice/next}, {@code /call-status}, and below
 *       {@code /media} the media streams: for Twilio
 *   <li>{@code GET /}: whether it is well
 * </ul>
 *
 * <p>Safe for use by many threads.
 */
final class AssistantService implements AutoCloseable {
    static final String INCOMING = "/voice/incoming";
    static final String STATUS = "/call-status";

    private static final TwilioRoutes ROUTES =
            new TwilioRoutes(INCOMING, "/voice/outbound", "/voice/next", STATUS, "/media");
    private static final int MAX_CALLS = 20;

    /** What an agent is made of. Immutable. */
    record Parts(SpeechToText ear, Responder brain, TextToSpeech voice) {
        /** The same, each with another one that stands in when it fails. */
        Parts orElse(Parts others, Scheduler time) {
            return new Parts(
                    FallbackSpeechToText.of(ear, others.ear),
                    FallbackResponder.of(time, brain, others.brain),
                    FallbackTextToSpeech.of(time, voice, others.voice));
        }

        VoiceAgent agent(Optional<String> firstWords, TurnTaking turnTaking) {
            return VoiceAgent.builder()
                    .speechToText(ear)
                    .responder(brain)
                    .textToSpeech(voice)
                    .turnTaking(turnTaking)
                    .greeting(firstWords.orElse(Receptionist.GREETING))
                    .build();
        }
    }

    private final PhoneServer phone;
    private final CallLog log = new CallLog();

    private AssistantService(AssistantConfig config, Parts parts, CallListener listener) {
        phone = new PhoneServer(config.service());
        phone.route(
                "POST",
                "/make-call",
                new PlaceCallHandler(phone.calls(), firstWords -> parts.agent(firstWords, config.turnTaking())));
        phone.route("POST", "/interrupt-call/{call_sid}", this::interrupt);
        phone.route("GET", "/calls", request -> CompletableFuture.completedFuture(Json.response(200, log.snapshot())));
        VoiceAgent receptionist = parts.agent(Optional.empty(), config.turnTaking());
        phone.answeredBy(receptionist);
        phone.start(ROUTES, calls -> calls.listener(new CallEvents(Clock.systemUTC(), log::add))
                .listener(listener)
                .maxConcurrentCalls(MAX_CALLS));
    }

    /**
     * Starts the service.
     *
     * @throws dev.voicecall.VoiceCallException if something is wrong with what Twilio needs, or the port can't be had
     */
    static AssistantService start(AssistantConfig config, Parts parts) {
        return start(config, parts, new CallListener() {});
    }

    /** As {@link #start(AssistantConfig, Parts)}, with somebody who hears of all calls. */
    static AssistantService start(AssistantConfig config, Parts parts, CallListener listener) {
        return new AssistantService(config, parts, listener);
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

    private CompletionStage<HttpResponse> interrupt(HttpRequest request) {
        String sid = request.pathParameters().getOrDefault("call_sid", "");
        if (!log.isActive(sid)) {
            return CompletableFuture.completedFuture(Json.error(404, "There is no call under way with that call_sid."));
        }
        return phone.calls()
                .thenCompose(calls -> calls.live(sid)
                        .map(LiveCall::interrupt)
                        .orElseGet(() -> CompletableFuture.completedFuture(false)))
                .thenApply(interrupted -> Json.response(
                        200, Json.object().put("success", true).put("interrupted", (boolean) interrupted)));
    }
}
