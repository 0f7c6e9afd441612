package dev.voicecall.testkit.openai;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.ObjectNode;
import dev.voicecall.audio.AudioFormat;
import java.time.Duration;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.stream.StreamSupport;

/** What a session is set to. Called on its mailbox. */
final class SessionConfig {
    private static final Map<String, AudioFormat> FORMATS = Map.of(
            "audio/pcm", AudioFormat.PCM_24K,
            "audio/pcmu", AudioFormat.TELEPHONE,
            "audio/pcma", new AudioFormat(AudioFormat.Encoding.ALAW, 8_000));

    private ObjectNode session;

    SessionConfig(String id, String model, boolean transcription, long expiresAtSeconds) {
        session = transcription ? transcription() : realtime(model);
        session.put("id", id).put("expires_at", expiresAtSeconds);
    }

    private static ObjectNode realtime(String model) {
        ObjectNode session = Json.object().put("type", "realtime").put("object", "realtime.session");
        session.put("model", model).putArray("output_modalities").add("audio");
        session.put("instructions", "").putArray("tools");
        session.put("tool_choice", "auto").put("max_output_tokens", "inf").put("truncation", "auto");
        session.putNull("tracing").putNull("prompt").putNull("include");
        ObjectNode audio = session.putObject("audio");
        putInput(audio);
        ObjectNode output = audio.putObject("output").put("voice", "marin").put("speed", 1.0);
        output.putObject("format").put("type", "audio/pcm").put("rate", 24_000);
        return session;
    }

    private static ObjectNode transcription() {
        ObjectNode session = Json.object().put("type", "transcription").put("object", "realtime.transcription_session");
        putInput(session.putObject("audio"));
        return session;
    }

    private static void putInput(ObjectNode audio) {
        ObjectNode input = audio.putObject("input");
        input.putObject("format").put("type", "audio/pcm").put("rate", 24_000);
        input.putNull("transcription").putNull("noise_reduction");
        input.set("turn_detection", withDefaults(Json.object().put("type", "server_vad")));
    }

    /** Of a detection, with what was not said about it. */
    private static ObjectNode withDefaults(ObjectNode detection) {
        ObjectNode whole = Json.object();
        if (detection.path("type").asText().equals("server_vad")) {
            whole.put("type", "server_vad").put("threshold", 0.5);
            whole.put("prefix_padding_ms", 300).put("silence_duration_ms", 200).putNull("idle_timeout_ms");
        } else {
            whole.put("type", "semantic_vad").put("eagerness", "auto");
        }
        whole.put("create_response", true).put("interrupt_response", true);
        whole.setAll(detection);
        return whole;
    }

    /**
     * Changes what is said to be changed, or nothing.
     *
     * @param spoken whether the model has spoken already
     * @throws RealtimeException if it can't be
     */
    void update(JsonNode update, boolean spoken) {
        SessionUpdate.requireValid(update);
        String type = update.path("type").asText();
        if (!type.equals(session.path("type").asText())) {
            throw RealtimeException.at(
                    "session.type",
                    "invalid_value",
                    "Cannot change the type of a session from '"
                            + session.path("type").asText() + "' to '" + type + "'.");
        }
        if (update.has("model") && !update.get("model").equals(session.get("model"))) {
            throw RealtimeException.at(
                    "session.model", "invalid_value", "Cannot update a conversation's model once it is created.");
        }
        JsonNode voice = update.at("/audio/output/voice");
        if (spoken && !voice.isMissingNode() && !voice.equals(session.at("/audio/output/voice"))) {
            throw RealtimeException.of(
                    "cannot_update_voice", "Cannot update a conversation's voice if assistant audio is present.");
        }
        ObjectNode changed = session.deepCopy();
        merge(changed, update);
        requireNoDetectionByWhisper(changed);
        session = changed;
    }

