package dev.voicecall.testkit.openai;

import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.core.JsonProcessingException;
import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import dev.voicecall.spi.WebSocket;
import dev.voicecall.spi.WebSocketListener;
import dev.voicecall.testkit.FakeSpeech;
import dev.voicecall.testkit.VirtualScheduler;
import java.io.ByteArrayOutputStream;
import java.net.URI;
import java.nio.ByteBuffer;
import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.Base64;
import java.util.List;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/** A client of the simulated Realtime API on virtual time: sends events, and keeps what comes. */
final class RealtimeClient implements WebSocketListener {
    static final ObjectMapper JSON = new ObjectMapper();

    private final VirtualScheduler time;
    private final List<JsonNode> events = new ArrayList<>();
    private final List<String> broken = new ArrayList<>();
    private final List<String> problems = new ArrayList<>();
    private @Nullable WebSocket socket;
    private int closeCode;
    private String closeReason = "";

    private RealtimeClient(VirtualScheduler time) {
        this.time = time;
    }

    static RealtimeClient connect(
            VirtualScheduler time, SimulatedRealtime openAi, URI uri, Map<String, String> headers) {
        RealtimeClient client = new RealtimeClient(time);
        openAi.connect(uri, headers, client);
        time.advance(Duration.ofMillis(100));
        return client;
    }

    @Override
    public void onOpen(WebSocket opened) {
        socket = opened;
    }

    @Override
    public void onText(WebSocket from, ByteBuffer utf8) {
        String text = StandardCharsets.UTF_8.decode(utf8).toString();
        try {
            JsonNode event = JSON.readTree(text);
            events.add(event);
            PublishedSchemas.get().ifPresent(published -> published.problemsOfServer(event).stream()
                    .map(problem -> problem + " in " + event)
                    .forEach(problems::add));
        } catch (JsonProcessingException e) {
            broken.add(text);
        }
    }

    @Override
    public void onClose(WebSocket from, int code, String reason) {
        closeCode = code;
        closeReason = reason;
    }

    /** Sends an event, and waits 100 ms. */
    void send(String json) {
        PublishedSchemas.get().ifPresent(published -> {
            try {
                assertThat(published.problemsOfClient(JSON.readTree(json)))
                        .as("what is wrong with %s", json)
                        .isEmpty();
            } catch (JsonProcessingException e) {
                throw new AssertionError("Not JSON: " + json, e);
            }
        });
        sendWrong(json);
    }

    /** Sends something that is no event, and waits 100 ms. */
    void sendWrong(String text) {
        sendNow(text);
        time.advance(Duration.ofMillis(100));
    }

    void sendNow(String json) {
        java.util.Objects.requireNonNull(socket).sendText(ByteBuffer.wrap(json.getBytes(StandardCharsets.UTF_8)));
    }

    /** Says something in real time, frame by frame. */
    void say(String words) {
        play(FakeSpeech.say(words));
    }

    /** Lets silence be heard. */
    void silence(Duration length) {
        byte[] silence = new byte[(int) length.toMillis() * 8];
        Arrays.fill(silence, FakeSpeech.SILENCE);
        play(silence);
    }

    /** Plays sound in real time, frame by frame. */
    void play(byte[] sound) {
        for (int at = 0; at < sound.length; at += 160) {
            append(Arrays.copyOfRange(sound, at, Math.min(at + 160, sound.length)));
            time.advance(Duration.ofMillis(20));
        }
    }

    void append(byte[] sound) {
        sendNow("{\"type\":\"input_audio_buffer.append\",\"audio\":\""
                + Base64.getEncoder().encodeToString(sound) + "\"}");
    }

    List<JsonNode> events() {
        return events;
    }

    List<String> types() {
        return events.stream().map(event -> event.path("type").asText()).toList();
    }

    List<JsonNode> of(String type) {
        return events.stream()
                .filter(event -> event.path("type").asText().equals(type))
                .toList();
    }

    JsonNode last(String type) {
        List<JsonNode> all = of(type);
        if (all.isEmpty()) {
            throw new AssertionError("There is no " + type + " among " + types());
        }
        return all.get(all.size() - 1);
    }

    JsonNode lastError() {
        return last("error").path("error");
    }

    /** All sound of an item. */
    byte[] sound(String item) {
        ByteArrayOutputStream sound = new ByteArrayOutputStream();
        of("response.output_audio.delta").stream()
                .filter(event -> event.path("item_id").asText().equals(item))
                .forEach(event -> sound.writeBytes(
                        Base64.getDecoder().decode(event.path("delta").asText())));
        return sound.toByteArray();
    }

    void forget() {
        events.clear();
    }

    /** What is wrong with what came, by OpenAI's schemas. */
    List<String> problems() {
        return problems;
    }

    List<String> broken() {
        return broken;
    }

    int closeCode() {
        return closeCode;
    }

    String closeReason() {
        return closeReason;
    }
}
