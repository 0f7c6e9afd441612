package dev.voicecall.examples;

import dev.voicecall.CallRefusedException;
import dev.voicecall.InvalidPhoneNumberException;
import dev.voicecall.spi.BadRequestException;
import dev.voicecall.spi.HttpResponse;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CompletionStage;
import java.util.function.Supplier;

/** How requests are answered that no call comes of. */
final class Refusals {
    private Refusals() {}

    /** The answer, or what is wrong with the request (400), or why there can't be a call (403, 429, 503). */
    static CompletionStage<HttpResponse> answered(Supplier<CompletionStage<HttpResponse>> answer) {
        try {
            return answer.get();
        } catch (BadRequestException | InvalidPhoneNumberException e) {
            return CompletableFuture.completedFuture(Json.error(400, String.valueOf(e.getMessage())));
        } catch (CallRefusedException e) {
            return CompletableFuture.completedFuture(Json.error(status(e), String.valueOf(e.getMessage())));
        }
    }

    private static int status(CallRefusedException refusal) {
        return switch (refusal.reason()) {
            case NUMBER_NOT_ALLOWED -> 403;
            case TOO_MANY_CALLS, TOO_MANY_CALLS_PER_MINUTE -> 429;
            case CLOSED -> 503;
        };
    }
}
