package dev.voicecall.examples;

import com.fasterxml.jackson.databind.node.ObjectNode;
import dev.voicecall.Answers;
import dev.voicecall.CallOptions;
import dev.voicecall.CallResult;
import dev.voicecall.MachineDetection;
import dev.voicecall.Outcome;
import dev.voicecall.VoiceCalls;
import dev.voicecall.spi.HttpHandler;
import dev.voicecall.spi.HttpRequest;
import dev.voicecall.spi.HttpResponse;
import java.util.Locale;
import java.util.concurrent.CancellationException;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CompletionException;
import java.util.concurrent.CompletionStage;

/**
 * {@code POST /make-call}: rings a number, puts a question, and answers with the answer.
 *
 * <p>The request stays open during the call, but no thread waits for it. The answer is there when {@code timeout_seconds}
 * are over, or five seconds later if Twilio is slow to take the hang-up. When the client goes away before, the phone is
 * hung up: nobody is left to hear the answer.
 *
 * <p>Machines are looked for while the call already runs: a person never waits for that.
 */
final class MakeCallHandler implements HttpHandler {
    private static final CallOptions OPTIONS = CallOptions.builder()
            .machineDetection(MachineDetection.WHILE_TALKING)
            .build();

    private final CompletionStage<VoiceCalls> calls;

    /** @param calls completes when the service has started */
    MakeCallHandler(CompletionStage<VoiceCalls> calls) {
        this.calls = calls;
    }

    @Override
    public CompletionStage<HttpResponse> handle(HttpRequest request) {
        return calls.thenCompose(started -> Refusals.answered(() -> ask(started, request)));
    }

    private static CompletionStage<HttpResponse> ask(VoiceCalls calls, HttpRequest request) {
        MakeCallRequest wanted = MakeCallRequest.parse(request.body());
        CallOptions options = OPTIONS.toBuilder().maxDuration(wanted.timeout()).build();
        CompletableFuture<CallResult<String>> result =
                calls.askAsync(wanted.number(), wanted.prompt(), Answers.text(), options);
        request.abandoned().thenRun(() -> result.cancel(true));
        return result.thenApply(MakeCallHandler::answer).exceptionally(MakeCallHandler::nobodyHears);
    }

    /** A future that was cancelled has no result; and who would have got the answer is gone. */
    private static HttpResponse nobodyHears(Throwable failure) {
        Throwable cause = failure instanceof CompletionException ? failure.getCause() : failure;
        if (cause instanceof CancellationException) {
            return Json.error(503, "The client went away.");
        }
        throw new CompletionException(cause);
    }

    private static HttpResponse answer(CallResult<String> result) {
        boolean answered = result.outcome() == Outcome.ANSWERED;
        ObjectNode json = Json.object()
                .put("status", answered ? "success" : result.outcome().name().toLowerCase(Locale.ROOT))
                .put("call_sid", result.callId().orElse(null))
                .put("user_response", result.answer().orElse(null));
        if (answered && result.confidence().isPresent()) {
            json.put("confidence", result.confidence().getAsDouble());
        } else {
            json.putNull("confidence");
        }
        result.failure().ifPresent(failure -> json.put("error", failure.getMessage()));
        return Json.response(200, json);
    }
}
