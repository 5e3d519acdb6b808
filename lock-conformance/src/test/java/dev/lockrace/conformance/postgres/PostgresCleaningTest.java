package dev.lockrace.conformance.postgres;

import static dev.lockrace.conformance.clause.Contest.LONG;
import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import dev.lockrace.lock.LockClient;
import java.sql.SQLException;
import java.time.Duration;
import org.junit.jupiter.api.Test;

/** The deletion of rows that expired long ago. */
class PostgresCleaningTest extends PostgresStoreTest {

    /** A statement that waits for a row when it is deleted inserts a lease and a token that it computed before. */
    @Test
    void L4_only_rows_that_expired_a_minute_ago_and_that_no_client_uses_are_deleted() throws Exception {
        insert("old", "2 minutes", "-infinity");
        insert("just expired", "2 seconds", "-infinity");
        insert("awaited", "2 minutes", "infinity");
        insert("being acquired", "2 minutes", "-infinity");
        LockClient client = contest.client();
        try (Sql other = new Sql(store)) {
            other.begin();
            other.lockRow("being acquired");
            await().atMost(Duration.ofSeconds(40)) // a run is due 10 s after the client was created
                    .until(() -> client.tryAcquire(contest.request(LONG))
                                    .map(lease -> lease.release())
                                    .isPresent()
                            && count("old") == 0);

            assertThat(count("just expired")).as("just expired").isEqualTo(1);
            assertThat(count("awaited")).as("awaited").isEqualTo(1);
            assertThat(count("being acquired")).as("being acquired").isEqualTo(1);
            other.rollback();
        }
    }

    private void insert(String name, String expiredAgo, String awaitedUntil) throws SQLException {
        sql.run("insert into lockrace_lease values ('%s', 'a', 1, clock_timestamp() - interval '%s', '%s')"
                .formatted(name, expiredAgo, awaitedUntil));
    }

    private long count(String name) throws SQLException {
        return sql.longs("select count(*) from lockrace_lease where name = '" + name + "'")
                .get(0);
    }
}
