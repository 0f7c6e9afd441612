package dev.voicecall.openai;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.ArrayNode;
import com.fasterxml.jackson.databind.node.ObjectNode;
import dev.voicecall.spi.Tool;
import java.util.List;
import java.util.Locale;
import java.util.Optional;

/** What a session is told about itself: every setting, since OpenAI's defaults differ from their documentation. */
final class RealtimeConfiguration {
    /** G.711 μ-law at 8 kHz. */
    static final String FORMAT = "audio/pcmu";

    private RealtimeConfiguration() {}

    /** A session that hears and speaks. */
    static ObjectNode conversation(RealtimeSettings settings, String language) {
        ObjectNode session = Json.object().put("type", "realtime").put("instructions", settings.instructions());
        session.putArray("output_modalities").add("audio");
        settings.maxOutputTokens()
                .ifPresentOrElse(
                        tokens -> session.put("max_output_tokens", tokens),
                        () -> session.put("max_output_tokens", "inf"));
        ObjectNode audio = session.putObject("audio");
        input(audio.putObject("input"), settings, language);
        ObjectNode output = audio.putObject("output");
        output.putObject("format").put("type", FORMAT);
        output.put("voice", settings.voice()).put("speed", settings.speed());
        ArrayNode tools = session.putArray("tools");
        settings.tools().forEach(tool -> tools.add(tool(tool)));
        return session.put("tool_choice", "auto");
    }

    private static void input(ObjectNode input, RealtimeSettings settings, String language) {
        input.putObject("format").put("type", FORMAT);
        settings.transcriptionModel()
                .ifPresentOrElse(
                        model -> input.set("transcription", transcription(model, language)),
                        () -> input.putNull("transcription"));
        settings.noiseReduction()
                .ifPresentOrElse(
                        kind -> input.putObject("noise_reduction").put("type", lowerCase(kind)),
                        () -> input.putNull("noise_reduction"));
        input.set("turn_detection", turnDetection(settings.turnDetection()));
    }

    private static ObjectNode turnDetection(TurnDetection detection) {
        ObjectNode json = Json.object();
        if (detection instanceof TurnDetection.Silence silence) {
            json.put("type", "server_vad")
                    .put("threshold", silence.threshold())
                    .put("prefix_padding_ms", silence.prefix().toMillis())
                    .put("silence_duration_ms", silence.silence().toMillis());
        } else if (detection instanceof TurnDetection.Meaning meaning) {
            json.put("type", "semantic_vad").put("eagerness", lowerCase(meaning.eagerness()));
        }
        return json.put("create_response", true).put("interrupt_response", true);
    }

    private static ObjectNode tool(Tool tool) {
        return Json.object()
                .put("type", "function")
                .put("name", tool.name())
                .put("description", tool.description())
                .set("parameters", Json.read(tool.schema()));
    }

    /**
     * A session that only writes down what is said, and is told where an utterance ends.
     *
     * @param hints words that are likely
     */
    static ObjectNode transcription(String model, String language, List<String> hints) {
        ObjectNode session = Json.object().put("type", "transcription");
        ObjectNode input = session.putObject("audio").putObject("input");
        input.putObject("format").put("type", FORMAT);
        ObjectNode transcription = transcription(model, language);
        if (!hints.isEmpty()) {
            addHints(transcription, model, hints);
        }
        input.set("transcription", transcription);
        input.putNull("noise_reduction").putNull("turn_detection");
        return session;
    }

    /** Each family of models takes them in another way, or not at all. */
    private static void addHints(ObjectNode transcription, String model, List<String> hints) {
        if (model.startsWith("gpt-live-transcribe") || model.startsWith("gpt-transcribe")) {
            ArrayNode keywords = transcription.putArray("keywords");
            hints.forEach(keywords::add);
        } else if (!model.startsWith("gpt-realtime-whisper") && !model.contains("diarize")) {
            transcription.put("prompt", String.join(", ", hints));
        }
    }

    /** A model that writes down what is said. */
    private static ObjectNode transcription(String model, String language) {
        ObjectNode json = Json.object().put("model", model);
        LanguageCode.of(language).ifPresent(code -> json.put("language", code));
        return json;
    }

    /**
     * What a server that has confirmed a session means to do otherwise than it was told.
     *
     * @param session as the server describes it
     * @param direction {@code input} or {@code output}
     * @return the format that it takes or gives; empty if it is the right one
     */
    static Optional<String> otherFormat(JsonNode session, String direction) {
        String format = session.path("audio")
                .path(direction)
                .path("format")
                .path("type")
                .asText("none");
        return format.equals(FORMAT) ? Optional.empty() : Optional.of(format);
    }

    private static String lowerCase(Enum<?> value) {
        return value.name().toLowerCase(Locale.ROOT);
    }
}
