package dev.voicecall.testkit.openai;

import static dev.voicecall.testkit.openai.RealtimeException.invalidType;
import static dev.voicecall.testkit.openai.RealtimeException.invalidValue;
import static dev.voicecall.testkit.openai.RealtimeException.missing;
import static dev.voicecall.testkit.openai.RealtimeException.unknown;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.ObjectNode;
import java.util.Iterator;
import java.util.List;
import java.util.Map;
import java.util.Set;
import org.jspecify.annotations.Nullable;

/** What may stand in a {@code session.update}, and in the parameters of a response. */
final class SessionUpdate {
    private static final Set<String> REALTIME = Set.of(
            "type",
            "model",
            "output_modalities",
            "instructions",
            "audio",
            "include",
            "tracing",
            "tools",
            "tool_choice",
            "parallel_tool_calls",
            "reasoning",
            "max_output_tokens",
            "truncation",
            "prompt");
    private static final Set<String> TRANSCRIPTION = Set.of("type", "audio", "include");
    private static final Set<String> RESPONSE = Set.of(
            "output_modalities",
            "instructions",
            "audio",
            "tools",
            "tool_choice",
            "parallel_tool_calls",
            "reasoning",
            "max_output_tokens",
            "conversation",
            "metadata",
            "prompt",
            "input");
    private static final Set<String> INPUT = Set.of("format", "transcription", "noise_reduction", "turn_detection");
    private static final Set<String> OUTPUT = Set.of("format", "voice", "speed");
    private static final Set<String> TRANSCRIPT =
            Set.of("model", "language", "languages", "keywords", "prompt", "delay");
    private static final Map<String, Set<String>> DETECTION = Map.of(
            "server_vad",
            Set.of(
                    "type",
                    "threshold",
                    "prefix_padding_ms",
                    "silence_duration_ms",
                    "create_response",
                    "interrupt_response",
                    "idle_timeout_ms"),
            "semantic_vad",
            Set.of("type", "eagerness", "create_response", "interrupt_response"));
    private static final int LONGEST_ANSWER = 4_096;

    private SessionUpdate() {}

    /** @throws RealtimeException unless all of it may stand there */
    static void requireValid(JsonNode session) {
        requireObject("session", session);
        String type = requireText("session.type", session.get("type"));
        switch (type) {
            case "realtime" -> requireKeys("session", session, REALTIME);
            case "transcription" -> requireKeys("session", session, TRANSCRIPTION);
            default -> throw invalidValue("session.type", type, "'realtime' and 'transcription'");
        }
        requireAudio(
                session.path("audio"),
                "session",
                type.equals("transcription") ? Set.of("input") : Set.of("input", "output"));
        requireAnswer("session", session);
    }

    /** @throws RealtimeException unless all of it may stand there */
    static void requireValidResponse(JsonNode response) {
        requireObject("response", response);
        requireKeys("response", response, RESPONSE);
        requireAudio(response.path("audio"), "response", Set.of("output"));
        requireAnswer("response", response);
    }

    private static void requireAnswer(String at, JsonNode settings) {
        if (settings.has("output_modalities")) {
            String modalities = settings.get("output_modalities").toString();
            if (!modalities.equals("[\"audio\"]") && !modalities.equals("[\"text\"]")) {
                throw invalidValue(at + ".output_modalities", modalities, "['text'] and ['audio']");
            }
        }
        JsonNode most = settings.path("max_output_tokens");
        if (most.isNumber()
                ? most.asInt() < 1 || most.asInt() > LONGEST_ANSWER
                : most.isTextual() && !most.asText().equals("inf")) {
            throw invalidValue(at + ".max_output_tokens", most.asText(), "1 to 4096 and 'inf'");
        }
        int number = 0;
        for (JsonNode tool : settings.path("tools")) {
            requireTool(at + ".tools[" + number++ + "]", tool);
        }
    }

    private static void requireTool(String at, JsonNode tool) {
        String type = requireText(at + ".type", tool.get("type"));
        switch (type) {
            case "function" -> {
                requireKeys(at, tool, Set.of("type", "name", "description", "parameters"));
                requireText(at + ".name", tool.get("name"));
            }
            case "mcp" -> requireText(at + ".server_label", tool.get("server_label"));
            default -> throw invalidValue(at + ".type", type, "'function' and 'mcp'");
        }
    }

