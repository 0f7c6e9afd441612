package dev.voicecall.store.jdbc;

import dev.voicecall.CallPage;
import dev.voicecall.CallQuery;
import dev.voicecall.CallRecord;
import dev.voicecall.Recording;
import dev.voicecall.VoiceCallException;
import dev.voicecall.spi.CallStore;
import java.util.List;
import java.util.Optional;
import javax.sql.DataSource;

/**
 * Keeps the records of calls in a relational database: H2 or PostgreSQL.
 *
 * <p>The tables, whose names begin with {@code voicecall_}, are made for SQL of one's own, too; they are described in the scripts
 * that make them, {@code dev/voicecall/store/jdbc/V1__calls.sql} and so on, on the class path. {@link #open} runs those that were
 * not run before. Whoever would rather have Flyway run them names it that location, and a history table of its own.
 *
 * <p>Each method takes a connection from the data source for as long as it works, and does all it does in one transaction. It blocks
 * as long as the data source and the database do; their time-outs are the bounds. What loses against another transaction
 * is repeated, up to ten times in all. Times are kept to the microsecond, and in texts NUL becomes U+FFFD. Safe for use by many
 * threads.
 */
public final class JdbcCallStore implements CallStore {
    private final Database database;

    private JdbcCallStore(Database database) {
        this.database = database;
    }

    /**
     * A store in this database, whose tables it makes or brings up to date first. Several programs may do so at the same time.
     *
     * @param dataSource a pool, usually; it is not closed with the store
     * @throws VoiceCallException if the database can't be reached, does not let us make the tables, or has tables of a newer version
     *     of this library
     */
    public static JdbcCallStore open(DataSource dataSource) {
        Database database = new Database(dataSource);
        Schema.update(database);
        return new JdbcCallStore(database);
    }

    @Override
    public void save(CallRecord call) {
        database.write("keep a call", connection -> CallTable.save(connection, call));
    }

    @Override
    public void save(Recording recording) {
        database.write("keep a recording", connection -> RecordingTable.save(connection, recording));
    }

    @Override
    public Optional<CallRecord> find(String id) {
        return database.read("find a call", connection -> CallTable.find(connection, id));
    }

    @Override
    public Optional<Recording> findRecording(String id) {
        return database.read("find a recording", connection -> RecordingTable.find(connection, id));
    }

    @Override
    public CallPage list(CallQuery query) {
        CallList list = CallList.of(query);
        return CallPage.of(database.read("list calls", list::find), query.limit());
    }

    @Override
    public List<Recording> unfinishedRecordings(int limit) {
        return database.read("list recordings", connection -> RecordingTable.unfinished(connection, limit));
    }

    @Override
    public void delete(String id) {
        database.write("delete a call", connection -> CallTable.delete(connection, id));
    }
}
