package dev.voicecall.twilio;

import com.twilio.rest.api.v2010.account.call.Recording.Status;
import dev.voicecall.Recording;
import dev.voicecall.spi.LegRecording;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CompletionStage;

/** A recording that Twilio makes. Safe for use by many threads. */
final class TwilioLegRecording implements LegRecording {
    private final TwilioRest rest;
    private final Recording info;

    TwilioLegRecording(TwilioRest rest, Recording info) {
        this.rest = rest;
        this.info = info;
    }

    @Override
    public Recording info() {
        return info;
    }

    @Override
    public CompletionStage<Void> pause() {
        return become(Status.PAUSED);
    }

    @Override
    public CompletionStage<Void> resume() {
        return become(Status.IN_PROGRESS);
    }

    @Override
    public CompletionStage<Void> stop() {
        return become(Status.STOPPED);
    }

    private CompletionStage<Void> become(Status status) {
        CompletableFuture<Void> result = new CompletableFuture<>();
        rest.submit(client -> RecordingRequests.update(client, info.callId(), info.id(), status))
                .whenComplete((done, broken) -> {
                    RestFailure failure = broken == null ? null : RestFailure.of(broken);
                    if (failure == null || failure.meansCallIsOver()) {
                        result.complete(null);
                    } else {
                        result.completeExceptionally(failure.toCarrierException());
                    }
                });
        return result;
    }
}
