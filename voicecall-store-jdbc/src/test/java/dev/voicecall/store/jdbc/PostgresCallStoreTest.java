package dev.voicecall.store.jdbc;

import dev.voicecall.spi.CallStore;
import dev.voicecall.testkit.CallStoreContract;
import org.junit.jupiter.api.Tag;

@Tag("socket")
class PostgresCallStoreTest extends CallStoreContract {
    @Override
    protected CallStore open() {
        return JdbcCallStore.open(PostgresDatabases.create());
    }
}
