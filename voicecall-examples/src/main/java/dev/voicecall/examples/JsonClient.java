package dev.voicecall.examples;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.ObjectNode;
import dev.voicecall.VoiceCallException;
import java.io.IOException;
import java.net.URI;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpRequest.BodyPublishers;
import java.net.http.HttpResponse;
import java.net.http.HttpResponse.BodyHandlers;
import java.time.Duration;

/** A client of a service that answers with JSON. Safe for use by many threads. */
final class JsonClient {
    private static final Duration LONGEST = Duration.ofMinutes(1);

    private final URI service;
    private final HttpClient http = HttpClient.newHttpClient();

    JsonClient(URI service) {
        this.service = service;
    }

    JsonNode get(String path) {
        return send(HttpRequest.newBuilder(service.resolve(path)));
    }

    JsonNode post(String path, ObjectNode body) {
        return send(HttpRequest.newBuilder(service.resolve(path)).POST(BodyPublishers.ofString(body.toString())));
    }

    /** Sends a form, such as {@code to=%2B14155550123}. */
    JsonNode postForm(String path, String form) {
        return send(HttpRequest.newBuilder(service.resolve(path))
                .header("Content-Type", "application/x-www-form-urlencoded")
                .POST(BodyPublishers.ofString(form)));
    }

    private JsonNode send(HttpRequest.Builder request) {
        try {
            HttpResponse<byte[]> response = http.send(request.timeout(LONGEST).build(), BodyHandlers.ofByteArray());
            if (response.statusCode() != 200) {
                throw new VoiceCallException("The service answered with status " + response.statusCode() + ".");
            }
            return Json.object(response.body());
        } catch (IOException e) {
            throw new VoiceCallException("The service can't be reached.", e);
        } catch (InterruptedException e) {
            throw new VoiceCallException("Stopped before the service answered.", e);
        }
    }
}
