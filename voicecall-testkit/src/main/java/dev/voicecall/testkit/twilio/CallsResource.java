package dev.voicecall.testkit.twilio;

import dev.voicecall.spi.FormParameters;
import dev.voicecall.spi.HttpRequest;
import dev.voicecall.spi.HttpResponse;
import dev.voicecall.testkit.CalleeOnCall;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CompletionStage;

/** {@code Calls}: create, fetch, list, update, delete. Safe for use by many threads. */
final class CallsResource {
    private final Simulation simulation;
    private final CallJson json;

    CallsResource(Simulation simulation) {
        this.simulation = simulation;
        this.json = new CallJson(simulation.accountSid());
    }

    void mount(RestApi api) {
        api.on("POST", "Calls.json", (request, parameters) -> create(parameters));
        api.on("GET", "Calls.json", (request, parameters) -> list(parameters));
        api.on("GET", "Calls/{call}", (request, parameters) -> answer(200, find(request)));
        api.on("POST", "Calls/{call}", this::update);
        api.on("DELETE", "Calls/{call}", (request, parameters) -> delete(request));
    }

    private CompletionStage<HttpResponse> create(FormParameters parameters) {
        CallOrder order = CallOrders.read(parameters, simulation);
        LiveCall call = simulation.newCall(
                order, new CalleeOnCall(simulation.phoneBook().callee(order.to())));
        CompletionStage<HttpResponse> answer = answer(201, call);
        call.whenAnswered(new AnsweredCall(call)::begin);
        call.mailbox().execute(new OutboundLine(call)::queue);
        return answer;
    }

    private CompletionStage<HttpResponse> update(HttpRequest request, FormParameters parameters) {
        LiveCall call = find(request);
        CompletableFuture<HttpResponse> answer = new CompletableFuture<>();
        call.mailbox().execute(() -> {
            try {
                new CallUpdate(call, parameters).apply();
                answer.complete(Json.response(200, json.of(call.view())));
            } catch (ApiError refused) {
                answer.complete(refused.response());
            }
        });
        return answer;
    }

    private CompletionStage<HttpResponse> delete(HttpRequest request) {
        LiveCall call = find(request);
        if (!call.view().status().isFinal()) {
            throw ApiError.invalid(20009, "Cannot delete a call that is in progress.");
        }
        simulation.calls().remove(call);
        return CompletableFuture.completedFuture(HttpResponse.of(204));
    }

    private CompletionStage<HttpResponse> list(FormParameters parameters) {
        List<Map<String, Object>> matching = simulation.calls().stream()
                .map(LiveCall::view)
                .filter(call -> wanted(call, parameters))
                .map(json::of)
                .filter(call -> parameters
                        .first("Status")
                        .map(status -> status.equals(call.get("status")))
                        .orElse(true))
                .toList();
        return CompletableFuture.completedFuture(Page.of(
                "calls", "/2010-04-01/Accounts/" + simulation.accountSid() + "/Calls.json", matching, parameters));
    }

    private static boolean wanted(SimulatedCall call, FormParameters parameters) {
        return parameters.first("To").map(call.to()::equals).orElse(true)
                && parameters.first("From").map(call.from()::equals).orElse(true)
                && parameters
                        .first("ParentCallSid")
                        .map(Optional::of)
                        .map(call.parentSid()::equals)
                        .orElse(true)
                && DateFilter.matches(parameters, "StartTime", call.started())
                && DateFilter.matches(parameters, "EndTime", call.finished());
    }

    private LiveCall find(HttpRequest request) {
        String name = request.pathParameters().getOrDefault("call", "");
        return simulation.call(name.replace(".json", "")).orElseThrow(() -> ApiError.notFound(request.path()));
    }

    private CompletionStage<HttpResponse> answer(int status, LiveCall call) {
        return CompletableFuture.completedFuture(Json.response(status, json.of(call.view())));
    }
}
