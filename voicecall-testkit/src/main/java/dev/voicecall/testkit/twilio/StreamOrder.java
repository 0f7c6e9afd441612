package dev.voicecall.testkit.twilio;

import java.net.URI;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;

/**
 * What a {@code <Stream>} asks for. Immutable.
 *
 * @param url where to connect, without the query, which Twilio drops; what is wrong with it is found out by connecting
 * @param tracks {@code inbound}, {@code outbound} or both; empty if there is no such track
 * @param parameters what the start message tells the application
 */
record StreamOrder(
        Optional<String> name,
        String url,
        boolean bidirectional,
        List<String> tracks,
        Map<String, String> parameters,
        Optional<Endpoint> statusCallback) {

    static final String[] ATTRIBUTES = {
        "name", "connectorName", "url", "track", "statusCallback", "statusCallbackMethod"
    };

    private static final int MAX_PARAMETER_CHARACTERS = 500;

    static StreamOrder of(TwimlElement stream, TwimlExecution execution, boolean bidirectional) {
        return new StreamOrder(
                stream.attribute("name"),
                url(stream, execution),
                bidirectional,
                tracks(stream.attribute("track").orElse("inbound_track"), bidirectional),
                parameters(stream, execution),
                stream.attribute("statusCallback")
                        .flatMap(url -> execution.endpoint(
                                url, stream.attribute("statusCallbackMethod").orElse("POST"))));
    }

    private static List<String> tracks(String track, boolean bidirectional) {
        return switch (track) {
            case "inbound_track" -> List.of("inbound");
            case "outbound_track" -> bidirectional ? List.of() : List.of("outbound");
            case "both_tracks" -> bidirectional ? List.of() : List.of("inbound", "outbound");
            default -> List.of();
        };
    }

    /** A relative one is relative to the document. */
    private static String url(TwimlElement stream, TwimlExecution execution) {
        String given = stream.attribute("url").orElse("");
        if (given.contains("://") || given.isEmpty()) {
            return withoutQuery(given);
        }
        return execution
                .endpoint(given, "GET")
                .map(endpoint -> endpoint.url().toString().replaceFirst("^http", "ws"))
                .map(StreamOrder::withoutQuery)
                .orElse(given);
    }

    private static String withoutQuery(String url) {
        return url.split("[?#]", 2)[0];
    }

    private static Map<String, String> parameters(TwimlElement stream, TwimlExecution execution) {
        Map<String, String> parameters = new LinkedHashMap<>();
        for (TwimlElement child : stream.children()) {
            String name = child.attribute("name").orElse("");
            String value = child.attribute("value").orElse("");
            if (!child.name().equals("Parameter")) {
                execution.call().view().problem(Verbs.skipped(child));
            } else if (name.length() + value.length() >= MAX_PARAMETER_CHARACTERS) {
                execution.warn(12200, "The <Parameter> " + name + " has 500 characters or more; it is left out.");
            } else {
                parameters.put(name, value);
            }
        }
        return parameters;
    }

    /**
     * Where to connect.
     *
     * @throws StreamRefused if that is no URL, or not a secure one: without TLS only what is on this machine is connected
     *     to, and the hosts under {@code .test}, which are nowhere
     */
    URI checkedUrl() {
        URI uri;
        try {
            uri = URI.create(url);
        } catch (IllegalArgumentException e) {
            throw new StreamRefused(StreamCodes.BAD_URL, "The url of the stream is no URL: " + url);
        }
        String host = uri.getHost();
        if (host == null) {
            throw new StreamRefused(StreamCodes.BAD_URL, "The url of the stream has no host: " + url);
        }
        boolean local = host.matches("localhost|127\\..*|\\[::1]|.*\\.test");
        if (!"wss".equals(uri.getScheme()) && !("ws".equals(uri.getScheme()) && local)) {
            throw new StreamRefused(StreamCodes.SCHEME, "The url of the stream is not a wss:// one: " + url);
        }
        return uri;
    }
}
