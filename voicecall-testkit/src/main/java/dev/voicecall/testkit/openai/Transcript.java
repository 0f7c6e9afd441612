package dev.voicecall.testkit.openai;

import com.fasterxml.jackson.databind.node.ArrayNode;
import com.fasterxml.jackson.databind.node.ObjectNode;
import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.util.List;
import java.util.stream.Collectors;

/**
 * The JSON of what was heard. Immutable.
 *
 * @param asked how
 * @param parts what was heard, in order
 * @param speech whether anybody spoke
 * @param length of the sound
 */
record Transcript(TranscriptionRequest asked, List<Part> parts, boolean speech, Duration length) {
    private static final double SURE = -0.05;
    private static final double UNSURE = -1.4;
    private static final int TOKENS_PER_SECOND = 10;

    /**
     * What was said without a pause. Immutable.
     *
     * @param begin since the beginning of the sound
     * @param end likewise
     */
    record Part(String text, Duration begin, Duration end) {}

    /** All of it. */
    String text() {
        return parts.stream().map(Part::text).collect(Collectors.joining(" "));
    }

    ObjectNode json() {
        ObjectNode json = Json.object().put("text", text());
        if (asked.logprobs()) {
            ArrayNode logprobs = json.putArray("logprobs");
            Tokens.of(text()).forEach(token -> {
                ObjectNode entry = logprobs.addObject().put("token", token).put("logprob", logprob());
                ArrayNode bytes = entry.putArray("bytes");
                for (byte b : token.getBytes(StandardCharsets.UTF_8)) {
                    bytes.add(b & 0xFF);
                }
            });
        }
        json.set("usage", usage());
        return json;
    }

    ObjectNode verbose() {
        ObjectNode json = Json.object()
                .put("task", "transcribe")
                .put("language", "english")
                .put("duration", seconds(length))
                .put("text", text());
        ArrayNode segments = json.putArray("segments");
        for (Part part : parts) {
            ObjectNode segment = segment(segments, part).put("seek", 0).put("text", " " + part.text());
            segment.putArray("tokens");
            segment.put("temperature", 0.0)
                    .put("avg_logprob", logprob())
                    .put("compression_ratio", 0.9)
                    .put("no_speech_prob", speech ? 0.01 : 0.92);
        }
        json.set("usage", usage());
        return json;
    }

    /** All by one speaker, whose voice is not looked at. */
    ObjectNode diarized() {
        ObjectNode json = Json.object()
                .put("task", "transcribe")
                .put("duration", seconds(length))
                .put("text", text());
        ArrayNode segments = json.putArray("segments");
        for (Part part : parts) {
            segment(segments, part)
                    .put("id", "seg_" + segments.size())
                    .put("type", "transcript.text.segment")
                    .put("text", part.text())
                    .put("speaker", "A");
        }
        json.set("usage", usage());
        return json;
    }

    private static ObjectNode segment(ArrayNode segments, Part part) {
        int id = segments.size();
        return segments.addObject()
                .put("id", id)
                .put("start", seconds(part.begin()))
                .put("end", seconds(part.end()));
    }

    private static double seconds(Duration time) {
        return time.toMillis() / 1e3;
    }

    private double logprob() {
        return speech ? SURE : UNSURE;
    }

    private ObjectNode usage() {
        int seconds = (int) Math.max(1, Math.round(length.toMillis() / 1e3));
        if (asked.whisper()) {
            return Json.object().put("type", "duration").put("seconds", seconds);
        }
        int in = seconds * TOKENS_PER_SECOND;
        int out = Tokens.count(text());
        ObjectNode usage = Json.object()
                .put("type", "tokens")
                .put("total_tokens", in + out)
                .put("input_tokens", in)
                .put("output_tokens", out);
        usage.putObject("input_token_details").put("text_tokens", 0).put("audio_tokens", in);
        return usage;
    }
}
