package dev.voicecall.store.jdbc;

import static org.assertj.core.api.Assertions.assertThat;

import com.sun.management.ThreadMXBean;
import dev.voicecall.CallPage;
import dev.voicecall.CallQuery;
import dev.voicecall.Direction;
import dev.voicecall.Outcome;
import java.lang.management.ManagementFactory;
import java.sql.SQLException;
import java.time.Instant;
import java.util.LinkedHashMap;
import java.util.Map;
import java.util.Optional;
import javax.sql.DataSource;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;

/**
 * Lists 100,000 calls. What a page costs is counted as bytes that its thread allocates: more memory than that it can't take, and with
 * H2, which works on the same thread, reading more rows than it shows would be seen.
 */
@Tag("socket")
class ManyCallsTest {
    private static final int CALLS = 100_000;
    private static final int PAGE_LIMIT = 1_000;
    private static final long PAGE_BYTES = 3_000_000;

    /** A second apart, from 1,000 numbers, each tenth outbound, nineteen of them busy; the last ten are open. */
    private static final String MAKE_CALLS = """
            INSERT INTO voicecall_calls (id, call_id, direction, from_party, to_party, started_at, status, open, outcome,
                duration_us, answered_by, timeline_source)
            SELECT 'call' || n, 'CA' || n, CASE WHEN MOD(n, 10) = 0 THEN 'OUTBOUND' ELSE 'INBOUND' END,
                '+1415555' || (1000 + MOD(n, 1000)), '+442079460999',
                TIMESTAMP WITH TIME ZONE '2026-11-01 00:00:00+00' + n * INTERVAL '1' SECOND,
                CASE WHEN n > 99990 THEN 'IN_PROGRESS' ELSE 'ENDED' END, n > 99990,
                CASE WHEN n > 99990 THEN NULL WHEN MOD(n, 5000) = 0 THEN 'BUSY' ELSE 'ANSWERED' END,
                n, 'UNKNOWN', 'NONE'
            FROM %s(1, 100000) AS numbers (n)
            """;

    @ParameterizedTest
    @EnumSource
    void areListedFilteredAndPagedInBoundedMemory(Product product) throws SQLException {
        DataSource database = product.database();
        JdbcCallStore store = JdbcCallStore.open(database);
        Product.execute(database, MAKE_CALLS.formatted(product == Product.H2 ? "SYSTEM_RANGE" : "GENERATE_SERIES"));
        Product.execute(database, "ANALYZE");

        Map<CallQuery, Integer> queries = new LinkedHashMap<>();
        queries.put(query(null, null, null, null, null, null), CALLS);
        queries.put(query(Direction.OUTBOUND, null, null, null, null, null), CALLS / 10);
        queries.put(query(null, "+14155551007", null, null, null, null), CALLS / 1_000);
        queries.put(query(null, "+442079460999", null, null, null, null), CALLS);
        queries.put(query(null, "+10000000000", null, null, null, null), 0);
        queries.put(query(null, null, Outcome.BUSY, null, null, null), 19);
        queries.put(query(null, null, null, true, null, null), 10);
        queries.put(
                query(
                        null,
                        null,
                        null,
                        null,
                        Instant.parse("2026-11-01T01:00:00Z"),
                        Instant.parse("2026-11-01T02:00:00Z")),
                3_600);
        queries.forEach(
                (query, count) -> assertThat(countOfAllPages(store, query)).isEqualTo(count));
    }

    private static int countOfAllPages(JdbcCallStore store, CallQuery query) {
        int count = 0;
        Optional<CallQuery> next = Optional.of(query);
        while (next.isPresent()) {
            long allocatedBefore = allocatedBytes();
            CallPage page = store.list(next.get());
            assertThat(allocatedBytes() - allocatedBefore).as(query.toString()).isLessThan(PAGE_BYTES);
            count += page.calls().size();
            next = page.next().map(query::after);
        }
        return count;
    }

    private static CallQuery query(
            Direction direction, String number, Outcome outcome, Boolean open, Instant from, Instant until) {
        return new CallQuery(
                Optional.ofNullable(direction),
                Optional.ofNullable(number),
                Optional.ofNullable(outcome),
                Optional.ofNullable(open),
                Optional.ofNullable(from),
                Optional.ofNullable(until),
                Optional.empty(),
                PAGE_LIMIT);
    }

    private static long allocatedBytes() {
        return ((ThreadMXBean) ManagementFactory.getThreadMXBean()).getCurrentThreadAllocatedBytes();
    }
}
