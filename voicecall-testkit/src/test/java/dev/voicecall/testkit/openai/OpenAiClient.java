package dev.voicecall.testkit.openai;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import java.io.IOException;
import java.net.URI;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpResponse;
import java.time.Duration;
import java.util.List;

/** Asks the simulator by the JDK's client, without any knowledge of what is right. */
final class OpenAiClient {
    static final ObjectMapper JSON = new ObjectMapper();

    private final HttpClient http = HttpClient.newHttpClient();
    private final OpenAiSimulator openAi;

    OpenAiClient(OpenAiSimulator openAi) {
        this.openAi = openAi;
    }

    HttpRequest.Builder request(String path) {
        return HttpRequest.newBuilder(URI.create(openAi.baseUrl() + path))
                .timeout(Duration.ofSeconds(20))
                .header("Authorization", "Bearer " + openAi.apiKey())
                .header("Content-Type", "application/json");
    }

    HttpResponse<String> post(String path, String json) throws IOException, InterruptedException {
        return send(
                request(path).POST(HttpRequest.BodyPublishers.ofString(json)).build());
    }

    HttpResponse<String> send(HttpRequest request) throws IOException, InterruptedException {
        return http.send(request, HttpResponse.BodyHandlers.ofString());
    }

    HttpResponse<byte[]> bytes(HttpRequest request) throws IOException, InterruptedException {
        return http.send(request, HttpResponse.BodyHandlers.ofByteArray());
    }

    HttpClient http() {
        return http;
    }

    /** The data of all events. */
    static List<String> events(HttpResponse<String> response) {
        return List.of(response.body().strip().split("\n\n", -1)).stream()
                .map(event -> event.substring("data: ".length()))
                .toList();
    }

    static JsonNode json(String json) throws IOException {
        return JSON.readTree(json);
    }
}
