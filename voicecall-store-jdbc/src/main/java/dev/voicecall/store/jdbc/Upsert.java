package dev.voicecall.store.jdbc;

import java.sql.Connection;
import java.sql.SQLException;
import java.util.List;

/**
 * Keeps a row in place of what was kept before. Whoever else keeps the same row meanwhile waits for the end of the transaction; if
 * it is new to both, one fails with a unique key and has to repeat its transaction.
 */
final class Upsert {
    private final String update;
    private final String insert;

    /** @param columns the key last */
    Upsert(String table, String... columns) {
        List<String> all = List.of(columns);
        List<String> others = all.subList(0, all.size() - 1);
        this.update = "UPDATE " + table + " SET " + String.join(" = ?, ", others) + " = ? WHERE "
                + all.get(all.size() - 1) + " = ?";
        this.insert = "INSERT INTO " + table + " (" + String.join(", ", all) + ") VALUES ("
                + Sql.placeholders(all.size()) + ")";
    }

    /** Returns whether it was there before. */
    boolean save(Connection connection, Object... values) throws SQLException {
        if (Sql.update(connection, update, List.of(values)) > 0) {
            return true;
        }
        Sql.update(connection, insert, List.of(values));
        return false;
    }
}