    private static void requireNoDetectionByWhisper(JsonNode session) {
        JsonNode input = session.at("/audio/input");
        if (input.at("/transcription/model").asText().equals("gpt-realtime-whisper")
                && input.path("turn_detection").isObject()) {
            throw RealtimeException.at(
                    "session.audio.input.turn_detection",
                    "invalid_value",
                    "Turn detection is not supported with 'gpt-realtime-whisper'; turn_detection must be null.");
        }
    }

    private static void merge(ObjectNode into, JsonNode update) {
        for (Map.Entry<String, JsonNode> entry : update.properties()) {
            String name = entry.getKey();
            JsonNode value = entry.getValue();
            if (List.of("audio", "input", "output").contains(name) && value.isObject()) {
                merge(into.withObject("/" + name), value);
            } else if (name.equals("turn_detection") && value instanceof ObjectNode detection) {
                into.set(name, withDefaults(detection));
            } else {
                into.set(name, value.deepCopy());
            }
        }
    }

    ObjectNode json() {
        return session.deepCopy();
    }

    boolean transcribesOnly() {
        return session.path("type").asText().equals("transcription");
    }

    String model() {
        return session.path("model").asText();
    }

    AudioFormat inputFormat() {
        return format(session.at("/audio/input/format"));
    }

    static AudioFormat format(JsonNode format) {
        AudioFormat known = FORMATS.get(format.path("type").asText());
        if (known == null) {
            throw new IllegalStateException("The format " + format + " is not one that was let in.");
        }
        return known;
    }

    /** Which model transcribes what is heard, if any. */
    Optional<String> transcriptionModel() {
        JsonNode transcription = session.at("/audio/input/transcription");
        return transcription.isObject() || transcribesOnly()
                ? Optional.of(transcription.path("model").asText("gpt-4o-transcribe"))
                : Optional.empty();
    }

    /** How it is told when somebody speaks, unless the client tells. */
    Optional<Detection> detection() {
        JsonNode detection = session.at("/audio/input/turn_detection");
        return detection.isObject() ? Optional.of(Detection.of(detection)) : Optional.empty();
    }

    /**
     * How it is told when somebody speaks. Semantic detection is one that waits longer, the less eager it is.
     *
     * @param threshold 0 to 1
     * @param padding how much of what was before speech belongs to it
     * @param silence how much of it ends a turn
     * @param responds whether a turn's end is answered
     * @param interrupts whether speech ends what is being answered
     * @param idle after how much silence the model speaks by itself
     */
    record Detection(
            double threshold,
            Duration padding,
            Duration silence,
            boolean responds,
            boolean interrupts,
            Optional<Duration> idle) {
        private static final Map<String, Integer> SEMANTIC_SILENCE_MILLIS =
                Map.of("low", 1_500, "medium", 800, "auto", 800, "high", 400);

        static Detection of(JsonNode json) {
            int semantic =
                    SEMANTIC_SILENCE_MILLIS.getOrDefault(json.path("eagerness").asText(), 800);
            JsonNode idle = json.path("idle_timeout_ms");
            return new Detection(
                    json.path("threshold").asDouble(0.5),
                    Duration.ofMillis(json.path("prefix_padding_ms").asInt(300)),
                    Duration.ofMillis(json.path("silence_duration_ms").asInt(semantic)),
                    json.path("create_response").asBoolean(),
                    json.path("interrupt_response").asBoolean(),
                    idle.isNumber() ? Optional.of(Duration.ofMillis(idle.asInt())) : Optional.empty());
        }
    }

    /** What a response is to be like: as the session, unless its request says otherwise. */
    ObjectNode forResponse(JsonNode overrides) {
        ObjectNode settings = session.deepCopy();
        merge(settings, overrides);
        return settings;
    }

    static List<String> toolNames(JsonNode settings) {
        return StreamSupport.stream(settings.path("tools").spliterator(), false)
                .map(tool -> tool.path("name").asText())
                .filter(name -> !name.isEmpty())
                .toList();
    }
}
