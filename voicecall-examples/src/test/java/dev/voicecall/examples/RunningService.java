package dev.voicecall.examples;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.json.JsonMapper;
import dev.voicecall.CallListener;
import dev.voicecall.spi.SpeechToText;
import java.io.IOException;
import java.net.URI;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpRequest.BodyPublishers;
import java.net.http.HttpResponse;
import java.net.http.HttpResponse.BodyHandlers;
import java.net.http.WebSocket;
import java.nio.file.Path;
import java.time.Duration;
import java.util.HashMap;
import java.util.Map;
import java.util.Optional;
import java.util.concurrent.CompletableFuture;

/** A service with simulated phones, and a client of it. */
final class RunningService implements AutoCloseable {
    private static final JsonMapper JSON = new JsonMapper();

    private final SimulatedPhones phones;
    private final AutoCloseable service;
    private final URI address;
    private final HttpClient client = HttpClient.newHttpClient();

    private RunningService(SimulatedPhones phones, AutoCloseable service, URI address) {
        this.phones = phones;
        this.service = service;
        this.address = address;
    }

    /**
     * An {@link AskService}.
     *
     * @param more variables, beyond what is needed
     */
    static RunningService start(double speed, Map<String, String> more, Duration drainTimeout) {
        SimulatedPhones phones = SimulatedPhones.start(speed);
        AskService service = AskService.start(ServiceConfig.of(settings(phones, more)), drainTimeout);
        return new RunningService(phones, service, service.address());
    }

    /** An {@link AssistantService}, on lines that are as slow as real ones. */
    static RunningService startAssistant(AssistantService.Parts parts, Map<String, String> more) {
        return startAssistant(parts, more, new CallListener() {});
    }

    /** The same, with somebody who hears of its calls. */
    static RunningService startAssistant(
            AssistantService.Parts parts, Map<String, String> more, CallListener listener) {
        SimulatedPhones phones = SimulatedPhones.start(1);
        AssistantService service = AssistantService.start(AssistantConfig.of(settings(phones, more)), parts, listener);
        return new RunningService(phones, service, service.address());
    }

    /** A {@link CallCenterService}, on lines that are as slow as real ones. */
    static RunningService startCallCenter(CallCenterService.Parts parts, Map<String, String> more) {
        SimulatedPhones phones = SimulatedPhones.start(1);
        CallCenterService service = CallCenterService.start(ServiceConfig.of(settings(phones, more)), parts);
        return new RunningService(phones, service, service.address());
    }

    /** A {@link RelayService}, on lines that are as slow as real ones. */
    static RunningService startRelay(Optional<SpeechToText> ear, Map<String, String> more) {
        SimulatedPhones phones = SimulatedPhones.start(1);
        RelayService service = RelayService.start(RelayConfig.of(settings(phones, more), Path.of("target")), ear);
        return new RunningService(phones, service, service.address());
    }

    private static Map<String, String> settings(SimulatedPhones phones, Map<String, String> more) {
        int port = FreePort.find();
        Map<String, String> settings = new HashMap<>(phones.settings());
        settings.put("PUBLIC_URL", "http://127.0.0.1:" + port);
        settings.put("PORT", Integer.toString(port));
        settings.putAll(more);
        return settings;
    }

    static RunningService start(double speed, Map<String, String> more) {
        return start(speed, more, Duration.ofSeconds(20));
    }

    String accountSid() {
        return phones.settings().get("TWILIO_ACCOUNT_SID");
    }

    SimulatedPhones phones() {
        return phones;
    }

    /** Listens to the events of an assistant. @return completes when it hears them, or exceptionally if it is refused */
    CompletableFuture<EventRecorder> listen(String... headers) {
        EventRecorder events = new EventRecorder();
        WebSocket.Builder socket = client.newWebSocketBuilder();
        for (int i = 0; i < headers.length; i += 2) {
            socket.header(headers[i], headers[i + 1]);
        }
        return socket.buildAsync(URI.create("ws" + address.toString().substring("http".length()) + "/events"), events)
                .thenCompose(open -> events.first("connected"))
                .thenApply(connected -> events);
    }

    /** Has a number called. */
    CompletableFuture<JsonNode> makeCall(String number) {
        return makeCall(number, 30);
    }

    CompletableFuture<JsonNode> makeCall(String number, int timeoutSeconds) {
        String body = Json.object()
                .put("number", number)
                .put("prompt", "Who are you?")
                .put("timeout_seconds", timeoutSeconds)
                .toString();
        return client.sendAsync(request("POST", "/make-call", body).build(), BodyHandlers.ofString())
                .thenApply(RunningService::json);
    }

    HttpResponse<String> post(String path, String body, String... headers) {
        return send("POST", path, body, headers);
    }

    HttpResponse<String> send(String method, String path, String body, String... headers) {
        HttpRequest.Builder request = request(method, path, body);
        if (headers.length > 0) {
            request.headers(headers);
        }
        try {
            return client.send(request.build(), BodyHandlers.ofString());
        } catch (IOException e) {
            throw new java.io.UncheckedIOException(e);
        } catch (InterruptedException e) {
            throw new IllegalStateException(e);
        }
    }

    URI address() {
        return address;
    }

    private HttpRequest.Builder request(String method, String path, String body) {
        return HttpRequest.newBuilder(address().resolve(path))
                .timeout(Duration.ofSeconds(60))
                .method(method, BodyPublishers.ofString(body));
    }

    static JsonNode json(HttpResponse<String> response) {
        try {
            return JSON.readTree(response.body());
        } catch (IOException e) {
            throw new java.io.UncheckedIOException(e);
        }
    }

    @Override
    public void close() {
        try {
            service.close();
        } catch (Exception e) {
            throw new IllegalStateException(e);
        }
        phones.close();
    }
}
