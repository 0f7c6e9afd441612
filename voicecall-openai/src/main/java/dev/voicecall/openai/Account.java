package dev.voicecall.openai;

import dev.voicecall.spi.WebSocketClient;
import java.net.URI;
import java.time.Duration;
import java.util.LinkedHashMap;
import java.util.Map;
import java.util.Optional;

/**
 * Where OpenAI is, and as whom we come. Immutable; {@link #toString} does not tell the key.
 *
 * @param key of the API
 * @param baseUrl ends with the version, for example {@code https://api.openai.com/v1}; without a slash at its end
 * @param organization whose account it is, if the key does not say
 * @param project of that
 * @param connectTimeout how long a connection may take to stand
 * @param timeout how long an answer may take to begin, and then to go on
 * @param webSockets opens Realtime connections
 */
record Account(
        String key,
        URI baseUrl,
        Optional<String> organization,
        Optional<String> project,
        Duration connectTimeout,
        Duration timeout,
        WebSocketClient webSockets) {

    /** Headers of every request. */
    Map<String, String> headers() {
        Map<String, String> headers = new LinkedHashMap<>();
        headers.put("Authorization", "Bearer " + key);
        organization.ifPresent(value -> headers.put("OpenAI-Organization", value));
        project.ifPresent(value -> headers.put("OpenAI-Project", value));
        return headers;
    }

    /** A URL below the base, for example of {@code /audio/speech}. */
    URI url(String path) {
        return URI.create(baseUrl + path);
    }

    /** The same for a WebSocket. */
    URI socketUrl(String path) {
        return URI.create("ws" + url(path).toString().substring("http".length()));
    }

    @Override
    public String toString() {
        return "OpenAI at " + baseUrl;
    }
}
