package dev.voicecall.store.jdbc;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.voicecall.CallQuery;
import dev.voicecall.VoiceCallException;
import java.io.InputStream;
import java.nio.charset.StandardCharsets;
import java.sql.Connection;
import java.sql.SQLException;
import java.sql.Statement;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.CyclicBarrier;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.Future;
import javax.sql.DataSource;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;

@Tag("socket")
class SchemaTest {
    private static final int PROGRAMS = 6;

    @ParameterizedTest
    @EnumSource
    void severalProgramsMayMakeTheTablesAtOnce(Product product) throws Exception {
        DataSource database = product.database();
        CyclicBarrier begin = new CyclicBarrier(PROGRAMS);
        ExecutorService programs = Executors.newFixedThreadPool(PROGRAMS);
        try {
            List<Future<JdbcCallStore>> opened = new ArrayList<>();
            for (int i = 0; i < PROGRAMS; i++) {
                opened.add(programs.submit(() -> {
                    begin.await();
                    return JdbcCallStore.open(database);
                }));
            }
            for (Future<JdbcCallStore> store : opened) {
                assertThat(store.get().list(CallQuery.NEWEST).calls()).isEmpty();
            }
        } finally {
            programs.shutdown();
        }
    }

    @ParameterizedTest
    @EnumSource
    void refusesTablesOfANewerVersion(Product product) throws SQLException {
        DataSource database = product.database();
        JdbcCallStore.open(database);
        Product.execute(database, "INSERT INTO voicecall_schema (version) VALUES (2)");
        assertThatThrownBy(() -> JdbcCallStore.open(database))
                .isInstanceOf(VoiceCallException.class)
                .hasMessage(
                        "The tables of calls in the database are of version 2, and this version of the library knows"
                                + " only 1; use a newer one.");
    }

    /** Flyway sends a script statement by statement. */
    @ParameterizedTest
    @EnumSource
    void takesTablesThatAnotherToolHasMade(Product product) throws Exception {
        DataSource database = product.database();
        try (InputStream script = ClassLoader.getSystemResourceAsStream("dev/voicecall/store/jdbc/V1__calls.sql")) {
            String statements = new String(script.readAllBytes(), StandardCharsets.UTF_8).replaceAll("--.*", "");
            for (String statement : statements.strip().split(";")) {
                Product.execute(database, statement);
            }
        }
        assertThat(JdbcCallStore.open(database).find("1")).isEmpty();
    }

    @Test
    void saysSoIfTheDatabaseDoesNotLetItMakeTables() throws SQLException {
        DataSource database = PostgresDatabases.create();
        Product.execute(database, "CREATE ROLE reader");
        Product.execute(
                database, "DO $$ BEGIN EXECUTE 'GRANT USAGE ON SCHEMA ' || current_schema || ' TO reader'; END $$");
        assertThatThrownBy(() -> JdbcCallStore.open(new AsReader(database)))
                .isInstanceOf(VoiceCallException.class)
                .hasMessageContaining("failed to run V1__calls.sql with SQLSTATE 42501");
    }

    /** Connections of a user who may not make tables. */
    private static final class AsReader extends DelegatingDataSource {
        AsReader(DataSource database) {
            super(database);
        }

        @Override
        public Connection getConnection() throws SQLException {
            Connection connection = super.getConnection();
            try (Statement statement = connection.createStatement()) {
                statement.execute("SET ROLE reader");
            }
            return connection;
        }
    }
}
