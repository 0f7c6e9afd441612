package dev.voicecall.testkit.twilio;

import dev.voicecall.spi.FormParameters;
import dev.voicecall.spi.HttpRequest;
import dev.voicecall.spi.HttpResponse;
import java.util.List;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CompletionStage;
import java.util.concurrent.CopyOnWriteArrayList;

/** {@code Messages}: create, fetch. Safe for use by many threads. */
final class MessagesResource {
    private static final int MAX_BODY = 1_600;
    private static final int MAX_MEDIA = 10;

    private final Simulation simulation;
    private final List<LiveMessage> messages = new CopyOnWriteArrayList<>();

    MessagesResource(Simulation simulation) {
        this.simulation = simulation;
    }

    void mount(RestApi api) {
        api.on("POST", "Messages.json", (request, parameters) -> create(parameters));
        api.on("GET", "Messages/{message}", (request, parameters) -> fetch(request));
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
        boolean refused = whatsApp
                && simulation.phoneBook().outsideSession(to)
                && parameters.first("ContentSid").isEmpty();
        LiveMessage message = new LiveMessage(
                simulation,
                to,
                from,
                parameters,
                refused ? 63016 : 0,
                CallOrders.callback(parameters, "StatusCallback", 21609));
        messages.add(message);
        HttpResponse answer = Json.response(201, message.json());
        message.send();
        return CompletableFuture.completedFuture(answer);
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

    private CompletionStage<HttpResponse> fetch(HttpRequest request) {
        String sid = request.pathParameters().getOrDefault("message", "").replace(".json", "");
        return messages.stream()
                .filter(message -> message.sid().equals(sid))
                .findFirst()
                .map(message -> CompletableFuture.completedFuture(Json.response(200, message.json())))
                .orElseThrow(() -> ApiError.notFound(request.path()));
    }
}
