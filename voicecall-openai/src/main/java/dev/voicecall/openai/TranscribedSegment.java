package dev.voicecall.openai;

import com.fasterxml.jackson.databind.JsonNode;
import dev.voicecall.RecordingTranscript.Segment;
import java.time.Duration;
import java.util.List;
import java.util.Optional;
import java.util.OptionalDouble;
import java.util.OptionalInt;
import java.util.stream.StreamSupport;

/**
 * A part of what a model wrote down of a recording. Immutable.
 *
 * @param transcript the words, and how sure the model is of them
 * @param speaker as a model names him that tells speakers apart
 * @param begin where the model tells it
 * @param end likewise
 */
record TranscribedSegment(
        Transcript transcript, Optional<String> speaker, Optional<Duration> begin, Optional<Duration> end) {
    private static final double NANOS_PER_SECOND = 1e9;

    /** Of an answer of {@code json}, {@code verbose_json} or {@code diarized_json}; without those that have no words. */
    static List<TranscribedSegment> of(JsonNode answer) {
        JsonNode segments = answer.path("segments");
        List<TranscribedSegment> all = segments.isArray()
                ? StreamSupport.stream(segments.spliterator(), false)
                        .map(TranscribedSegment::ofSegment)
                        .toList()
                : List.of(new TranscribedSegment(
                        Transcript.of(answer), Optional.empty(), Optional.empty(), Optional.empty()));
        return all.stream()
                .filter(segment -> !segment.transcript.text().isEmpty())
                .toList();
    }

    private static TranscribedSegment ofSegment(JsonNode segment) {
        OptionalDouble logprob = number(segment, "avg_logprob");
        Transcript transcript = new Transcript(
                segment.path("text").asText().strip(),
                logprob.isPresent() ? OptionalDouble.of(Math.min(1, Math.exp(logprob.getAsDouble()))) : logprob,
                number(segment, "no_speech_prob"));
        return new TranscribedSegment(
                transcript,
                Optional.of(segment.path("speaker").asText()).filter(name -> !name.isEmpty()),
                seconds(segment, "start"),
                seconds(segment, "end"));
    }

    private static OptionalDouble number(JsonNode segment, String field) {
        JsonNode value = segment.path(field);
        return value.isNumber() ? OptionalDouble.of(value.asDouble()) : OptionalDouble.empty();
    }

    private static Optional<Duration> seconds(JsonNode segment, String field) {
        OptionalDouble value = number(segment, field);
        return value.isPresent()
                ? Optional.of(Duration.ofNanos(Math.round(Math.max(0, value.getAsDouble()) * NANOS_PER_SECOND)))
                : Optional.empty();
    }

    /** Whether somebody said that. */
    boolean isBelievable(Hallucinations hallucinations, Loudness loudness, List<String> hints) {
        return !hallucinations.isSilence(loudness) && !hallucinations.isMadeUp(transcript, loudness, hints);
    }

    /** As a part of a recording's transcript. */
    Segment on(OptionalInt channel) {
        return new Segment(speaker, channel, transcript.text(), begin, end, transcript.confidence());
    }
}
