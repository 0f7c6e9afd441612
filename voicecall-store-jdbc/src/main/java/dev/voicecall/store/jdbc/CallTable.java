package dev.voicecall.store.jdbc;

import static dev.voicecall.CallRecord.Status.ENDED;

import dev.voicecall.AnsweredBy;
import dev.voicecall.CallRecord;
import dev.voicecall.Direction;
import dev.voicecall.Outcome;
import dev.voicecall.Timeline;
import java.sql.Connection;
import java.sql.SQLException;
import java.util.List;
import java.util.Optional;

/** The table of calls, and all that belongs to a call. */
final class CallTable {
    private static final Upsert UPSERT = new Upsert(
            "voicecall_calls",
            "call_id",
            "direction",
            "from_party",
            "to_party",
            "started_at",
            "status",
            "open",
            "outcome",
            "duration_us",
            "answered_by",
            "timeline_source",
            "id");
    private static final String BY_ID = "SELECT * FROM voicecall_calls WHERE id = ?";
    private static final String BY_CALL_ID =
            "SELECT * FROM voicecall_calls WHERE call_id = ? ORDER BY started_at DESC FETCH FIRST 1 ROWS ONLY";

    private CallTable() {}

    static void save(Connection connection, CallRecord call) throws SQLException {
        boolean before = UPSERT.save(
                connection,
                call.callId(),
                call.direction(),
                call.from(),
                call.to(),
                call.startedAt(),
                call.status(),
                call.status() != ENDED,
                call.outcome(),
                call.duration(),
                call.answeredBy(),
                call.timeline().source(),
                call.id());
        CallLists.save(connection, call, before);
    }

    static Optional<CallRecord> find(Connection connection, String id) throws SQLException {
        return findBy(connection, id, row -> read(connection, row));
    }

    static void delete(Connection connection, String id) throws SQLException {
        Optional<Names> names = findBy(connection, id, row -> new Names(row.text("id"), row.optionalText("call_id")));
        if (names.isPresent()) {
            Sql.update(
                    connection,
                    "DELETE FROM voicecall_recordings WHERE call_id = ?",
                    List.of(names.get().callId()));
            Sql.update(
                    connection,
                    "DELETE FROM voicecall_calls WHERE id = ?",
                    List.of(names.get().id()));
        }
    }

    private record Names(String id, Optional<String> callId) {}

    private static <T> Optional<T> findBy(Connection connection, String id, Sql.Reader<T> reader) throws SQLException {
        List<T> found = Sql.query(connection, BY_ID, List.of(id), reader);
        if (found.isEmpty()) {
            found = Sql.query(connection, BY_CALL_ID, List.of(id), reader);
        }
        return found.stream().findFirst();
    }

    private static CallRecord read(Connection connection, Row row) throws SQLException {
        String id = row.text("id");
        Optional<String> callId = row.optionalText("call_id");
        return new CallRecord(
                id,
                callId,
                row.constant("direction", Direction.class),
                row.text("from_party"),
                row.text("to_party"),
                row.instant("started_at"),
                CallLists.STATUSES.find(connection, id),
                row.optionalConstant("outcome", Outcome.class),
                row.constant("answered_by", AnsweredBy.class),
                CallLists.TRANSCRIPT.find(connection, id),
                CallLists.TURNS.find(connection, id),
                CallLists.TOOLS.find(connection, id),
                new Timeline(
                        row.constant("timeline_source", Timeline.Source.class), CallLists.SPANS.find(connection, id)),
                callId.isEmpty() ? List.of() : RecordingTable.ofCall(connection, callId.get()),
                CallLists.USAGE.find(connection, id),
                CallLists.ERRORS.find(connection, id));
    }
}
