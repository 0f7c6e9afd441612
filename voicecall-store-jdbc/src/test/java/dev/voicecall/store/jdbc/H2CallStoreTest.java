package dev.voicecall.store.jdbc;

import dev.voicecall.spi.CallStore;
import dev.voicecall.testkit.CallStoreContract;

class H2CallStoreTest extends CallStoreContract {
    @Override
    protected CallStore open() {
        return JdbcCallStore.open(H2Databases.create());
    }
}