    private static void requireAudio(JsonNode audio, String at, Set<String> directions) {
        if (audio.isMissingNode()) {
            return;
        }
        requireObject(at + ".audio", audio);
        requireKeys(at + ".audio", audio, directions);
        requireInput(at + ".audio.input", audio.path("input"));
        requireOutput(at + ".audio.output", audio.path("output"));
    }

    private static void requireInput(String at, JsonNode input) {
        requireKeys(at, input, INPUT);
        requireFormat(at + ".format", input.path("format"));
        for (String settings : List.of("transcription", "noise_reduction", "turn_detection")) {
            requireObjectOrNull(at + "." + settings, input.path(settings));
        }
        requireKeys(at + ".transcription", input.path("transcription"), TRANSCRIPT);
        requireKeys(at + ".noise_reduction", input.path("noise_reduction"), Set.of("type"));
        if (input.path("turn_detection").isObject()) {
            requireDetection(at + ".turn_detection", input.get("turn_detection"));
        }
    }

    private static void requireDetection(String at, JsonNode detection) {
        String type = requireText(at + ".type", detection.get("type"));
        Set<String> keys = DETECTION.get(type);
        if (keys == null) {
            throw invalidValue(at + ".type", type, "'server_vad' and 'semantic_vad'");
        }
        requireKeys(at, detection, keys);
        requireRange(at + ".threshold", detection, "threshold", 0, 1);
        requireRange(at + ".idle_timeout_ms", detection, "idle_timeout_ms", 5_000, 30_000);
    }

    private static void requireObjectOrNull(String at, JsonNode value) {
        if (!value.isNull() && !value.isMissingNode()) {
            requireObject(at, value);
        }
    }

    private static void requireOutput(String at, JsonNode output) {
        requireKeys(at, output, OUTPUT);
        requireFormat(at + ".format", output.path("format"));
        requireRange(at + ".speed", output, "speed", 0.25, 1.5);
    }

    private static void requireFormat(String at, JsonNode format) {
        if (format.isMissingNode()) {
            return;
        }
        requireObject(at, format);
        requireKeys(at, format, Set.of("type", "rate"));
        String type = requireText(at + ".type", format.get("type"));
        switch (type) {
            case "audio/pcm" -> {
                int rate = format.path("rate").asInt(24_000);
                if (rate != 24_000) {
                    throw invalidValue(at + ".rate", String.valueOf(rate), "24000");
                }
            }
            case "audio/pcmu", "audio/pcma" -> requireKeys(at, format, Set.of("type"));
            default -> throw invalidValue(at + ".type", type, "'audio/pcm', 'audio/pcmu' and 'audio/pcma'");
        }
    }

    private static void requireRange(String at, JsonNode object, String key, double least, double most) {
        JsonNode number = object.path(key);
        if (number.isMissingNode() || number.isNull()) {
            return;
        }
        if (!number.isNumber()) {
            throw invalidType(at, "a number", Json.kind(number));
        }
        if (number.asDouble() < least || number.asDouble() > most) {
            throw invalidValue(at, number.asText(), least + " to " + most);
        }
    }

    static void requireKeys(String at, JsonNode object, Set<String> known) {
        for (Iterator<String> names = object.fieldNames(); names.hasNext(); ) {
            String name = names.next();
            if (!known.contains(name)) {
                throw unknown(at.isEmpty() ? name : at + "." + name);
            }
        }
    }

    static String requireText(String at, @Nullable JsonNode value) {
        if (value == null) {
            throw missing(at);
        }
        if (!value.isTextual()) {
            throw invalidType(at, "a string", Json.kind(value));
        }
        return value.asText();
    }

    static ObjectNode requireObject(String at, @Nullable JsonNode value) {
        if (value == null || value.isMissingNode()) {
            throw missing(at);
        }
        if (value instanceof ObjectNode object) {
            return object;
        }
        throw invalidType(at, "an object", Json.kind(value));
    }
}
