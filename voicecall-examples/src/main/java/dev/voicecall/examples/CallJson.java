package dev.voicecall.examples;

import com.fasterxml.jackson.databind.node.ArrayNode;
import com.fasterxml.jackson.databind.node.ObjectNode;
import dev.voicecall.CallAnalytics;
import dev.voicecall.CallPage;
import dev.voicecall.CallRecord;
import dev.voicecall.Outcome;
import dev.voicecall.Recording;
import dev.voicecall.RecordingTranscript;
import dev.voicecall.RecordingTranscript.Segment;
import dev.voicecall.Timeline.Span;
import dev.voicecall.ToolUse;
import dev.voicecall.Turn;
import dev.voicecall.Usage;
import dev.voicecall.Utterance;
import java.time.Duration;
import java.time.Instant;
import java.util.Collection;
import java.util.Locale;
import java.util.Optional;
import java.util.OptionalLong;
import java.util.function.Function;
import java.util.stream.Collectors;
import org.jspecify.annotations.Nullable;

/** Calls as JSON. Times are ISO 8601 in UTC, durations seconds; what is not known is null. */
final class CallJson {
    private CallJson() {}

    /** Where a call is, and what was said on it. */
    static ObjectNode status(CallRecord call) {
        return Json.object()
                .put("sid", call.callId().orElse(null))
                .put("status", status(call.status(), call.outcome()))
                .put("transcript", text(call.transcript()));
    }

    /** All about a call. */
    static ObjectNode details(CallRecord call) {
        CallAnalytics figures = CallAnalytics.of(call);
        ObjectNode json = entry(CallPage.Entry.of(call))
                .put("answer_time", call.answeredAt().map(Instant::toString).orElse(null))
                .put("end_time", call.endedAt().map(Instant::toString).orElse(null))
                .put("answered_by", name(call.answeredBy()));
        seconds(json, "ring_time", figures.ringTime());
        seconds(json, "talk_time", figures.talkTime());
        seconds(json, "listen_time", figures.listenTime());
        seconds(json, "hold_time", figures.holdTime());
        seconds(json, "dead_air_time", figures.deadAirTime());
        seconds(json, "longest_silence", figures.longestSilence());
        json.put("interruptions", figures.interruptions());
        seconds(json, "turn_latency_p50", figures.turnLatencyP50());
        seconds(json, "turn_latency_p95", figures.turnLatencyP95());
        json.set("transcript", array(call.transcript(), CallJson::utterance));
        json.set("turns", array(call.turns(), CallJson::turn));
        json.set("tools", array(call.tools(), CallJson::tool));
        json.set("timeline", array(call.timeline().spans(), CallJson::span));
        json.set("recordings", array(call.recordings(), CallJson::recording));
        json.set("usage", array(call.usage(), CallJson::usage));
        json.set("errors", array(call.errors(), problem -> Json.object()
                .put("time", problem.at().toString())
                .put("message", problem.message())
                .put("fatal", problem.fatal())));
        return json;
    }

    /** A page of a list. */
    static ObjectNode page(CallPage page) {
        ObjectNode json = Json.object();
        json.set("calls", array(page.calls(), CallJson::entry));
        return json.put("next", page.next().orElse(null));
    }

    private static ObjectNode entry(CallPage.Entry call) {
        ObjectNode json = Json.object()
                .put("sid", call.callId().orElse(null))
                .put("id", call.id())
                .put("status", status(call.status(), call.outcome()))
                .put("direction", name(call.direction()))
                .put("from", call.from())
                .put("to", call.to())
                .put("start_time", call.startedAt().toString());
        return seconds(json, "duration", call.duration());
    }

    /** What was said on a recording. */
    static ObjectNode transcript(RecordingTranscript transcript) {
        ObjectNode json = Json.object().put("text", transcript.text());
        json.set("segments", array(transcript.segments(), CallJson::segment));
        return json;
    }

