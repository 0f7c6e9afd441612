package dev.voicecall.store.jdbc;

import java.util.UUID;
import javax.sql.DataSource;
import org.h2.jdbcx.JdbcConnectionPool;

/** Databases of H2 in memory. */
final class H2Databases {
    private H2Databases() {}

    /** An empty one, which lives as long as the tests. */
    static DataSource create() {
        return JdbcConnectionPool.create("jdbc:h2:mem:" + UUID.randomUUID() + ";DB_CLOSE_DELAY=-1", "", "");
    }
}
