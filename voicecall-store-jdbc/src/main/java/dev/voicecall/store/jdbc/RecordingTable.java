package dev.voicecall.store.jdbc;

import dev.voicecall.Recording;
import dev.voicecall.RecordingTranscript;
import dev.voicecall.RecordingTranscript.Segment;
import java.sql.Connection;
import java.sql.SQLException;
import java.util.List;
import java.util.Optional;

/** The table of recordings, and what was said on them. */
final class RecordingTable {
    private static final Upsert UPSERT = new Upsert(
            "voicecall_recordings",
            "call_id",
            "state",
            "channels",
            "started_at",
            "duration_us",
            "error_code",
            "processing",
            "unfinished",
            "transcribed",
            "transcript_language",
            "transcript_duration_us",
            "id");

    private static final ListTable<Segment> SEGMENTS = new ListTable<>(
            "voicecall_segments",
            "recording",
            List.of("speaker", "channel", "text", "begin_us", "end_us", "confidence"),
            segment -> List.of(
                    segment.speaker(),
                    segment.channel(),
                    segment.text(),
                    segment.begin(),
                    segment.end(),
                    segment.confidence()),
            row -> new Segment(
                    row.optionalText("speaker"),
                    row.optionalInteger("channel"),
                    row.text("text"),
                    row.optionalDuration("begin_us"),
                    row.optionalDuration("end_us"),
                    row.optionalDouble("confidence")));

    private RecordingTable() {}

    static void save(Connection connection, Recording recording) throws SQLException {
        Optional<RecordingTranscript> transcript = recording.transcript();
        boolean before = UPSERT.save(
                connection,
                recording.callId(),
                recording.state(),
                recording.channels(),
                recording.startedAt(),
                recording.duration(),
                recording.errorCode(),
                recording.processing(),
                recording.isUnfinished(),
                transcript.isPresent(),
                transcript.flatMap(RecordingTranscript::language),
                transcript.flatMap(RecordingTranscript::duration),
                recording.id());
        SEGMENTS.save(
                connection,
                recording.id(),
                transcript.map(RecordingTranscript::segments).orElse(List.of()),
                before);
    }

    static Optional<Recording> find(Connection connection, String id) throws SQLException {
        return query(connection, "WHERE id = ?", id).stream().findFirst();
    }

    static List<Recording> ofCall(Connection connection, String callId) throws SQLException {
        return query(connection, "WHERE call_id = ? ORDER BY known", callId);
    }

    static List<Recording> unfinished(Connection connection, int limit) throws SQLException {
        return query(connection, "WHERE unfinished ORDER BY known FETCH FIRST ? ROWS ONLY", limit);
    }

    private static List<Recording> query(Connection connection, String which, Object value) throws SQLException {
        return Sql.query(
                connection,
                "SELECT * FROM voicecall_recordings " + which,
                List.of(value),
                row -> read(connection, row));
    }

    private static Recording read(Connection connection, Row row) throws SQLException {
        return new Recording(
                row.text("id"),
                row.text("call_id"),
                row.constant("state", Recording.State.class),
                row.integer("channels"),
                row.optionalInstant("started_at"),
                row.optionalDuration("duration_us"),
                row.optionalInteger("error_code"),
                row.constant("processing", Recording.Processing.class),
                row.is("transcribed") ? Optional.of(transcript(connection, row)) : Optional.empty());
    }

    private static RecordingTranscript transcript(Connection connection, Row row) throws SQLException {
        return new RecordingTranscript(
                SEGMENTS.find(connection, row.text("id")),
                row.optionalText("transcript_language"),
                row.optionalDuration("transcript_duration_us"));
    }
}
