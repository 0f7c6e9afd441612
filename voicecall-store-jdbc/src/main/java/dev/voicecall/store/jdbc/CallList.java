package dev.voicecall.store.jdbc;

import dev.voicecall.CallCursor;
import dev.voicecall.CallPage;
import dev.voicecall.CallQuery;
import dev.voicecall.CallRecord;
import dev.voicecall.Direction;
import dev.voicecall.Outcome;
import java.sql.Connection;
import java.sql.SQLException;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;

/**
 * The statement that finds the calls of a page, and one more if there is one. Immutable.
 *
 * <p>A page begins behind the last call of the one before (keyset paging), so the last page costs no more than the first. The calls from
 * or to a number are two lists, put together. Each list is read from an index from which it comes in order; H2 sees that only if the
 * order names the column that is the same for all of them, too.
 *
 * @param values its parameters
 */
record CallList(String sql, List<Object> values) {
    private static final String COLUMNS =
            "id, call_id, direction, from_party, to_party, started_at, status, outcome, duration_us";
    private static final String NEWEST_FIRST = "started_at DESC, id DESC FETCH FIRST ? ROWS ONLY";

    /** @throws IllegalArgumentException if the query's cursor is none */
    static CallList of(CallQuery query) {
        if (query.number().isEmpty()) {
            return new Filter(query).list(query.outcome().isPresent() ? "outcome DESC, " : open(query));
        }
        String number = query.number().get();
        CallList from = new Filter(query).only("from_party = ?", number).list("from_party DESC, ");
        CallList to = new Filter(query).only("to_party = ?", number).list("to_party DESC, ");
        List<Object> values = new ArrayList<>(from.values);
        values.addAll(to.values);
        values.add(query.limit() + 1);
        return new CallList(
                "SELECT * FROM ((" + from.sql + ") UNION (" + to.sql + ")) AS either ORDER BY " + NEWEST_FIRST, values);
    }

    private static String open(CallQuery query) {
        return query.open().isPresent() ? "open DESC, " : "";
    }

    List<CallPage.Entry> find(Connection connection) throws SQLException {
        return Sql.query(connection, sql, values, CallList::read);
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

    /** What is asked for of a call but its number. Called by one thread at a time. */
    private static final class Filter {
        private static final Instant EARLIEST = Instant.parse("0001-01-01T00:00:00Z");
        private static final Instant LATEST = Instant.parse("9999-12-31T00:00:00Z");

        private final List<String> conditions = new ArrayList<>();
        private final List<Object> values = new ArrayList<>();
        private final int limit;

        Filter(CallQuery query) {
            limit = query.limit() + 1;
            query.direction().ifPresent(direction -> only("direction = ?", direction));
            query.outcome().ifPresent(outcome -> only("outcome = ?", outcome));
            query.open().ifPresent(open -> only("open = ?", open));
            query.from().ifPresent(from -> only("started_at >= ?", within(from)));
            query.until().ifPresent(until -> only("started_at < ?", within(until)));
            query.cursor().map(CallCursor::parse).ifPresent(this::onlyBehind);
        }

        /** The first condition is implied by the second; it is the one that an index is used for. */
        private void onlyBehind(CallCursor cursor) {
            Instant startedAt = within(cursor.startedAt());
            only("started_at <= ?", startedAt);
            only("(started_at < ? OR id < ?)", startedAt, cursor.id());
        }

        /** What is asked for may be a time that a database does not know; no call began then. */
        private static Instant within(Instant time) {
            return time.isBefore(EARLIEST) ? EARLIEST : time.isAfter(LATEST) ? LATEST : time;
        }

        Filter only(String condition, Object... parameters) {
            conditions.add(condition);
            values.addAll(List.of(parameters));
            return this;
        }

        /** @param order of a column that is the same for all */
        CallList list(String order) {
            String where = conditions.isEmpty() ? "" : " WHERE " + String.join(" AND ", conditions);
            values.add(limit);
            return new CallList(
                    "SELECT " + COLUMNS + " FROM voicecall_calls" + where + " ORDER BY " + order + NEWEST_FIRST,
                    List.copyOf(values));
        }
    }
}
