package dev.voicecall.store.jdbc;

import dev.voicecall.VoiceCallException;
import java.io.IOException;
import java.io.InputStream;
import java.io.UncheckedIOException;
import java.nio.charset.StandardCharsets;
import java.sql.SQLException;
import java.sql.Statement;
import java.util.List;
import java.util.Objects;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * Brings the tables up to date. A script enters its version in {@code voicecall_schema} itself, whoever runs it.
 *
 * <p>Two programs may do so at the same time, since the scripts may be run twice: where the one comes upon what the other is just
 * about, it waits for that or fails, and tries again.
 */
final class Schema {
    private static final Logger log = LoggerFactory.getLogger(Schema.class);
    private static final List<String> SCRIPTS = List.of("V1__calls.sql");

    private Schema() {}

    static void update(Database database) {
        int version = version(database);
        if (version > SCRIPTS.size()) {
            throw new VoiceCallException("The tables of calls in the database are of version " + version
                    + ", and this version of the library knows only " + SCRIPTS.size() + "; use a newer one.");
        }
        for (String script : SCRIPTS.subList(version, SCRIPTS.size())) {
            String sql = read(script);
            database.write("run " + script, connection -> {
                try (Statement statement = connection.createStatement()) {
                    statement.execute(sql);
                }
            });
            log.info("The tables of calls were brought up to date by {}.", script);
        }
    }

    private static int version(Database database) {
        return database.read("find the version of its tables", connection -> {
            try {
                return Sql.query(
                                connection,
                                "SELECT COALESCE(MAX(version), 0) AS version FROM voicecall_schema",
                                List.of(),
                                row -> row.integer("version"))
                        .get(0);
            } catch (SQLException e) {
                if (saysThereIsNoTable(e)) {
                    return 0;
                }
                throw e;
            }
        });
    }

    /** As PostgreSQL says it, or H2, which has several ways. */
    private static boolean saysThereIsNoTable(SQLException e) {
        return Database.stateOf(e).equals("42P01") || Database.stateOf(e).startsWith("42S0");
    }

    private static String read(String script) {
        try (InputStream in = Objects.requireNonNull(Schema.class.getResourceAsStream(script), script)) {
            return new String(in.readAllBytes(), StandardCharsets.UTF_8);
        } catch (IOException e) {
            throw new UncheckedIOException("The script " + script + " can't be read from the class path.", e);
        }
    }
}
