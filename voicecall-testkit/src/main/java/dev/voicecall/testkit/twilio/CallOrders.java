package dev.voicecall.testkit.twilio;

import dev.voicecall.spi.FormParameters;
import java.net.URI;
import java.time.Duration;
import java.util.List;
import java.util.Optional;
import java.util.Set;

/** Reads the parameters that a call is created with, and refuses what Twilio refuses. */
final class CallOrders {
    private static final int MAX_TWIML = 4_000;
    private static final Set<String> EVENTS = Set.of("initiated", "ringing", "answered", "completed");

    private CallOrders() {}

    static CallOrder read(FormParameters parameters, Simulation simulation) {
        String to = Addresses.to(parameters, simulation.phoneBook());
        String from = Addresses.from(parameters, to, simulation.account());
        TwimlSource twiml = twiml(parameters)
                .orElseThrow(() -> parameters.first("ApplicationSid").isPresent()
                        ? ApiError.invalid(21218, "Invalid ApplicationSid: there are no applications here.")
                        : ApiError.invalid(21205, "Url parameter is required."));
        String digits = parameters.first("SendDigits").orElse("");
        if (!digits.matches("[0-9A-D#*wW]{0,32}")) {
            throw ApiError.invalid(21206, "Invalid SendDigits: use up to 32 of 0-9, A-D, #, *, w and W.");
        }
        return new CallOrder(
                "outbound-api",
                from,
                to,
                Optional.empty(),
                Optional.of(twiml),
                endpoint(parameters, "Fallback"),
                statusCallback(parameters),
                events(parameters),
                seconds(parameters, "Timeout", 60, 600),
                seconds(parameters, "TimeLimit", (int) CallOrder.DEFAULT_TIME_LIMIT.toSeconds(), 86_400),
                digits,
                MachineDetectionOrders.read(parameters),
                recording(parameters));
    }

    /** Of both, the URL wins. */
    static Optional<TwimlSource> twiml(FormParameters parameters) {
        Optional<TwimlSource> url = parameters
                .first("Url")
                .map(text -> TwimlSource.at(new Endpoint(
                        webAddress(text, 21205, "Url"),
                        parameters.first("Method").orElse("POST"))));
        return url.or(() -> parameters.first("Twiml").map(text -> {
            if (text.length() > MAX_TWIML) {
                throw ApiError.invalid(21205, "Twiml has " + text.length() + " characters; at most 4000 are taken.");
            }
            return TwimlSource.text(text);
        }));
    }

    /** What {@code <name>Url} and {@code <name>Method} say. */
    static Optional<Endpoint> endpoint(FormParameters parameters, String name) {
        return parameters
                .first(name + "Url")
                .map(text -> new Endpoint(
                        webAddress(text, 21205, name + "Url"),
                        parameters.first(name + "Method").orElse("POST")));
    }

    static Optional<Endpoint> callback(FormParameters parameters, String name, int code) {
        return parameters
                .first(name)
                .map(text -> new Endpoint(
                        webAddress(text, code, name),
                        parameters.first(name + "Method").orElse("POST")));
    }

    private static Optional<Endpoint> statusCallback(FormParameters parameters) {
        Optional<Endpoint> callback = callback(parameters, "StatusCallback", 21609);
        callback.map(Endpoint::url).filter(url -> url.getHost().contains("_")).ifPresent(url -> {
            throw ApiError.invalid(21609, "Invalid StatusCallback: the host has an underscore.");
        });
        return callback;
    }

    private static Set<String> events(FormParameters parameters) {
        List<String> wanted = parameters.values().getOrDefault("StatusCallbackEvent", List.of());
        wanted.stream().filter(event -> !EVENTS.contains(event)).findFirst().ifPresent(unknown -> {
            throw ApiError.invalid(
                    21626, "Invalid StatusCallbackEvent: " + unknown + "; repeat the parameter for several.");
        });
        return wanted.isEmpty() ? Set.of("completed") : Set.copyOf(wanted);
    }

    private static Optional<RecordingOrder> recording(FormParameters parameters) {
        if (!parameters.first("Record").map(Boolean::parseBoolean).orElse(false)) {
            return Optional.empty();
        }
        return Optional.of(recording(parameters, "OutboundAPI", "trim-silence"));
    }

    /** @param trim whether silence is trimmed unless {@code Trim} says otherwise */
    static RecordingOrder recording(FormParameters parameters, String source, String trim) {
        List<String> events = parameters.values().getOrDefault("RecordingStatusCallbackEvent", List.of("completed"));
        boolean dual =
                parameters.first("RecordingChannels").filter("dual"::equals).isPresent();
        return new RecordingOrder(
                source,
                dual ? 2 : 1,
                parameters.first("RecordingTrack").orElse("both"),
                parameters.first("Trim").orElse(trim).equals("trim-silence"),
                callback(parameters, "RecordingStatusCallback", 21609),
                Set.copyOf(events));
    }

    private static Duration seconds(FormParameters parameters, String name, int otherwise, int most) {
        String value = parameters.first(name).orElse(Integer.toString(otherwise));
        if (!value.matches("\\d{1,6}") || Integer.parseInt(value) < 1 || Integer.parseInt(value) > most) {
            throw ApiError.invalid(21208, "Invalid " + name + ": " + value + "; use 1 to " + most + " seconds.");
        }
        return Duration.ofSeconds(Integer.parseInt(value));
    }

    private static URI webAddress(String text, int code, String name) {
        try {
            URI url = new URI(text);
            if (Set.of("http", "https").contains(String.valueOf(url.getScheme())) && url.getHost() != null) {
                return url;
            }
        } catch (java.net.URISyntaxException e) {
            throw ApiError.invalid(code, name + " is not a valid URL: " + text);
        }
        throw ApiError.invalid(code, name + " is not a valid URL: " + text);
    }
}
