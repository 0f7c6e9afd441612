/** Records of phone calls in a database, over JDBC. */
module dev.voicecall.store.jdbc {
    requires transitive dev.voicecall;
    requires transitive java.sql;
    requires org.slf4j;
    requires static org.jspecify;

    exports dev.voicecall.store.jdbc;

    // So that a tool like Flyway finds the scripts there.
    opens dev.voicecall.store.jdbc;
}
