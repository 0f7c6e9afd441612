package dev.voicecall.examples;

import com.fasterxml.jackson.databind.node.ObjectNode;
import dev.voicecall.CallOptions;
import dev.voicecall.MachineDetection;
import dev.voicecall.PhoneNumber;
import dev.voicecall.VoiceAgent;
import dev.voicecall.VoiceCalls;
import dev.voicecall.spi.HttpHandler;
import dev.voicecall.spi.HttpRequest;
import dev.voicecall.spi.HttpResponse;
import java.util.Optional;
import java.util.concurrent.CompletionStage;
import java.util.function.Function;

/**
 * {@code POST /make-call}: has an agent call a number, and answers as soon as it rings there, or it is certain that it won't.
 *
 * <p>The fields are {@code to_number}, {@code from_number} (one of the account's; its usual one by default) and
 * {@code initial_message} (what the agent says first).
 */
final class PlaceCallHandler implements HttpHandler {
    private static final CallOptions OPTIONS = CallOptions.builder()
            .machineDetection(MachineDetection.WHILE_TALKING)
            .build();

    private final CompletionStage<VoiceCalls> calls;
    private final Function<Optional<String>, VoiceAgent> agents;

    /**
     * @param calls completes when the service has started
     * @param agents makes an agent, by what it shall say first
     */
    PlaceCallHandler(CompletionStage<VoiceCalls> calls, Function<Optional<String>, VoiceAgent> agents) {
        this.calls = calls;
        this.agents = agents;
    }

    @Override
    public CompletionStage<HttpResponse> handle(HttpRequest request) {
        return calls.thenCompose(started -> Refusals.answered(() -> call(started, request)));
    }

    private CompletionStage<HttpResponse> call(VoiceCalls calls, HttpRequest request) {
        RequestFields fields = RequestFields.of(request.body(), "to_number", "from_number", "initial_message");
        CallOptions.Builder options = OPTIONS.toBuilder();
        fields.optionalPhoneNumber("from_number").map(PhoneNumber::of).ifPresent(options::callerId);
        return PlacedCall.place(
                        calls,
                        fields.phoneNumber("to_number"),
                        agents.apply(fields.speakable("initial_message")),
                        options.build())
                .thenApply(PlaceCallHandler::answer);
    }

    private static HttpResponse answer(PlacedCall call) {
        ObjectNode json = Json.object()
                .put("success", call.rings())
                .put("call_sid", call.sid().orElse(null))
                .put("status", call.status());
        call.error().ifPresent(error -> json.put("error", error));
        return Json.response(200, json);
    }
}
