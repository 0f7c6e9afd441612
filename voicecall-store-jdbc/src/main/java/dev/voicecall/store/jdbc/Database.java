package dev.voicecall.store.jdbc;

import dev.voicecall.VoiceCallException;
import java.sql.Connection;
import java.sql.SQLException;
import java.util.Set;
import javax.sql.DataSource;

/**
 * Does work in transactions, and repeats it if it lost against another one. Safe for use by many threads.
 *
 * <p>What a driver says of a statement that failed may hold what was to be kept: names, numbers, what people said. So none of that
 * goes into exceptions; the SQLSTATE does.
 */
final class Database {
    private static final int ATTEMPTS = 10;

    /**
     * Unique key (somebody else was first to insert it), serialization failure, deadlock; of PostgreSQL: a table, a type, an index
     * exists (somebody else was first to make it), the catalog was changed meanwhile; of H2: time-out of a lock, concurrent update, and
     * an internal error if somebody else was first to make an index.
     */
    private static final Set<String> LOST_AGAINST_ANOTHER =
            Set.of("23505", "40001", "40P01", "42P07", "42710", "XX000", "HYT00", "90131", "HY000");

    private final DataSource dataSource;

    Database(DataSource dataSource) {
        this.dataSource = dataSource;
    }

    /** What reads. */
    interface Reading<T> {
        T on(Connection connection) throws SQLException;
    }

    /** What writes. */
    interface Writing {
        void on(Connection connection) throws SQLException;
    }

    /** Does all of it or nothing. */
    void write(String what, Writing work) {
        attempt(what, connection -> {
            try (Transaction transaction = Transaction.begin(connection)) {
                work.on(connection);
                transaction.commit();
                return true;
            }
        });
    }

    /** All that is read is of the same moment. */
    <T> T read(String what, Reading<T> work) {
        return attempt(what, connection -> {
            try (Transaction transaction = Transaction.beginSnapshot(connection)) {
                T result = work.on(connection);
                transaction.commit();
                return result;
            }
        });
    }

    private <T> T attempt(String what, Reading<T> work) {
        for (int attempt = 1; ; attempt++) {
            try (Connection connection = connect(what)) {
                return work.on(connection);
            } catch (SQLException e) {
                if (attempt == ATTEMPTS || !LOST_AGAINST_ANOTHER.contains(stateOf(e))) {
                    throw failure(what, e);
                }
            }
        }
    }

    private Connection connect(String what) {
        try {
            return dataSource.getConnection();
        } catch (SQLException e) {
            throw new VoiceCallException(
                    "There is no connection to the database to " + what + ". Is it up, and are its URL and user right?",
                    e);
        }
    }

    private static VoiceCallException failure(String what, SQLException e) {
        SQLException silent = new SQLException(e.getClass().getSimpleName(), e.getSQLState(), e.getErrorCode());
        silent.setStackTrace(e.getStackTrace());
        return new VoiceCallException(
                "The database failed to " + what + " with SQLSTATE " + stateOf(e) + " and error " + e.getErrorCode()
                        + ", which its documentation explains; its log may say more.",
                silent);
    }

    static String stateOf(SQLException e) {
        return e.getSQLState() == null ? "(none)" : e.getSQLState();
    }
}
