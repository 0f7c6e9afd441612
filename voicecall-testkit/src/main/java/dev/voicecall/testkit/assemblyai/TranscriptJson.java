package dev.voicecall.testkit.assemblyai;

import com.fasterxml.jackson.databind.node.ArrayNode;
import com.fasterxml.jackson.databind.node.ObjectNode;
import dev.voicecall.RecordingTranscript;
import dev.voicecall.RecordingTranscript.Segment;
import java.time.Duration;
import java.util.stream.Collectors;

/** Adds what was heard to a transcript's JSON. */
final class TranscriptJson {
    private TranscriptJson() {}

    static void put(ObjectNode json, Order order, RecordingTranscript heard) {
        json.put("text", heard.segments().stream().map(Segment::text).collect(Collectors.joining(" ")));
        json.put("audio_duration", heard.duration().orElse(Duration.ZERO).toSeconds());
        json.put("confidence", mean(heard));
        ArrayNode words = json.putArray("words");
        ArrayNode utterances = json.arrayNode();
        for (Segment segment : heard.segments()) {
            ObjectNode utterance = utterances.addObject();
            putSpan(utterance, segment, segment.text(), begin(segment), end(segment));
            ArrayNode its = putWords(utterance, segment);
            words.addAll(its);
        }
        if (order.multichannel()) {
            json.put(
                    "audio_channels",
                    heard.segments().stream()
                            .mapToInt(segment -> segment.channel().orElse(1))
                            .max()
                            .orElse(1));
        }
        json.set("utterances", order.multichannel() || order.speakerLabels() ? utterances : json.nullNode());
    }

    private static double mean(RecordingTranscript heard) {
        return heard.segments().stream()
                .mapToDouble(segment -> segment.confidence().orElse(1))
                .average()
                .orElse(0);
    }

    private static ArrayNode putWords(ObjectNode utterance, Segment segment) {
        ArrayNode words = utterance.putArray("words");
        String[] texts = segment.text().split(" ", -1);
        long begin = begin(segment);
        long length = end(segment) - begin;
        for (int i = 0; i < texts.length; i++) {
            putSpan(
                    words.addObject(),
                    segment,
                    texts[i],
                    begin + length * i / texts.length,
                    begin + length * (i + 1) / texts.length);
        }
        return words;
    }

    private static void putSpan(ObjectNode span, Segment segment, String text, long begin, long end) {
        span.put("text", text).put("start", begin).put("end", end);
        span.put("confidence", segment.confidence().orElse(1));
        String channel =
                segment.channel().isPresent() ? String.valueOf(segment.channel().getAsInt()) : null;
        span.put("channel", channel);
        span.put("speaker", segment.speaker().orElse(channel));
    }

    private static long begin(Segment segment) {
        return segment.begin().orElse(Duration.ZERO).toMillis();
    }

    private static long end(Segment segment) {
        return segment.end().orElse(Duration.ZERO).toMillis();
    }
}
