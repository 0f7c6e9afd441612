package dev.voicecall.store.jdbc;

import io.zonky.test.db.postgres.embedded.EmbeddedPostgres;
import java.io.IOException;
import java.sql.Connection;
import java.sql.SQLException;
import java.sql.Statement;
import java.util.concurrent.atomic.AtomicInteger;
import javax.sql.DataSource;
import org.h2.jdbcx.JdbcConnectionPool;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.Assumptions;
import org.postgresql.ds.PGConnectionPoolDataSource;

/**
 * Databases of a real PostgreSQL, which is started once for all tests and ends with them. A test is skipped where it does not run: its
 * binaries are those for Linux on x86-64, and as root it needs user namespaces ({@code unshare}).
 */
final class PostgresDatabases {
    private static final AtomicInteger SCHEMAS = new AtomicInteger();
    private static @Nullable EmbeddedPostgres server;
    private static @Nullable Exception refusal;

    private PostgresDatabases() {}

    /** An empty one: a schema of its own. */
    static DataSource create() {
        EmbeddedPostgres postgres = server();
        String name = "test" + SCHEMAS.incrementAndGet();
        try (Connection connection = postgres.getPostgresDatabase().getConnection();
                Statement statement = connection.createStatement()) {
            statement.execute("CREATE SCHEMA " + name);
        } catch (SQLException e) {
            throw new IllegalStateException("There is no new schema.", e);
        }
        PGConnectionPoolDataSource connections = new PGConnectionPoolDataSource();
        connections.setUrl(postgres.getJdbcUrl("postgres", "postgres") + "&currentSchema=" + name);
        return JdbcConnectionPool.create(connections);
    }

    private static synchronized EmbeddedPostgres server() {
        if (server == null && refusal == null) {
            try {
                server = EmbeddedPostgres.start();
            } catch (IOException | RuntimeException e) {
                refusal = e;
            }
        }
        Assumptions.assumeTrue(server != null, () -> "PostgreSQL does not run here: " + refusal);
        return server;
    }
}
