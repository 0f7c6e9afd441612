package dev.voicecall.examples;

import com.fasterxml.jackson.databind.JsonNode;
import dev.voicecall.spi.BadRequestException;
import java.io.IOException;
import java.net.URI;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpResponse;
import java.net.http.HttpResponse.BodyHandlers;
import java.time.Duration;
import java.util.Map;
import java.util.stream.StreamSupport;

/**
 * An ngrok agent that runs on this machine, asked over its local API ({@code GET /api/tunnels}). Immutable.
 *
 * @param api where that is
 */
record NgrokAgent(URI api) {
    private static final Duration TIMEOUT = Duration.ofSeconds(3);

    /** The one at {@code NGROK_API_URL}, or else at {@code http://127.0.0.1:4040}. */
    static NgrokAgent of(Map<String, String> settings) {
        try {
            return new NgrokAgent(URI.create(settings.getOrDefault("NGROK_API_URL", "http://127.0.0.1:4040")));
        } catch (IllegalArgumentException e) {
            throw new ConfigException("NGROK_API_URL has to be a URL like http://127.0.0.1:4040.");
        }
    }

    /**
     * The public URL that leads to a port of this machine.
     *
     * @throws ConfigException if there is none, or no agent
     */
    String publicUrl(int port) {
        String howTo = " Start one with: ngrok http " + port + "; or set PUBLIC_URL.";
        JsonNode tunnels = tunnels(howTo).path("tunnels");
        return StreamSupport.stream(tunnels.spliterator(), false)
                .filter(tunnel -> tunnel.path("config").path("addr").asText().matches("(.*:)?" + port + "/?"))
                .map(tunnel -> tunnel.path("public_url").asText())
                .filter(url -> url.startsWith("https://"))
                .findFirst()
                .orElseThrow(() -> new ConfigException(
                        "The ngrok agent at " + api + " has no tunnel to port " + port + "." + howTo));
    }

    private JsonNode tunnels(String howTo) {
        try {
            HttpResponse<byte[]> answer = HttpClient.newBuilder()
                    .connectTimeout(TIMEOUT)
                    .build()
                    .send(
                            HttpRequest.newBuilder(api.resolve("/api/tunnels"))
                                    .timeout(TIMEOUT)
                                    .build(),
                            BodyHandlers.ofByteArray());
            if (answer.statusCode() == 200) {
                return Json.object(answer.body());
            }
            throw new ConfigException(
                    "What is at " + api + " answers " + answer.statusCode() + ", so it is no ngrok agent." + howTo);
        } catch (IOException | BadRequestException e) {
            throw new ConfigException("No ngrok agent answers at " + api + "." + howTo);
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
            throw new ConfigException("Stopped before the ngrok agent answered.");
        }
    }
}
