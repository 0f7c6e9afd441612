package dev.voicecall.testkit.twilio;

import dev.voicecall.spi.FormParameters;
import dev.voicecall.spi.HttpRequest;
import dev.voicecall.spi.HttpResponse;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CompletionStage;

/** {@code Messages}: create, list, fetch, delete. Safe for use by many threads. */
final class MessagesResource {
    private static final int MAX_BODY = 1_600;
    private static final int MAX_MEDIA = 10;

    private final Simulation simulation;

    MessagesResource(Simulation simulation) {
        this.simulation = simulation;
    }

    void mount(RestApi api) {
        api.on("POST", "Messages.json", (request, parameters) -> create(parameters));
        api.on("GET", "Messages.json", this::list);
        api.on(
                "GET",
                "Messages/{message}",
                (request, parameters) -> done(Json.response(200, find(request).json())));
        api.on("DELETE", "Messages/{message}", (request, parameters) -> {
            simulation.messages().remove(find(request));
            return done(HttpResponse.of(204));
        });
    }

    private CompletionStage<HttpResponse> create(FormParameters parameters) {
        String to =
                parameters.first("To").orElseThrow(() -> ApiError.invalid(21604, "A 'To' phone number is required."));
        if (!Addresses.isNumber(to.replaceFirst("^whatsapp:", ""))) {
            throw ApiError.invalid(21211, "Invalid 'To' Phone Number: " + to);
        }
        String from = parameters
                .first("From")
                .or(() -> parameters.first("MessagingServiceSid"))
                .orElseThrow(() -> ApiError.invalid(21603, "A 'From' phone number is required."));
        checkContent(parameters);
        boolean whatsApp = to.startsWith("whatsapp:");
        if (whatsApp && !from.startsWith("whatsapp:") && !from.startsWith("MG")) {
            throw ApiError.invalid(63007, "Twilio could not find a Channel with the specified From address " + from);
        }
        LiveMessage message = simulation
                .messages()
                .take(
                        MessageContent.of(parameters, to, from),
                        CallOrders.callback(parameters, "StatusCallback", 21609));
        HttpResponse answer = Json.response(201, message.json());
        message.send();
        return done(answer);
    }

    private CompletionStage<HttpResponse> list(HttpRequest request, FormParameters parameters) {
        List<Map<String, Object>> matching = simulation.messages().all().stream()
                .filter(message -> parameters
                        .first("To")
                        .map(message.content().to()::equals)
                        .orElse(true))
                .filter(message -> parameters
                        .first("From")
                        .map(message.content().from()::equals)
                        .orElse(true))
                .filter(message -> DateFilter.matches(
                        parameters, "DateSent", message.sent().or(() -> Optional.of(message.created()))))
                .map(LiveMessage::json)
                .toList();
        return done(Page.of("messages", request.path(), matching, parameters));
    }

    private static void checkContent(FormParameters parameters) {
        String body = parameters.first("Body").orElse("");
        int media = parameters.values().getOrDefault("MediaUrl", List.of()).size();
        if (body.isEmpty() && media == 0 && parameters.first("ContentSid").isEmpty()) {
            throw ApiError.invalid(21602, "Message body is required.");
        }
        if (body.length() > MAX_BODY) {
            throw ApiError.invalid(
                    21617, "The message body has " + body.length() + " characters; at most 1600 are sent.");
        }
        if (media > MAX_MEDIA) {
            throw ApiError.invalid(21623, "The message has " + media + " media; at most 10 are sent.");
        }
        parameters
                .first("ContentVariables")
                .filter(json -> !json.strip().startsWith("{"))
                .ifPresent(json -> {
                    throw ApiError.invalid(21656, "The ContentVariables parameter is not a JSON object.");
                });
    }

    private LiveMessage find(HttpRequest request) {
        String sid = request.pathParameters().getOrDefault("message", "").replace(".json", "");
        return simulation.messages().find(sid).orElseThrow(() -> ApiError.notFound(request.path()));
    }

    private static CompletionStage<HttpResponse> done(HttpResponse response) {
        return CompletableFuture.completedFuture(response);
    }
}
