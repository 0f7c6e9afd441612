package dev.voicecall.store.jdbc;

import io.zonky.test.db.postgres.embedded.EmbeddedPostgres;
import java.io.IOException;
import java.sql.Connection;
import java.sql.SQLException;
import java.sql.Statement;
import java.util.concurrent.atomic.AtomicInteger;
import javax.sql.DataSource;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.Assumptions;

/**
 * Databases of a real PostgreSQL, which is started once for all tests and ends with them. A test is skipped where it does not run: its
 * binaries are those for Linux on x86-64, and as root it needs user namespaces ({@code unshare}).
 */
final class Postgres {
    private static final AtomicInteger DATABASES = new AtomicInteger();
    private static @Nullable EmbeddedPostgres server;
    private static @Nullable Exception refusal;

    private Postgres() {}

    /** An empty one. */
    static DataSource database() {
        EmbeddedPostgres postgres = server();
        String name = "calls" + DATABASES.incrementAndGet();
        try (Connection connection = postgres.getPostgresDatabase().getConnection();
                Statement statement = connection.createStatement()) {
            statement.execute("CREATE DATABASE " + name);
        } catch (SQLException e) {
            throw new IllegalStateException("There is no new database.", e);
        }
        return postgres.getDatabase("postgres", name);
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
