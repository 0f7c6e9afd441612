package dev.voicecall.store.jdbc;

import java.sql.Connection;
import java.sql.SQLException;
import java.sql.Statement;
import javax.sql.DataSource;

/** The databases on which the store is tested. */
enum Product {
    H2,
    POSTGRESQL;

    /** An empty one. */
    DataSource database() {
        return this == H2 ? H2Databases.create() : PostgresDatabases.create();
    }

    static void execute(DataSource database, String sql) throws SQLException {
        try (Connection connection = database.getConnection();
                Statement statement = connection.createStatement()) {
            statement.execute(sql);
        }
    }
}
