package dev.voicecall.testkit.twilio;

import java.nio.charset.StandardCharsets;
import java.util.Base64;
import java.util.List;
import java.util.Map;

/** Whose calls they are. Immutable. */
record Account(String sid, String authToken, Map<String, String> apiKeys, List<String> numbers) {
    Account {
        apiKeys = Map.copyOf(apiKeys);
        numbers = List.copyOf(numbers);
    }

    boolean owns(String number) {
        return numbers.contains(number);
    }

    /** Whether an {@code Authorization} header is right. */
    boolean knows(String authorization) {
        return authorization.equals(basic(sid, authToken))
                || apiKeys.entrySet().stream()
                        .anyMatch(key -> authorization.equals(basic(key.getKey(), key.getValue())));
    }

    private static String basic(String user, String password) {
        return "Basic " + Base64.getEncoder().encodeToString((user + ":" + password).getBytes(StandardCharsets.UTF_8));
    }
}
