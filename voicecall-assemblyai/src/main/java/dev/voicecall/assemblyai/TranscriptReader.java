package dev.voicecall.assemblyai;

import com.fasterxml.jackson.databind.JsonNode;
import dev.voicecall.RecordingTranscript;
import dev.voicecall.RecordingTranscript.Segment;
import java.time.Duration;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.List;
import java.util.Optional;
import java.util.OptionalDouble;
import java.util.OptionalInt;

/** Reads a transcript that is complete. */
final class TranscriptReader {
    private static final Comparator<Segment> BY_BEGIN =
            Comparator.comparing(segment -> segment.begin().orElse(Duration.ZERO));

    private TranscriptReader() {}

    static RecordingTranscript read(JsonNode transcript) {
        List<Segment> segments = new ArrayList<>();
        transcript.path("utterances").forEach(utterance -> segments.add(segment(utterance)));
        if (segments.isEmpty() && !transcript.path("text").asText("").isBlank()) {
            segments.add(segment(transcript));
        }
        segments.sort(BY_BEGIN);
        Optional<String> language = text(transcript, "language_code").map(Languages::tag);
        JsonNode seconds = transcript.path("audio_duration");
        Optional<Duration> duration = seconds.isNumber()
                ? Optional.of(Duration.ofMillis(Math.round(seconds.asDouble() * 1_000)))
                : Optional.empty();
        return new RecordingTranscript(segments, language, duration);
    }

    /** Of several channels, AssemblyAI calls each speaker by its channel; that is no more than the channel says. */
    private static Segment segment(JsonNode utterance) {
        OptionalInt channel = text(utterance, "channel")
                .filter(number -> number.matches("[0-9]{1,3}"))
                .map(number -> OptionalInt.of(Integer.parseInt(number)))
                .orElse(OptionalInt.empty());
        Optional<String> speaker =
                text(utterance, "speaker").filter(name -> channel.isEmpty() || !name.matches("[0-9]+"));
        JsonNode confidence = utterance.path("confidence");
        return new Segment(
                speaker,
                channel,
                utterance.path("text").asText("").strip(),
                millis(utterance, "start"),
                millis(utterance, "end"),
                confidence.isNumber() ? OptionalDouble.of(confidence.asDouble()) : OptionalDouble.empty());
    }

    private static Optional<String> text(JsonNode node, String name) {
        JsonNode value = node.path(name);
        return value.isValueNode() && !value.isNull() && !value.asText().isBlank()
                ? Optional.of(value.asText())
                : Optional.empty();
    }

    private static Optional<Duration> millis(JsonNode node, String name) {
        JsonNode value = node.path(name);
        return value.isNumber() ? Optional.of(Duration.ofMillis(Math.round(value.asDouble()))) : Optional.empty();
    }
}
