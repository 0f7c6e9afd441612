package dev.voicecall.testkit.openai;

import com.fasterxml.jackson.databind.node.ArrayNode;
import com.fasterxml.jackson.databind.node.ObjectNode;
import java.nio.charset.StandardCharsets;
import java.time.Duration;

/**
 * The JSON of what was heard. Immutable.
 *
 * @param asked how
 * @param text what was heard
 * @param speech whether anybody spoke
 * @param length of the sound
 */
record Transcript(TranscriptionRequest asked, String text, boolean speech, Duration length) {
    private static final double SURE = -0.05;
    private static final double UNSURE = -1.4;
    private static final int TOKENS_PER_SECOND = 10;

    ObjectNode json() {
        ObjectNode json = Json.object().put("text", text);
        if (asked.logprobs()) {
            ArrayNode logprobs = json.putArray("logprobs");
            Tokens.of(text).forEach(token -> {
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
        double seconds = length.toMillis() / 1e3;
        ObjectNode json = Json.object()
                .put("task", "transcribe")
                .put("language", "english")
                .put("duration", seconds)
                .put("text", text);
        ObjectNode segment = json.putArray("segments")
                .addObject()
                .put("id", 0)
                .put("seek", 0)
                .put("start", 0.0)
                .put("end", seconds)
                .put("text", " " + text);
        segment.putArray("tokens");
        segment.put("temperature", 0.0)
                .put("avg_logprob", logprob())
                .put("compression_ratio", 0.9)
                .put("no_speech_prob", speech ? 0.01 : 0.92);
        json.set("usage", usage());
        return json;
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
        int out = Tokens.count(text);
        ObjectNode usage = Json.object()
                .put("type", "tokens")
                .put("total_tokens", in + out)
                .put("input_tokens", in)
                .put("output_tokens", out);
        usage.putObject("input_token_details").put("text_tokens", 0).put("audio_tokens", in);
        return usage;
    }
}
