package dev.voicecall.store.jdbc;

import java.sql.Connection;
import java.sql.SQLException;

/**
 * A transaction: what was not committed is rolled back at its end, and the connection is left as it was found. Called by one thread at
 * a time.
 */
final class Transaction implements AutoCloseable {
    private final Connection connection;
    private final int isolationBefore;
    private final boolean autoCommitBefore;
    private boolean committed;

    private Transaction(Connection connection, int isolation) throws SQLException {
        this.connection = connection;
        this.isolationBefore = connection.getTransactionIsolation();
        this.autoCommitBefore = connection.getAutoCommit();
        connection.setTransactionIsolation(isolation);
        connection.setAutoCommit(false);
    }

    /** Each statement sees what was committed before it. */
    static Transaction begin(Connection connection) throws SQLException {
        return new Transaction(connection, Connection.TRANSACTION_READ_COMMITTED);
    }

    /** All statements see the same. */
    static Transaction beginSnapshot(Connection connection) throws SQLException {
        return new Transaction(connection, Connection.TRANSACTION_REPEATABLE_READ);
    }

    void commit() throws SQLException {
        connection.commit();
        committed = true;
    }

    @Override
    public void close() throws SQLException {
        if (!committed) {
            connection.rollback();
        }
        connection.setAutoCommit(autoCommitBefore);
        connection.setTransactionIsolation(isolationBefore);
    }
}
