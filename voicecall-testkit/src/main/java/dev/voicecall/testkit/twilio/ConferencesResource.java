package dev.voicecall.testkit.twilio;

import dev.voicecall.spi.FormParameters;
import dev.voicecall.spi.HttpRequest;
import dev.voicecall.spi.HttpResponse;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CompletionStage;
import org.jspecify.annotations.Nullable;

/** {@code Conferences}: list, fetch, end. Safe for use by many threads. */
final class ConferencesResource {
    private final Simulation simulation;

    ConferencesResource(Simulation simulation) {
        this.simulation = simulation;
    }

    void mount(RestApi api) {
        api.on("GET", "Conferences.json", (request, parameters) -> list(request, parameters));
        api.on(
                "GET",
                "Conferences/{conference}",
                (request, parameters) ->
                        CompletableFuture.completedFuture(Json.response(200, json(find(simulation, request)))));
        api.on("POST", "Conferences/{conference}", this::update);
    }

    /** The conference that a path names. */
    static LiveConference find(Simulation simulation, HttpRequest request) {
        String name = request.pathParameters().getOrDefault("conference", "").replaceFirst("\\.json$", "");
        return simulation.conferences().find(name).orElseThrow(() -> ApiError.notFound(request.path()));
    }

    private CompletionStage<HttpResponse> list(HttpRequest request, FormParameters parameters) {
        List<Map<String, Object>> matching = simulation.conferences().all().stream()
                .filter(conference -> parameters
                        .first("FriendlyName")
                        .map(conference.name()::equals)
                        .orElse(true))
                .filter(conference -> parameters
                        .first("Status")
                        .map(conference.status()::equals)
                        .orElse(true))
                .filter(conference -> DateFilter.matches(parameters, "DateCreated", Optional.of(conference.created())))
                .filter(conference -> DateFilter.matches(parameters, "DateUpdated", Optional.of(conference.updated())))
                .map(this::json)
                .toList();
        return CompletableFuture.completedFuture(Page.of("conferences", request.path(), matching, parameters));
    }

    private CompletionStage<HttpResponse> update(HttpRequest request, FormParameters parameters) {
        LiveConference conference = find(simulation, request);
        Optional<String> status = parameters.first("Status");
        status.filter(value -> !value.equals("completed")).ifPresent(value -> {
            throw ApiError.invalid(20001, "Invalid Status of a conference: " + value + "; use completed.");
        });
        CompletableFuture<HttpResponse> answer = new CompletableFuture<>();
        conference.mailbox().execute(() -> {
            status.ifPresent(completed -> conference.end());
            answer.complete(Json.response(200, json(conference)));
        });
        return answer;
    }

    @SuppressWarnings("NullAway") // as in CallJson
    private Map<String, Object> json(LiveConference conference) {
        String uri = "/2010-04-01/Accounts/" + simulation.accountSid() + "/Conferences/" + conference.sid();
        Map<String, @Nullable Object> json = new LinkedHashMap<>();
        json.put("sid", conference.sid());
        json.put("account_sid", simulation.accountSid());
        json.put("friendly_name", conference.name());
        json.put("status", conference.status());
        json.put("region", "us1");
        json.put("reason_conference_ended", conference.reasonEnded().orElse(null));
        json.put("call_sid_ending_conference", conference.callEnding().orElse(null));
        json.put("date_created", Dates.rfc2822(conference.created()));
        json.put("date_updated", Dates.rfc2822(conference.updated()));
        json.put("api_version", "2010-04-01");
        json.put("uri", uri + ".json");
        json.put(
                "subresource_uris",
                Map.of("participants", uri + "/Participants.json", "recordings", uri + "/Recordings.json"));
        return json;
    }
}
