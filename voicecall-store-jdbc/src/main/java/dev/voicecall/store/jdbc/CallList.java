package dev.voicecall.store.jdbc;

import dev.voicecall.CallCursor;
import dev.voicecall.CallPage;
import dev.voicecall.CallQuery;
import dev.voicecall.CallRecord;
import dev.voicecall.Direction;
import dev.voicecall.Outcome;
import java.sql.Connection;
import java.sql.SQLException;
import java.util.ArrayList;
import java.util.List;

/**
 * The statement that finds the calls of a page, and one more if there is one. Called by one thread at a time.
 *
 * <p>A page begins behind the last call of the one before (keyset paging), so the last page costs no more than the first. The calls from
 * or to a number are two lists, each of which has an index of its own, put together.
 */
final class CallList {
    private static final String COLUMNS =
            "id, call_id, direction, from_party, to_party, started_at, status, outcome, duration_us";
    private static final String NEWEST_FIRST = " ORDER BY started_at DESC, id DESC FETCH FIRST ? ROWS ONLY";

    private final List<String> conditions = new ArrayList<>();
    private final List<Object> values = new ArrayList<>();
    private final CallQuery query;

    private CallList(CallQuery query) {
        this.query = query;
    }

    /** @throws IllegalArgumentException if the query's cursor is none */
    static CallList of(CallQuery query) {
        CallList list = new CallList(query);
        query.direction().ifPresent(direction -> list.only("direction = ?", direction));
        query.outcome().ifPresent(outcome -> list.only("outcome = ?", outcome));
        query.open().ifPresent(open -> list.only("open = ?", open));
        query.from().ifPresent(from -> list.only("started_at >= ?", from));
        query.until().ifPresent(until -> list.only("started_at < ?", until));
        query.cursor().map(CallCursor::parse).ifPresent(list::onlyBehind);
        return list;
    }

    /** The first condition is implied by the second; it is the one that an index is used for. */
    private void onlyBehind(CallCursor cursor) {
        only("started_at <= ?", cursor.startedAt());
        only("(started_at < ? OR id < ?)", cursor.startedAt(), cursor.id());
    }

    private void only(String condition, Object... parameters) {
        conditions.add(condition);
        values.addAll(List.of(parameters));
    }

    List<CallPage.Entry> find(Connection connection) throws SQLException {
        int limit = query.limit() + 1;
        if (query.number().isEmpty()) {
            List<Object> all = new ArrayList<>(values);
            all.add(limit);
            return Sql.query(connection, select(conditions), all, CallList::read);
        }
        String sql = "SELECT * FROM ((" + select(with("from_party = ?")) + ") UNION (" + select(with("to_party = ?"))
                + ")) AS either" + NEWEST_FIRST;
        List<Object> half = new ArrayList<>(values);
        half.add(query.number());
        half.add(limit);
        List<Object> all = new ArrayList<>(half);
        all.addAll(half);
        all.add(limit);
        return Sql.query(connection, sql, all, CallList::read);
    }

    private List<String> with(String condition) {
        List<String> more = new ArrayList<>(conditions);
        more.add(condition);
        return more;
    }

    private static String select(List<String> conditions) {
        String where = conditions.isEmpty() ? "" : " WHERE " + String.join(" AND ", conditions);
        return "SELECT " + COLUMNS + " FROM voicecall_calls" + where + NEWEST_FIRST;
    }

    private static CallPage.Entry read(Row row) throws SQLException {
        return new CallPage.Entry(
                row.text("id"),
                row.optionalText("call_id"),
                row.constant("direction", Direction.class),
                row.text("from_party"),
                row.text("to_party"),
                row.instant("started_at"),
                row.constant("status", CallRecord.Status.class),
                row.optionalConstant("outcome", Outcome.class),
                row.optionalDuration("duration_us"));
    }
}