    private static ObjectNode recording(Recording recording) {
        ObjectNode json = Json.object()
                .put("sid", recording.id())
                .put("state", name(recording.state()))
                .put("channels", recording.channels())
                .put("start_time", recording.startedAt().map(Instant::toString).orElse(null));
        seconds(json, "duration", recording.duration());
        json.put("transcription", name(recording.processing()));
        json.set("transcript", recording.transcript().map(CallJson::transcript).orElse(null));
        return json;
    }

    private static ObjectNode segment(Segment segment) {
        ObjectNode json = Json.object()
                .put("speaker", segment.speaker().orElse(null))
                .put(
                        "channel",
                        segment.channel().isPresent() ? segment.channel().getAsInt() : null)
                .put("text", segment.text());
        seconds(json, "begin", segment.begin());
        seconds(json, "end", segment.end());
        return json.put(
                "confidence",
                segment.confidence().isPresent() ? segment.confidence().getAsDouble() : null);
    }

    private static ObjectNode utterance(Utterance said) {
        return Json.object()
                .put("speaker", speaker(said))
                .put("text", said.text())
                .put("time", said.at().toString())
                .put(
                        "confidence",
                        said.confidence().isPresent() ? said.confidence().getAsDouble() : null)
                .put("interrupted", said.interrupted());
    }

    private static ObjectNode turn(Turn turn) {
        ObjectNode json = Json.object().put("turn", turn.number()).put("words", turn.words());
        seconds(json, "latency", Optional.of(turn.latency()));
        seconds(json, "endpointing", Optional.of(turn.endpointing()));
        seconds(json, "transcription", Optional.of(turn.transcription()));
        seconds(json, "response", Optional.of(turn.response()));
        return seconds(json, "synthesis", Optional.of(turn.synthesis()));
    }

    /** Of {@code caller}, {@code agent} or {@code hold}; seconds since the call was picked up. */
    private static ObjectNode span(Span span) {
        ObjectNode json = Json.object()
                .put(
                        "kind",
                        switch (span.kind()) {
                            case US -> "agent";
                            case THEM -> "caller";
                            case HOLD -> "hold";
                        });
        seconds(json, "begin", Optional.of(span.begin()));
        return seconds(json, "end", Optional.of(span.end()));
    }

    private static ObjectNode tool(ToolUse use) {
        ObjectNode json = Json.object()
                .put("id", use.id())
                .put("name", use.name())
                .put("arguments", use.arguments())
                .put("result", use.result())
                .put("status", name(use.status()));
        return seconds(json, "took", Optional.of(use.took()));
    }

    private static ObjectNode usage(Usage usage) {
        ObjectNode json = Json.object()
                .put("provider", usage.provider())
                .put("model", usage.model())
                .put("input_tokens", number(usage.inputTokens()))
                .put("output_tokens", number(usage.outputTokens()))
                .put("characters", number(usage.characters()));
        return seconds(json, "audio", usage.audio());
    }

    private static String text(Collection<Utterance> transcript) {
        return transcript.stream()
                .map(said -> speaker(said) + ": " + said.text())
                .collect(Collectors.joining("\n"));
    }

    private static String speaker(Utterance said) {
        return said.speaker() == Utterance.Speaker.US ? "agent" : "caller";
    }

    /** How it ended; while it has not, where it is. */
    private static String status(CallRecord.Status status, Optional<Outcome> outcome) {
        return outcome.map(CallJson::name).orElseGet(() -> name(status));
    }

    /** A constant as it stands in JSON. */
    static String name(Enum<?> constant) {
        return constant.name().toLowerCase(Locale.ROOT);
    }

    private static @Nullable Long number(OptionalLong value) {
        return value.isPresent() ? (Long) value.getAsLong() : null;
    }

    private static ObjectNode seconds(ObjectNode json, String name, Optional<Duration> time) {
        return json.put(name, time.map(known -> known.toMillis() / 1e3).orElse(null));
    }

    private static <T> ArrayNode array(Collection<T> all, Function<T, ObjectNode> json) {
        ArrayNode array = Json.object().arrayNode();
        all.forEach(one -> array.add(json.apply(one)));
        return array;
    }
}
