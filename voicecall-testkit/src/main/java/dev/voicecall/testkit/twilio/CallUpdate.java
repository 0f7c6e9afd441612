package dev.voicecall.testkit.twilio;

import dev.voicecall.spi.FormParameters;
import java.util.Map;
import java.util.Optional;

/** A change to a live call. Used on the call's mailbox only. */
final class CallUpdate {
    private final LiveCall call;
    private final FormParameters parameters;

    CallUpdate(LiveCall call, FormParameters parameters) {
        this.call = call;
        this.parameters = parameters;
    }

    void apply() {
        Optional<String> status = parameters.first("Status");
        Optional<TwimlSource> twiml = CallOrders.twiml(parameters);
        if (status.isEmpty() && twiml.isEmpty()) {
            return;
        }
        if (parameters.first("Url").isPresent() && parameters.first("Twiml").isPresent()) {
            throw ApiError.invalid(21205, "Url and Twiml are mutually exclusive.");
        }
        if (call.over()) {
            throw notInProgress();
        }
        status.ifPresent(this::end);
        if (status.isEmpty()) {
            twiml.ifPresent(this::redirect);
        }
    }

    private void end(String status) {
        switch (status) {
            case "completed" -> call.hangUp();
            case "canceled" -> {
                if (!call.answered()) {
                    call.hangUp();
                }
            }
            default -> throw ApiError.invalid(21218, "Invalid Status: " + status + "; use canceled or completed.");
        }
    }

    private void redirect(TwimlSource source) {
        if (!call.answered()) {
            throw notInProgress();
        }
        CallOrders.endpoint(parameters, "Fallback").ifPresent(call.twiml()::fallBackTo);
        call.twiml().run(source, Map.of());
    }

    private static ApiError notInProgress() {
        return ApiError.invalid(21220, "Call is not in-progress. Cannot redirect.");
    }
}
