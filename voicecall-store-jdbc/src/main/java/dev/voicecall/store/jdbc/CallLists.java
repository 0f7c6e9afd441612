package dev.voicecall.store.jdbc;

import dev.voicecall.CallRecord;
import dev.voicecall.CallRecord.Problem;
import dev.voicecall.CallRecord.Status;
import dev.voicecall.CallRecord.StatusChange;
import dev.voicecall.Timeline;
import dev.voicecall.ToolUse;
import dev.voicecall.Turn;
import dev.voicecall.Usage;
import dev.voicecall.Utterance;
import java.sql.Connection;
import java.sql.SQLException;
import java.util.List;

/** The lists in a call's record. */
final class CallLists {
    static final ListTable<StatusChange> STATUSES = new ListTable<>(
            "voicecall_statuses",
            "call",
            List.of("status", "at"),
            change -> List.of(change.status(), change.at()),
            row -> new StatusChange(row.constant("status", Status.class), row.instant("at")));

    static final ListTable<Utterance> TRANSCRIPT = new ListTable<>(
            "voicecall_utterances",
            "call",
            List.of("speaker", "text", "at", "confidence", "interrupted"),
            said -> List.of(said.speaker(), said.text(), said.at(), said.confidence(), said.interrupted()),
            row -> new Utterance(
                    row.constant("speaker", Utterance.Speaker.class),
                    row.text("text"),
                    row.instant("at"),
                    row.optionalDouble("confidence"),
                    row.is("interrupted")));

    static final ListTable<Turn> TURNS = new ListTable<>(
            "voicecall_turns",
            "call",
            List.of("turn", "words", "endpointing_us", "transcription_us", "response_us", "synthesis_us", "latency_us"),
            turn -> List.of(
                    turn.number(),
                    turn.words(),
                    turn.endpointing(),
                    turn.transcription(),
                    turn.response(),
                    turn.synthesis(),
                    turn.latency()),
            row -> new Turn(
                    row.integer("turn"),
                    row.text("words"),
                    row.duration("endpointing_us"),
                    row.duration("transcription_us"),
                    row.duration("response_us"),
                    row.duration("synthesis_us"),
                    row.duration("latency_us")));

    static final ListTable<ToolUse> TOOLS = new ListTable<>(
            "voicecall_tool_uses",
            "call",
            List.of("id", "name", "arguments", "result", "status", "took_us"),
            tool -> List.of(tool.id(), tool.name(), tool.arguments(), tool.result(), tool.status(), tool.took()),
            row -> new ToolUse(
                    row.text("id"),
                    row.text("name"),
                    row.text("arguments"),
                    row.text("result"),
                    row.constant("status", ToolUse.Status.class),
                    row.duration("took_us")));

    static final ListTable<Timeline.Span> SPANS = new ListTable<>(
            "voicecall_spans",
            "call",
            List.of("kind", "begin_us", "end_us"),
            span -> List.of(span.kind(), span.begin(), span.end()),
            row -> new Timeline.Span(
                    row.constant("kind", Timeline.Kind.class), row.duration("begin_us"), row.duration("end_us")));

    static final ListTable<Usage> USAGE = new ListTable<>(
            "voicecall_usage",
            "call",
            List.of("provider", "model", "input_tokens", "output_tokens", "characters", "audio_us"),
            usage -> List.of(
                    usage.provider(),
                    usage.model(),
                    usage.inputTokens(),
                    usage.outputTokens(),
                    usage.characters(),
                    usage.audio()),
            row -> new Usage(
                    row.text("provider"),
                    row.text("model"),
                    row.optionalLong("input_tokens"),
                    row.optionalLong("output_tokens"),
                    row.optionalLong("characters"),
                    row.optionalDuration("audio_us")));

    static final ListTable<Problem> ERRORS = new ListTable<>(
            "voicecall_problems",
            "call",
            List.of("at", "message", "fatal"),
            problem -> List.of(problem.at(), problem.message(), problem.fatal()),
            row -> new Problem(row.instant("at"), row.text("message"), row.is("fatal")));

    private CallLists() {}

    /** @param before whether the call was kept before */
    static void save(Connection connection, CallRecord call, boolean before) throws SQLException {
        STATUSES.save(connection, call.id(), call.statuses(), before);
        TRANSCRIPT.save(connection, call.id(), call.transcript(), before);
        TURNS.save(connection, call.id(), call.turns(), before);
        TOOLS.save(connection, call.id(), call.tools(), before);
        SPANS.save(connection, call.id(), call.timeline().spans(), before);
        USAGE.save(connection, call.id(), call.usage(), before);
        ERRORS.save(connection, call.id(), call.errors(), before);
    }
}
