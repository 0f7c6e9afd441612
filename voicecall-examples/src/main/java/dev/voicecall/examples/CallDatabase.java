package dev.voicecall.examples;

import com.zaxxer.hikari.HikariConfig;
import com.zaxxer.hikari.HikariDataSource;
import com.zaxxer.hikari.pool.HikariPool.PoolInitializationException;
import dev.voicecall.VoiceCallException;
import dev.voicecall.spi.CallStore;
import dev.voicecall.store.jdbc.JdbcCallStore;
import java.net.URI;
import java.net.URISyntaxException;
import java.net.URLDecoder;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.util.Map;

/**
 * Where the records of calls are: a PostgreSQL database by {@code DATABASE_URL}, or a file of H2 by {@code CALLS_DB}, which is {@code calls}
 * in the working directory by default. Immutable.
 *
 * @param jdbcUrl without a user and a password
 * @param user empty if the URL has none
 * @param password likewise
 */
record CallDatabase(String jdbcUrl, String user, String password) {
    private static final int CONNECTIONS = 8;
    private static final String EXAMPLE = "postgresql://user:password@host:5432/database";

    /**
     * The database that is in some variables.
     *
     * @param directory in which a file's name is looked for
     * @throws ConfigException if the URL is none
     */
    static CallDatabase of(Map<String, String> set, Path directory) {
        String url = set.getOrDefault("DATABASE_URL", "");
        if (url.isBlank()) {
            Path file = directory.resolve(set.getOrDefault("CALLS_DB", "calls")).toAbsolutePath();
            return file(file);
        }
        return url.startsWith("jdbc:postgresql:") ? new CallDatabase(url, "", "") : postgres(url);
    }

    /** What was committed is on the disk, however the program ends; H2 would else let half a second pass. */
    private static CallDatabase file(Path file) {
        if (file.toString().contains(";")) {
            throw new ConfigException("CALLS_DB has to be the name of a file without a semicolon.");
        }
        return new CallDatabase("jdbc:h2:file:" + file + ";WRITE_DELAY=0;DB_CLOSE_ON_EXIT=FALSE", "", "");
    }

    /** The form that hosts of databases give. */
    private static CallDatabase postgres(String url) {
        try {
            URI uri = new URI(url);
            String scheme = String.valueOf(uri.getScheme());
            if (scheme.matches("postgres(ql)?")
                    && uri.getHost() != null
                    && uri.getPath().length() > 1) {
                String[] user = String.valueOf(uri.getRawUserInfo() == null ? "" : uri.getRawUserInfo())
                        .split(":", 2);
                String jdbc = "jdbc:postgresql://" + uri.getHost() + (uri.getPort() < 0 ? "" : ":" + uri.getPort())
                        + uri.getRawPath() + (uri.getRawQuery() == null ? "" : "?" + uri.getRawQuery());
                return new CallDatabase(jdbc, decoded(user[0]), user.length > 1 ? decoded(user[1]) : "");
            }
        } catch (URISyntaxException | IllegalArgumentException notAUrl) {
            // its message would quote it, with the password
        }
        throw new ConfigException("DATABASE_URL has to be a URL like " + EXAMPLE + " or jdbc:postgresql:….");
    }

    private static String decoded(String text) {
        return URLDecoder.decode(text.replace("+", "%2B"), StandardCharsets.UTF_8);
    }

    /**
     * Connects, and makes the tables if need be.
     *
     * @throws VoiceCallException if it can't be reached
     */
    Open open() {
        HikariConfig config = new HikariConfig();
        config.setJdbcUrl(jdbcUrl);
        config.setUsername(user);
        config.setPassword(password);
        config.setMaximumPoolSize(CONNECTIONS);
        config.setPoolName("calls");
        HikariDataSource pool;
        try {
            pool = new HikariDataSource(config);
        } catch (PoolInitializationException e) {
            throw new VoiceCallException(
                    "The database of calls can't be opened. Is it up, is it used by another program, and are DATABASE_URL"
                            + " or CALLS_DB right?",
                    e);
        }
        try {
            return new Open(pool, JdbcCallStore.open(pool));
        } catch (RuntimeException e) {
            pool.close();
            throw e;
        }
    }

    /** Not the password. */
    @Override
    public String toString() {
        return jdbcUrl.startsWith("jdbc:h2:") ? "an H2 file" : "PostgreSQL";
    }

    /** A database that was opened. Safe for use by many threads. */
    record Open(HikariDataSource pool, CallStore store) implements AutoCloseable {
        @Override
        public void close() {
            pool.close();
        }
    }
}
