package dev.voicecall.examples;

import dev.voicecall.AnsweredBy;
import dev.voicecall.CallInfo;
import dev.voicecall.CallListener;
import dev.voicecall.CallOptions;
import dev.voicecall.CallResult;
import dev.voicecall.CallScript;
import dev.voicecall.VoiceCalls;
import java.util.Locale;
import java.util.Optional;
import java.util.concurrent.CompletableFuture;
import org.jspecify.annotations.Nullable;

/**
 * A call that was placed: as soon as it rings there, or it is certain that it won't. Immutable.
 *
 * @param rings whether it does, or was picked up already
 * @param sid its SID, if Twilio took it
 * @param status {@code ringing}, {@code in_progress}, or how it ended
 * @param error why, where that is known
 */
record PlacedCall(boolean rings, Optional<String> sid, String status, Optional<String> error) {
    /**
     * Has a number called.
     *
     * @param script what is done on the line; an agent, for instance
     * @throws dev.voicecall.CallRefusedException if the call is not allowed
     * @throws dev.voicecall.InvalidPhoneNumberException if it is no number
     */
    static <T extends @Nullable Object> CompletableFuture<PlacedCall> place(
            VoiceCalls calls, String number, CallScript<T> script, CallOptions options) {
        CompletableFuture<PlacedCall> placed = new CompletableFuture<>();
        CallListener listener = new CallListener() {
            @Override
            public void onRinging(CallInfo call) {
                placed.complete(new PlacedCall(true, call.id(), "ringing", Optional.empty()));
            }

            @Override
            public void onAnswered(CallInfo call, AnsweredBy by) {
                placed.complete(new PlacedCall(true, call.id(), "in_progress", Optional.empty()));
            }
        };
        calls.callAsync(number, script, options, listener).thenAccept(result -> placed.complete(notPlaced(result)));
        return placed;
    }

    private static PlacedCall notPlaced(CallResult<?> result) {
        return new PlacedCall(
                false,
                result.callId(),
                result.outcome().name().toLowerCase(Locale.ROOT),
                result.failure().map(Throwable::getMessage));
    }
}
