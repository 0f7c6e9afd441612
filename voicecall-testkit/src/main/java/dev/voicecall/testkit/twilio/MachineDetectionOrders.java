package dev.voicecall.testkit.twilio;

import dev.voicecall.spi.FormParameters;
import java.time.Duration;
import java.util.Optional;

/** Reads the parameters of answering machine detection. */
final class MachineDetectionOrders {
    private MachineDetectionOrders() {}

    /** Empty if it is not wanted, or keys are to be sent, which excludes it. */
    static Optional<MachineDetectionOrder> read(FormParameters parameters) {
        Optional<String> mode = parameters.first("MachineDetection");
        if (mode.isEmpty() || parameters.first("SendDigits").isPresent()) {
            return Optional.empty();
        }
        if (!mode.get().equals("Enable") && !mode.get().equals("DetectMessageEnd")) {
            throw ApiError.invalid(
                    21234, "Invalid MachineDetection: " + mode.get() + "; use Enable or DetectMessageEnd.");
        }
        range(parameters, "MachineDetectionSpeechThreshold", 2400, 1000, 6000);
        range(parameters, "MachineDetectionSpeechEndThreshold", 1200, 500, 5000);
        range(parameters, "MachineDetectionSilenceTimeout", 5000, 2000, 10000);
        Duration timeout = Duration.ofSeconds(range(parameters, "MachineDetectionTimeout", 30, 3, 59));
        return Optional.of(
                new MachineDetectionOrder(mode.get().equals("DetectMessageEnd"), timeout, async(parameters)));
    }

    private static Optional<Endpoint> async(FormParameters parameters) {
        if (!parameters.first("AsyncAmd").map(Boolean::parseBoolean).orElse(false)) {
            return Optional.empty();
        }
        Optional<Endpoint> callback = CallOrders.callback(parameters, "AsyncAmdStatusCallback", 21262);
        if (callback.isEmpty()) {
            throw ApiError.invalid(21262, "AsyncAmd needs an AsyncAmdStatusCallback.");
        }
        return callback;
    }

    private static int range(FormParameters parameters, String name, int otherwise, int least, int most) {
        String value = parameters.first(name).orElse(Integer.toString(otherwise));
        if (!value.matches("\\d{1,6}") || Integer.parseInt(value) < least || Integer.parseInt(value) > most) {
            throw ApiError.invalid(21263, "Invalid " + name + ": " + value + "; use " + least + " to " + most + ".");
        }
        return Integer.parseInt(value);
    }
}
