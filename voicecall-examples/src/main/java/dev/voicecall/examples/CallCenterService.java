package dev.voicecall.examples;

import com.fasterxml.jackson.databind.node.ObjectNode;
import dev.voicecall.CallListener;
import dev.voicecall.CallOptions;
import dev.voicecall.CallPage;
import dev.voicecall.CallQuery;
import dev.voicecall.CallRecord;
import dev.voicecall.ControlResult;
import dev.voicecall.LiveCall;
import dev.voicecall.MachineDetection;
import dev.voicecall.OutgoingMessage;
import dev.voicecall.PhoneNumber;
import dev.voicecall.RecordingListener;
import dev.voicecall.RecordingOptions;
import dev.voicecall.VoiceAgent;
import dev.voicecall.VoiceCalls;
import dev.voicecall.spi.CallStore;
import dev.voicecall.spi.FormParameters;
import dev.voicecall.spi.HttpHandler;
import dev.voicecall.spi.HttpRequest;
import dev.voicecall.spi.HttpResponse;
import dev.voicecall.spi.Transcriber;
import dev.voicecall.twilio.TwilioRoutes;
import java.net.URI;
import java.util.Optional;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CompletionStage;
import java.util.function.BiFunction;
import java.util.function.Function;

/**
 * Calls that are recorded, transcribed and kept, as a web service.
 *
 * <ul>
 *   <li>{@code POST /start-call}, {@code /end-call}, {@code /hold-call}, {@code /resume-call}: an agent calls somebody; the call is hung
 *       up, put on hold, taken off hold
 *   <li>{@code GET /call-status}, {@code /call-details}, {@code /calls}: what is known of calls; see {@link CallJson}
 *   <li>{@code GET /get-transcript}: see {@link TranscriptOfUrl}
 *   <li>{@code POST /send-whatsapp}
 *   <li>{@code POST /voice}, {@code /voice/next}, {@code /call-status}, {@code /recording-status}, and below {@code /media} the media
 *       streams: for Twilio
 *   <li>{@code GET /}: whether it is well
 * </ul>
 *
 * <p>Safe for use by many threads.
 */
final class CallCenterService implements AutoCloseable {
    static final String INCOMING = "/voice";
    static final String STATUS = "/call-status";

    private static final TwilioRoutes ROUTES =
            new TwilioRoutes(INCOMING, "/voice/next", STATUS, "/media").withRecording("/recording-status");
    private static final CallOptions OPTIONS = CallOptions.builder()
            .machineDetection(MachineDetection.WHILE_TALKING)
            .recording(RecordingOptions.DUAL)
            .build();
    private static final int MAX_CALLS = 20;
    private static final int MAX_QUERIES = 32;
    private static final int MAX_TRANSCRIPTIONS = 2;
    private static final int MAX_SID = 100;
    private static final int MAX_MESSAGE = 1_600;

    /**
     * What it is made of. Immutable.
     *
     * @param agent on the line
     * @param transcriber of recordings
     * @param store of calls
     * @param calls hears of calls
     * @param recordings hears of recordings
     */
    record Parts(
            VoiceAgent agent,
            Transcriber transcriber,
            CallStore store,
            CallListener calls,
            RecordingListener recordings) {
        /** Without anybody who hears of what happens. */
        Parts(VoiceAgent agent, Transcriber transcriber, CallStore store) {
            this(agent, transcriber, store, new CallListener() {}, new RecordingListener() {});
        }
    }

    private final PhoneServer phone;
    private final Parts parts;

