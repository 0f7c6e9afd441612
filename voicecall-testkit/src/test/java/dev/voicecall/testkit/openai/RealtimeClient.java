package dev.voicecall.testkit.openai;

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
    static final String PHONE = """
            {"type":"session.update","session":{"type":"realtime","audio":{
              "input":{"format":{"type":"audio/pcmu"},"transcription":{"model":"gpt-4o-transcribe"},
                "turn_detection":{"type":"server_vad","silence_duration_ms":500}},
              "output":{"format":{"type":"audio/pcmu"}}}}}""";

    private final VirtualScheduler time;
    private final List<JsonNode> events = new ArrayList<>();
    private final List<String> broken = new ArrayList<>();
    private @Nullable WebSocket socket;
    private int closeCode;
    private String closeReason = "";

    private RealtimeClient(VirtualScheduler time) {
        this.time = time;
    }

    static RealtimeClient connect(VirtualScheduler time, SimulatedRealtime openAi) {
        return connect(time, openAi, SimulatedRealtime.URL, Map.of("Authorization", "Bearer " + SimulatedRealtime.KEY));
    }

    static RealtimeClient connect(
            VirtualScheduler time, SimulatedRealtime openAi, URI uri, Map<String, String> headers) {
        RealtimeClient client = new RealtimeClient(time);
        openAi.connect(uri, headers, client);
        time.advance(Duration.ofMillis(100));
        return client;
    }

    /** One that speaks μ-law both ways and has turns transcribed. */
    static RealtimeClient phone(VirtualScheduler time, SimulatedRealtime openAi) {
        RealtimeClient client = connect(time, openAi);
        client.send(PHONE);
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
            events.add(JSON.readTree(text));
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
        sendNow(json);
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

    private void play(byte[] sound) {
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
