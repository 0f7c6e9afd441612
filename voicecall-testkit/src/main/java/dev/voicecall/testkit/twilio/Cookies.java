package dev.voicecall.testkit.twilio;

import java.net.URI;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.ConcurrentSkipListMap;
import java.util.stream.Collectors;

/** The cookies of one call, by host; paths and expiry don't matter in so short a time. Safe for use by many threads. */
final class Cookies {
    private final Map<String, Map<String, String>> byHost = new ConcurrentHashMap<>();

    Optional<String> header(URI url) {
        Map<String, String> cookies = byHost.getOrDefault(url.getHost(), Map.of());
        return cookies.isEmpty()
                ? Optional.empty()
                : Optional.of(cookies.entrySet().stream()
                        .map(cookie -> cookie.getKey() + "=" + cookie.getValue())
                        .collect(Collectors.joining("; ")));
    }

    void keep(URI url, WebReply reply) {
        for (String header : reply.headers().getOrDefault("Set-Cookie", List.of())) {
            String pair = header.split(";", -1)[0];
            int equals = pair.indexOf('=');
            if (equals > 0) {
                byHost.computeIfAbsent(url.getHost(), host -> new ConcurrentSkipListMap<>())
                        .put(
                                pair.substring(0, equals).strip(),
                                pair.substring(equals + 1).strip());
            }
        }
    }
}