    private CallCenterService(ServiceConfig config, Parts parts) {
        this.phone = new PhoneServer(config, parts.store);
        this.parts = parts;
        phone.route("POST", "/start-call", this::start);
        phone.route("POST", "/end-call", live(CallCenterService::end));
        phone.route("POST", "/hold-call", live((sid, call) -> controlled(sid, call.hold())));
        phone.route("POST", "/resume-call", live((sid, call) -> controlled(sid, call.resume())));
        phone.route("GET", "/call-status", query((calls, request) -> ofCall(calls, request, CallJson::status)));
        phone.route("GET", "/call-details", query((calls, request) -> ofCall(calls, request, CallJson::details)));
        phone.route("GET", "/calls", query(CallListRequest::answer));
        phone.route(
                "GET",
                "/get-transcript",
                new WorkerHandler(
                        phone.scheduler().worker(),
                        MAX_TRANSCRIPTIONS,
                        new TranscriptOfUrl(
                                () -> phone.gateway().recordings().orElseThrow(), parts.store, parts.transcriber)));
        phone.route("POST", "/send-whatsapp", this::sendWhatsApp);
        phone.answeredBy(parts.agent);
        phone.start(ROUTES, calls -> calls.defaults(OPTIONS)
                .transcribeRecordings(parts.transcriber)
                .listener(parts.calls)
                .recordingListener(parts.recordings)
                .maxConcurrentCalls(MAX_CALLS));
    }

    /**
     * Starts the service.
     *
     * @throws dev.voicecall.VoiceCallException if something is wrong with what Twilio needs, or the port can't be had
     */
    static CallCenterService start(ServiceConfig config, Parts parts) {
        return new CallCenterService(config, parts);
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

    private CompletionStage<HttpResponse> start(HttpRequest request) {
        return phone.calls()
                .thenCompose(calls -> Refusals.answered(() -> PlacedCall.place(
                                calls, RequestFields.of(request.body(), "to").phoneNumber("to"), parts.agent, OPTIONS)
                        .thenApply(CallCenterService::placed)));
    }

    private static HttpResponse placed(PlacedCall call) {
        ObjectNode json = Json.object().put("sid", call.sid().orElse(null)).put("status", call.status());
        call.error().ifPresent(error -> json.put("error", error));
        return Json.response(200, json);
    }

    /** What is done with a call under way. */
    private HttpHandler live(BiFunction<String, LiveCall, CompletionStage<HttpResponse>> action) {
        return request -> phone.calls()
                .thenCompose(calls -> Refusals.answered(() -> {
                    String sid = RequestFields.of(request.body(), "sid").text("sid", MAX_SID);
                    return calls.live(sid)
                            .map(call -> action.apply(sid, call))
                            .orElseGet(() -> CompletableFuture.completedFuture(
                                    Json.error(404, "There is no call under way with that sid.")));
                }));
    }

    private static CompletionStage<HttpResponse> end(String sid, LiveCall call) {
        return call.end()
                .thenApply(outcome ->
                        Json.response(200, Json.object().put("sid", sid).put("status", CallJson.name(outcome))));
    }

    private static CompletionStage<HttpResponse> controlled(String sid, CompletionStage<ControlResult> control) {
        return control.thenApply(
                result -> Json.response(200, Json.object().put("sid", sid).put("result", CallJson.name(result))));
    }

    /** What reads from the store. */
    private interface Query {
        HttpResponse answer(VoiceCalls calls, HttpRequest request) throws InterruptedException;
    }

    private WorkerHandler query(Query query) {
        return new WorkerHandler(
                phone.scheduler().worker(),
                MAX_QUERIES,
                request -> query.answer(phone.calls().toCompletableFuture().join(), request));
    }

    private static HttpResponse ofCall(VoiceCalls calls, HttpRequest request, Function<CallRecord, ObjectNode> json) {
        Optional<String> sid =
                FormParameters.parse(request.query()).first("sid").or(() -> latest(calls));
        return sid.flatMap(calls::record)
                .map(call -> Json.response(200, json.apply(call)))
                .orElseGet(() -> Json.error(404, "There is no such call."));
    }

    private static Optional<String> latest(VoiceCalls calls) {
        return calls.calls(CallQuery.NEWEST.withLimit(1)).calls().stream()
                .map(CallPage.Entry::id)
                .findFirst();
    }

    private CompletionStage<HttpResponse> sendWhatsApp(HttpRequest request) {
        return phone.calls()
                .thenCompose(calls -> Refusals.answered(() -> {
                    RequestFields fields = RequestFields.of(request.body(), "to", "message");
                    OutgoingMessage message = OutgoingMessage.whatsApp(
                            PhoneNumber.of(fields.phoneNumber("to")), fields.text("message", MAX_MESSAGE));
                    return WhatsApp.send(phone.gateway().messenger(), message);
                }));
    }
}
