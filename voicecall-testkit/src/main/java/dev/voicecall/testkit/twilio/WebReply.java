package dev.voicecall.testkit.twilio;

import java.nio.charset.StandardCharsets;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.TreeMap;

/** What the application answered. Immutable; the body is not copied. */
record WebReply(int status, Map<String, List<String>> headers, byte[] body) {
    WebReply {
        Map<String, List<String>> sorted = new TreeMap<>(String.CASE_INSENSITIVE_ORDER);
        sorted.putAll(headers);
        headers = sorted;
    }

    Optional<String> header(String name) {
        return headers.getOrDefault(name, List.of()).stream().findFirst();
    }

    String text() {
        return new String(body, StandardCharsets.UTF_8);
    }
}
