package dev.voicecall.store.jdbc;

import java.io.PrintWriter;
import java.sql.Connection;
import java.sql.SQLException;
import java.util.logging.Logger;
import javax.sql.DataSource;

/** The connections of another data source, for tests that have something to do with each. */
class DelegatingDataSource implements DataSource {
    private final DataSource others;

    DelegatingDataSource(DataSource others) {
        this.others = others;
    }

    @Override
    public Connection getConnection() throws SQLException {
        return others.getConnection();
    }

    @Override
    public Connection getConnection(String user, String password) throws SQLException {
        return others.getConnection(user, password);
    }

    @Override
    public PrintWriter getLogWriter() throws SQLException {
        return others.getLogWriter();
    }

    @Override
    public void setLogWriter(PrintWriter out) throws SQLException {
        others.setLogWriter(out);
    }

    @Override
    public void setLoginTimeout(int seconds) throws SQLException {
        others.setLoginTimeout(seconds);
    }

    @Override
    public int getLoginTimeout() throws SQLException {
        return others.getLoginTimeout();
    }

    @Override
    public Logger getParentLogger() {
        return Logger.getGlobal();
    }

    @Override
    public <T> T unwrap(Class<T> type) throws SQLException {
        return others.unwrap(type);
    }

    @Override
    public boolean isWrapperFor(Class<?> type) throws SQLException {
        return others.isWrapperFor(type);
    }
}
