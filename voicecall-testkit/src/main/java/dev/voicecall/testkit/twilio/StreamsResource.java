package dev.voicecall.testkit.twilio;

import dev.voicecall.spi.FormParameters;
import dev.voicecall.spi.HttpRequest;
import dev.voicecall.spi.HttpResponse;
import java.util.LinkedHashMap;
import java.util.Map;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CompletionStage;

/** {@code Streams}: stops unidirectional ones. */
final class StreamsResource {
    private final Simulation simulation;

    StreamsResource(Simulation simulation) {
        this.simulation = simulation;
    }

    void mount(RestApi api) {
        api.on("POST", "Calls/{call}/Streams/{stream}", this::update);
    }

    private CompletionStage<HttpResponse> update(HttpRequest request, FormParameters parameters) {
        String status = parameters.first("Status").orElse("");
        if (!status.equals("stopped")) {
            throw ApiError.invalid(20001, "Invalid Status of a stream: " + status + "; use stopped.");
        }
        String name = request.pathParameters().getOrDefault("stream", "").replaceFirst("\\.json$", "");
        LiveCall call = simulation
                .call(request.pathParameters().getOrDefault("call", ""))
                .orElseThrow(() -> ApiError.notFound(request.path()));
        CompletableFuture<HttpResponse> answer = new CompletableFuture<>();
        call.mailbox().execute(() -> call.streams()
                .unidirectional(name)
                .ifPresentOrElse(
                        stream -> {
                            stream.stop();
                            answer.complete(Json.response(200, json(call, stream.view())));
                        },
                        () -> answer.complete(ApiError.notFound(request.path()).response())));
        return answer;
    }

    private Map<String, Object> json(LiveCall call, SimulatedStream stream) {
        String account = simulation.accountSid();
        Map<String, Object> json = new LinkedHashMap<>();
        json.put("sid", stream.sid());
        json.put("account_sid", account);
        json.put("call_sid", call.view().sid());
        json.put("name", stream.name());
        json.put("status", "stopped");
        json.put("date_updated", Dates.rfc2822(simulation.line().now()));
        json.put(
                "uri",
                "/2010-04-01/Accounts/" + account + "/Calls/" + call.view().sid() + "/Streams/" + stream.sid()
                        + ".json");
        return json;
    }
}
