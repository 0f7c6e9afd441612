package dev.voicecall.store.jdbc;

import java.sql.Connection;
import java.sql.PreparedStatement;
import java.sql.SQLException;
import java.util.ArrayList;
import java.util.List;
import java.util.function.Function;

/**
 * A list of a call or a recording: a table with a row for each of its elements. Immutable.
 *
 * @param <T> what is in the list
 */
final class ListTable<T> {
    private static final int BATCH = 500;

    private final String select;
    private final String delete;
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
        this.delete = "DELETE FROM " + table + " WHERE " + owner + " = ?";
        this.insert = "INSERT INTO " + table + " (" + owner + ", number, " + String.join(", ", columns) + ") VALUES ("
                + Sql.placeholders(columns.size() + 2) + ")";
        this.values = values;
        this.reader = reader;
    }

    List<T> find(Connection connection, String owner) throws SQLException {
        return Sql.query(connection, select, List.of(owner), reader);
    }

    /** Keeps a list in place of the one before. */
    void save(Connection connection, String owner, List<T> list) throws SQLException {
        Sql.update(connection, delete, List.of(owner));
        if (list.isEmpty()) {
            return;
        }
        try (PreparedStatement statement = connection.prepareStatement(insert)) {
            for (int number = 0; number < list.size(); number++) {
                List<Object> row = new ArrayList<>(List.of(owner, number));
                row.addAll(values.apply(list.get(number)));
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
