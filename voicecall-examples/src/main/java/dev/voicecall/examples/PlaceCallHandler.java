package dev.voicecall.examples;

import com.fasterxml.jackson.databind.node.ObjectNode;
import dev.voicecall.AnsweredBy;
import dev.voicecall.CallInfo;
import dev.voicecall.CallListener;
import dev.voicecall.CallOptions;
import dev.voicecall.CallResult;
import dev.voicecall.MachineDetection;
import dev.voicecall.PhoneNumber;
import dev.voicecall.VoiceAgent;
import dev.voicecall.VoiceCalls;
import dev.voicecall.spi.HttpHandler;
import dev.voicecall.spi.HttpRequest;
import dev.voicecall.spi.HttpResponse;
import java.util.Locale;
import java.util.Optional;
import java.util.concurrent.CompletableFuture;
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
        CompletableFuture<HttpResponse> answer = new CompletableFuture<>();
        calls.callAsync(
                        fields.phoneNumber("to_number"),
                        agents.apply(fields.speakable("initial_message")),
                        options.build(),
                        answeringTo(answer))
                .thenAccept(result -> answer.complete(notPlaced(result)));
        return answer;
    }

    private static CallListener answeringTo(CompletableFuture<HttpResponse> answer) {
        return new CallListener() {
            @Override
            public void onRinging(CallInfo call) {
                answer.complete(Json.response(200, json(true, call.id(), "ringing")));
            }

            @Override
            public void onAnswered(CallInfo call, AnsweredBy by) {
                answer.complete(Json.response(200, json(true, call.id(), "in_progress")));
            }
        };
    }

    private static HttpResponse notPlaced(CallResult<Void> result) {
        ObjectNode json = json(false, result.callId(), result.outcome().name().toLowerCase(Locale.ROOT));
        result.failure().ifPresent(failure -> json.put("error", failure.getMessage()));
        return Json.response(200, json);
    }

    private static ObjectNode json(boolean success, Optional<String> callSid, String status) {
        return Json.object()
                .put("success", success)
                .put("call_sid", callSid.orElse(null))
                .put("status", status);
    }
}
