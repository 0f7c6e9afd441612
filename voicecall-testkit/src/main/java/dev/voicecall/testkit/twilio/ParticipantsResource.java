package dev.voicecall.testkit.twilio;

import dev.voicecall.spi.FormParameters;
import dev.voicecall.spi.HttpRequest;
import dev.voicecall.spi.HttpResponse;
import dev.voicecall.testkit.CalleeOnCall;
import dev.voicecall.testkit.twilio.ConferenceOrder.Music;
import dev.voicecall.testkit.twilio.LiveConference.Exit;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CompletionStage;
import java.util.function.Consumer;
import org.jspecify.annotations.Nullable;

/**
 * {@code Participants} of a conference: call somebody in, list, fetch, mute, hold, send away. Announcements and coaching are not
 * simulated: their parameters have no effect. Safe for use by many threads.
 */
final class ParticipantsResource {
    private static final String PATH = "Conferences/{conference}/Participants";

    private final Simulation simulation;

    ParticipantsResource(Simulation simulation) {
        this.simulation = simulation;
    }

    void mount(RestApi api) {
        api.on("POST", PATH + ".json", this::create);
        api.on("GET", PATH + ".json", this::list);
        api.on("GET", PATH + "/{call}", (request, parameters) -> {
            LiveConference conference = ConferencesResource.find(simulation, request);
            return done(Json.response(200, json(conference, find(conference, request))));
        });
        api.on(
                "POST",
                PATH + "/{call}",
                (request, parameters) -> change(request, 200, participant -> update(request, participant, parameters)));
        api.on(
                "DELETE",
                PATH + "/{call}",
                (request, parameters) ->
                        change(request, 204, participant -> ConferencesResource.find(simulation, request)
                                .leave(participant, Exit.KICKED)));
    }

    private CompletionStage<HttpResponse> create(HttpRequest request, FormParameters parameters) {
        String name = request.pathParameters().getOrDefault("conference", "");
        Optional<LiveConference> conference = simulation.conferences().find(name);
        if (conference.isEmpty() && name.matches("CF[0-9a-f]{32}")) {
            throw ApiError.notFound(request.path());
        }
        CallOrder order =
                ParticipantOrders.call(conference.map(LiveConference::name).orElse(name), parameters, simulation);
        LiveCall call = simulation.newCall(
                order, new CalleeOnCall(simulation.phoneBook().callee(order.to())));
        call.whenAnswered(new AnsweredCall(call)::begin);
        call.mailbox().execute(new OutboundLine(call)::queue);
        return done(Json.response(
                201,
                ParticipantOrders.queued(
                        simulation.accountSid(), conference.map(LiveConference::sid), call, parameters)));
    }

    private CompletionStage<HttpResponse> list(HttpRequest request, FormParameters parameters) {
        LiveConference conference = ConferencesResource.find(simulation, request);
        List<Map<String, Object>> matching = conference.participants().stream()
                .filter(each -> isWanted(parameters, "Muted", each.muted()))
                .filter(each -> isWanted(parameters, "Hold", each.held()))
                .map(each -> json(conference, each))
                .toList();
        return done(Page.of("participants", request.path(), matching, parameters));
    }

    private static boolean isWanted(FormParameters parameters, String name, boolean value) {
        return parameters
                .first(name)
                .map(wanted -> Boolean.parseBoolean(wanted) == value)
                .orElse(true);
    }

    private CompletionStage<HttpResponse> change(HttpRequest request, int status, Consumer<Participant> task) {
        LiveConference conference = ConferencesResource.find(simulation, request);
        CompletableFuture<HttpResponse> answer = new CompletableFuture<>();
        conference.mailbox().execute(() -> {
            try {
                Participant participant = find(conference, request);
                task.accept(participant);
                answer.complete(
                        status == 204 ? HttpResponse.of(204) : Json.response(status, json(conference, participant)));
            } catch (ApiError refused) {
                answer.complete(refused.response());
            }
        });
        return answer;
    }

    private void update(HttpRequest request, Participant participant, FormParameters parameters) {
        LiveConference conference = ConferencesResource.find(simulation, request);
        parameters.first("Muted").map(Boolean::parseBoolean).ifPresent(on -> conference.mute(participant, on));
        parameters
                .first("Hold")
                .map(Boolean::parseBoolean)
                .ifPresent(on -> conference.hold(participant, on, music(parameters)));
        parameters.first("BeepOnExit").map(Boolean::parseBoolean).ifPresent(participant::beepOnExit);
        parameters.first("EndConferenceOnExit").map(Boolean::parseBoolean).ifPresent(ends -> {
            participant.ends(ends);
            conference.modified(participant);
        });
    }

    private static Music music(FormParameters parameters) {
        return CallOrders.endpoint(parameters, "Hold").map(Music::at).orElse(Music.OWN);
    }

    private static Participant find(LiveConference conference, HttpRequest request) {
        String sid = request.pathParameters().getOrDefault("call", "").replaceFirst("\\.json$", "");
        return conference
                .participant(sid)
                .or(() -> conference.participants().stream()
                        .filter(each -> each.order().label().equals(Optional.of(sid)))
                        .findFirst())
                .orElseThrow(() -> ApiError.notFound(request.path()));
    }

    @SuppressWarnings("NullAway") // as in CallJson
    private Map<String, Object> json(LiveConference conference, Participant participant) {
        String call = participant.call().view().sid();
        Map<String, @Nullable Object> json = new LinkedHashMap<>();
        json.put("account_sid", simulation.accountSid());
        json.put("call_sid", call);
        json.put("conference_sid", conference.sid());
        json.put("label", participant.order().label().orElse(null));
        json.put("call_sid_to_coach", null);
        json.put("coaching", false);
        json.put("muted", participant.muted());
        json.put("hold", participant.held());
        json.put("start_conference_on_enter", participant.order().starts());
        json.put("end_conference_on_exit", participant.ends());
        json.put("status", "connected");
        json.put("queue_time", null);
        json.put("date_created", Dates.rfc2822(participant.created()));
        json.put("date_updated", Dates.rfc2822(participant.updated()));
        json.put("api_version", "2010-04-01");
        json.put(
                "uri",
                "/2010-04-01/Accounts/" + simulation.accountSid() + "/Conferences/" + conference.sid()
                        + "/Participants/" + call + ".json");
        return json;
    }

    private static CompletionStage<HttpResponse> done(HttpResponse response) {
        return CompletableFuture.completedFuture(response);
    }
}
