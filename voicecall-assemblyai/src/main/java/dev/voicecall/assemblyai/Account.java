package dev.voicecall.assemblyai;

import dev.voicecall.spi.WebSocketClient;
import java.net.URI;
import java.time.Duration;
import java.util.Map;

/**
 * Where AssemblyAI is, and as whom we come. Immutable; {@link #toString} does not tell the key.
 *
 * @param key of the API
 * @param baseUrl of REST, for example {@code https://api.assemblyai.com}; without a slash at its end
 * @param streamingUrl of WebSockets, for example {@code wss://streaming.assemblyai.com}; likewise
 * @param connectTimeout how long a connection may take to stand
 * @param timeout how long it may take until something goes on
 * @param webSockets opens streaming connections
 */
record Account(
        String key,
        URI baseUrl,
        URI streamingUrl,
        Duration connectTimeout,
        Duration timeout,
        WebSocketClient webSockets) {

    /** Headers of every request; AssemblyAI takes the key without a {@code Bearer}. */
    Map<String, String> headers() {
        return Map.of("Authorization", key);
    }

    /** A URL of REST, for example of {@code /v2/upload}. */
    URI url(String path) {
        return URI.create(baseUrl + path);
    }

    /** A URL of a WebSocket, for example of {@code /v3/ws}. */
    URI socketUrl(String path) {
        return URI.create(streamingUrl + path);
    }

    @Override
    public String toString() {
        return "AssemblyAI at " + baseUrl;
    }
}
