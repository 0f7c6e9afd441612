package dev.voicecall.store.jdbc;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.assertj.core.api.Assertions.catchThrowable;

import dev.voicecall.CallPage;
import dev.voicecall.CallQuery;
import dev.voicecall.VoiceCallException;
import java.io.PrintWriter;
import java.io.StringWriter;
import java.sql.Connection;
import java.sql.SQLException;
import java.util.List;
import javax.sql.DataSource;
import org.h2.jdbcx.JdbcConnectionPool;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;

@Tag("socket")
class JdbcCallStoreTest {
    @ParameterizedTest
    @EnumSource
    void keepsNothingOfACallIfPartOfItFails(Product product) throws SQLException {
        DataSource database = product.database();
        JdbcCallStore store = JdbcCallStore.open(database);
        store.save(Calls.inbound("before"));
        Product.execute(database, "DROP TABLE voicecall_problems");
        assertThatThrownBy(() -> store.save(Calls.inbound("after"))).isInstanceOf(VoiceCallException.class);
        Product.execute(database, "DELETE FROM voicecall_schema");
        assertThat(JdbcCallStore.open(database).list(CallQuery.NEWEST).calls())
                .extracting(CallPage.Entry::id)
                .containsExactly("before");
    }

    /** PostgreSQL's driver puts the values of a batch into its messages, H2 those that do not fit. */
    @ParameterizedTest
    @EnumSource
    void doesNotTellWhatPeopleSaidWhenItFails(Product product) throws SQLException {
        DataSource database = product.database();
        JdbcCallStore store = JdbcCallStore.open(database);
        Product.execute(database, "ALTER TABLE voicecall_utterances ADD CHECK (text <> 'My pin is 4711.')");
        Throwable failure = catchThrowable(() -> store.save(Calls.inbound("1", "My pin is 4711.")));
        assertThat(failure)
                .isInstanceOf(VoiceCallException.class)
                .hasMessageContaining("The database failed to keep a call with SQLSTATE 235");
        StringWriter all = new StringWriter();
        failure.printStackTrace(new PrintWriter(all));
        assertThat(all.toString()).doesNotContain("4711").doesNotContain(Calls.CALLER);
    }

    /** A call is saved again and again as it goes; PostgreSQL tells which transaction has written a row. */
    @Test
    void writesOnlyWhatIsNew() throws SQLException {
        DataSource database = Product.POSTGRESQL.database();
        JdbcCallStore store = JdbcCallStore.open(database);
        store.save(Calls.inbound("1", "Hello?", "Is anybody there?"));
        List<String> before = writers(database);
        store.save(Calls.inbound("1", "Hello?", "Is anybody here?", "Goodbye."));
        List<String> after = writers(database);
        assertThat(after).hasSize(3).startsWith(before.get(0));
        assertThat(after.get(1)).isNotEqualTo(before.get(1));
        assertThat(after.get(2)).isEqualTo(after.get(1));
    }

    private static List<String> writers(DataSource database) throws SQLException {
        try (Connection connection = database.getConnection()) {
            return Sql.query(
                    connection,
                    "SELECT CAST(xmin AS VARCHAR) AS writer FROM voicecall_utterances ORDER BY number",
                    List.of(),
                    row -> row.text("writer"));
        }
    }

    @Test
    void saysSoIfThereIsNoConnection() {
        DataSource database = JdbcConnectionPool.create("jdbc:h2:tcp://localhost:1/none", "", "");
        assertThatThrownBy(() -> JdbcCallStore.open(database))
                .isInstanceOf(VoiceCallException.class)
                .hasMessage(
                        "There is no connection to the database to find the version of its tables. Is it up, and are"
                                + " its URL and user right?");
    }

    @ParameterizedTest
    @EnumSource
    void leavesAConnectionAsItFoundIt(Product product) throws SQLException {
        try (Connection connection = product.database().getConnection()) {
            connection.setAutoCommit(false);
            connection.setTransactionIsolation(Connection.TRANSACTION_SERIALIZABLE);
            try (Transaction transaction = Transaction.beginSnapshot(connection)) {
                transaction.commit();
            }
            assertThat(connection.getAutoCommit()).isFalse();
            assertThat(connection.getTransactionIsolation()).isEqualTo(Connection.TRANSACTION_SERIALIZABLE);
        }
    }
}
