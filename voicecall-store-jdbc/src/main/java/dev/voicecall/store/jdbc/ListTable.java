package dev.voicecall.store.jdbc;

import java.sql.Connection;
import java.sql.PreparedStatement;
import java.sql.SQLException;
import java.util.ArrayList;
import java.util.List;
import java.util.function.Function;
import org.jspecify.annotations.Nullable;

/**
 * A list of a call or a recording: a table with a row for each of its elements. Immutable.
 *
 * @param <T> what is in the list
 */
final class ListTable<T> {
    private static final int BATCH = 500;

    private final String select;
    private final String deleteFrom;
    private final String insert;
    private final Function<T, List<?>> values;
    private final Sql.Reader<T> reader;

    /**
     * @param owner the column that says of what it is a list
     * @param columns those of an element
     * @param values of these columns
     */
    ListTable(String table, String owner, List<String> columns, Function<T, List<?>> values, Sql.Reader<T> reader) {
        this.select = "SELECT * FROM " + table + " WHERE " + owner + " = ? ORDER BY number";
        this.deleteFrom = "DELETE FROM " + table + " WHERE " + owner + " = ? AND number >= ?";
        this.insert = "INSERT INTO " + table + " (" + owner + ", number, " + String.join(", ", columns) + ") VALUES ("
                + Sql.placeholders(columns.size() + 2) + ")";
        this.values = values;
        this.reader = reader;
    }

    List<T> find(Connection connection, String owner) throws SQLException {
        return Sql.query(connection, select, List.of(owner), reader);
    }

    /**
     * Keeps a list in place of the one before. Mostly it is that one and something more, so only what follows their common beginning is
     * written.
     *
     * @param before whether there may be one before
     */
    void save(Connection connection, String owner, List<T> list, boolean before) throws SQLException {
        List<List<@Nullable Object>> rows = rows(list);
        int first = 0;
        if (before) {
            List<List<@Nullable Object>> kept = rows(find(connection, owner));
            first = commonBeginning(kept, rows);
            if (first < kept.size()) {
                Sql.update(connection, deleteFrom, List.of(owner, first));
            }
        }
        if (first < rows.size()) {
            insert(connection, owner, rows, first);
        }
    }

    /** As they are kept, so that what differs by nanoseconds only is the same. */
    private List<List<@Nullable Object>> rows(List<T> list) {
        return list.stream().map(element -> Sql.toJdbc(values.apply(element))).toList();
    }

    private static int commonBeginning(List<?> one, List<?> other) {
        int length = Math.min(one.size(), other.size());
        int same = 0;
        while (same < length && one.get(same).equals(other.get(same))) {
            same++;
        }
        return same;
    }

    private void insert(Connection connection, String owner, List<List<@Nullable Object>> rows, int first)
            throws SQLException {
        try (PreparedStatement statement = connection.prepareStatement(insert)) {
            for (int number = first; number < rows.size(); number++) {
                List<@Nullable Object> row = new ArrayList<>(List.of(owner, number));
                row.addAll(rows.get(number));
                Sql.bind(statement, row);
                statement.addBatch();
                if (number % BATCH == BATCH - 1) {
                    statement.executeBatch();
                }
            }
            statement.executeBatch();
        }
    }
}
