package dev.voicecall.testkit.twilio;

import dev.voicecall.spi.FormParameters;
import dev.voicecall.spi.HttpRequest;
import dev.voicecall.spi.HttpResponse;
import java.net.URI;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CompletionStage;
import java.util.function.Consumer;
import org.jspecify.annotations.Nullable;

/** {@code Recordings}: list, fetch, delete, the sound itself (as MP3 without any), and the control of live ones. */
final class RecordingsResource {
    private final Simulation simulation;

    RecordingsResource(Simulation simulation) {
        this.simulation = simulation;
    }

    void mount(RestApi api) {
        api.on("GET", "Recordings.json", (request, parameters) -> list(request, parameters));
        api.on("GET", "Recordings/{recording}", this::fetch);
        api.on("DELETE", "Recordings/{recording}", (request, parameters) -> delete(request));
        api.on("GET", "Calls/{call}/Recordings.json", (request, parameters) -> list(request, parameters));
        api.on("POST", "Calls/{call}/Recordings.json", this::start);
        api.on("POST", "Calls/{call}/Recordings/{recording}", this::control);
    }

    /** Whether the sound of a recording is asked for. */
    static boolean isSound(HttpRequest request) {
        return request.method().equals("GET") && request.path().matches(".*/Recordings/RE[0-9a-f]{32}(\\.wav|\\.mp3)?");
    }

    private CompletionStage<HttpResponse> list(HttpRequest request, FormParameters parameters) {
        String call = Optional.ofNullable(request.pathParameters().get("call"))
                .or(() -> parameters.first("CallSid"))
                .orElse("");
        List<Map<String, Object>> matching = simulation.recordings().all().stream()
                .filter(recording -> call.isEmpty() || recording.callSid().equals(call))
                .filter(recording -> DateFilter.matches(parameters, "DateCreated", Optional.of(recording.created())))
                .map(this::json)
                .toList();
        return done(Page.of("recordings", request.path(), matching, parameters));
    }

    private CompletionStage<HttpResponse> fetch(HttpRequest request, FormParameters parameters) {
        String name = request.pathParameters().getOrDefault("recording", "");
        LiveRecording recording = find(request);
        if (name.endsWith(".json")) {
            return done(Json.response(200, json(recording)));
        }
        return done(sound(request, recording, name.endsWith(".mp3"), parameters));
    }

    private HttpResponse sound(HttpRequest request, LiveRecording recording, boolean mp3, FormParameters parameters) {
        if (!recording.hasSound()) {
            throw ApiError.notFound(request.path());
        }
        Optional<URI> elsewhere = simulation.faults().recordings().mediaAt();
        if (elsewhere.isPresent()) {
            return HttpResponse.of(302).with("Location", elsewhere.get().toString());
        }
        int channels = parameters.first("RequestedChannels").filter("2"::equals).isPresent() ? 2 : 1;
        if (channels > recording.order().channels()) {
            throw ApiError.invalid(16113, "Requested channels are not available: the recording is mono.");
        }
        byte[] file = mp3
                ? SoundFile.silentMp3(recording.seconds())
                : recording.sound().wav(channels);
        return new HttpResponse(200, Map.of("Content-Type", mp3 ? "audio/mpeg" : "audio/x-wav"), file);
    }

    private CompletionStage<HttpResponse> delete(HttpRequest request) {
        LiveRecording recording = find(request);
        if (!recording.stopped()) {
            throw ApiError.invalid(20009, "Cannot delete a recording that is in progress.");
        }
        simulation.recordings().remove(recording);
        return done(HttpResponse.of(204));
    }

    private CompletionStage<HttpResponse> start(HttpRequest request, FormParameters parameters) {
        RecordingOrder order = CallOrders.recording(parameters, "StartCallRecordingAPI", "do-not-trim");
        return onCall(request, 201, call -> call.recordings().add(LiveRecording.begin(call, order)), "");
    }

    private CompletionStage<HttpResponse> control(HttpRequest request, FormParameters parameters) {
        String sid = request.pathParameters().getOrDefault("recording", "").replace(".json", "");
        String status = parameters.first("Status").orElse("");
        return onCall(
                request,
                200,
                call -> {
                    LiveRecording recording = live(call, sid, request);
                    switch (status) {
                        case "paused" ->
                            recording.pause(parameters
                                    .first("PauseBehavior")
                                    .filter("skip"::equals)
                                    .isPresent());
                        case "in-progress" -> recording.resume();
                        case "stopped" -> recording.stop();
                        default -> throw ApiError.invalid(21220, "Invalid Status of a recording: " + status);
                    }
                },
                sid);
    }

    private CompletionStage<HttpResponse> onCall(HttpRequest request, int status, Consumer<LiveCall> task, String sid) {
        LiveCall call = simulation
                .call(request.pathParameters().getOrDefault("call", ""))
                .orElseThrow(() -> ApiError.notFound(request.path()));
        CompletableFuture<HttpResponse> answer = new CompletableFuture<>();
        call.mailbox().execute(() -> {
            try {
                if (!call.answered() || call.over()) {
                    throw ApiError.invalid(21220, "Requested resource is not eligible for recording");
                }
                LiveRecording before = sid.isEmpty() ? null : live(call, sid, request);
                task.accept(call);
                List<LiveRecording> all = call.recordings();
                answer.complete(Json.response(status, json(before == null ? all.get(all.size() - 1) : before)));
            } catch (ApiError refused) {
                answer.complete(refused.response());
            }
        });
        return answer;
    }

    private static LiveRecording live(LiveCall call, String sid, HttpRequest request) {
        return call.recordings().stream()
                .filter(recording -> !recording.stopped())
                .filter(recording ->
                        sid.equals("Twilio.CURRENT") || recording.sid().equals(sid))
                .findFirst()
                .orElseThrow(() -> ApiError.notFound(request.path()));
    }

    private LiveRecording find(HttpRequest request) {
        String name = request.pathParameters().getOrDefault("recording", "");
        return simulation
                .recordings()
                .find(name.replaceAll("\\.(json|wav|mp3)$", ""))
                .orElseThrow(() -> ApiError.notFound(request.path()));
    }

    @SuppressWarnings("NullAway") // as in CallJson
    private Map<String, Object> json(LiveRecording recording) {
        Map<String, @Nullable Object> json = new LinkedHashMap<>();
        json.put("sid", recording.sid());
        json.put("account_sid", simulation.accountSid());
        json.put("call_sid", recording.callSid());
        json.put("conference_sid", null);
        json.put("status", recording.status());
        json.put("date_created", Dates.rfc2822(recording.created()));
        json.put("date_updated", Dates.rfc2822(recording.updated()));
        json.put("start_time", Dates.rfc2822(recording.created()));
        json.put("duration", recording.stopped() ? Long.toString(recording.seconds()) : null);
        json.put("channels", recording.order().channels());
        json.put("source", recording.order().source());
        json.put("track", recording.order().track());
        json.put("error_code", recording.status().equals("absent") ? recording.errorCode() : null);
        json.put("price", null);
        json.put("price_unit", "USD");
        json.put("api_version", "2010-04-01");
        json.put("media_url", simulation.recordingUrl(recording.sid()));
        json.put("uri", "/2010-04-01/Accounts/" + simulation.accountSid() + "/Recordings/" + recording.sid() + ".json");
        return json;
    }

    private static CompletionStage<HttpResponse> done(HttpResponse response) {
        return CompletableFuture.completedFuture(response);
    }
}
