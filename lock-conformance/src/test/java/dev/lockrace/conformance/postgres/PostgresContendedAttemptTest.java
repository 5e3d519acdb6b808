package dev.lockrace.conformance.postgres;

import static dev.lockrace.conformance.clause.Contest.LONG;
import static dev.lockrace.conformance.clause.Contest.REQUEST_TIMEOUT;
import static org.assertj.core.api.Assertions.assertThat;

import dev.lockrace.lock.LockBackend;
import dev.lockrace.lock.LockBackend.Subscription;
import dev.lockrace.lock.LockClient;
import java.sql.Connection;
import java.sql.SQLException;
import java.sql.Statement;
import java.time.Duration;
import java.time.temporal.ChronoUnit;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.postgresql.PGConnection;
import org.postgresql.PGNotification;

/**
 * The cost of a contended attempt. The embedded server does not sync its log, which hides the cost of a commit, so the
 * tests count what a commit writes.
 */
class PostgresContendedAttemptTest extends PostgresStoreTest {

    private static final String LOG_POSITION = "select (pg_current_wal_insert_lsn() - '0/0'::pg_lsn)::bigint";
    private static final String NEXT_TRANSACTION = "select pg_snapshot_xmax(pg_current_snapshot())::text::bigint";

    @BeforeEach
    void setUp() throws SQLException {
        sql.run("alter system set autovacuum = off");
        sql.run("select pg_reload_conf()");
    }

    @Test
    void contended_attempt_takes_no_transaction_id_and_writes_no_log() throws SQLException {
        assertThat(contest.client().tryAcquire(contest.request(LONG))).isPresent();
        LockClient client = contest.client();
        assertContended(client);
        long position = sql.longs(LOG_POSITION).get(0);
        long transaction = sql.longs(NEXT_TRANSACTION).get(0);
        for (int i = 0; i < 20; i++) {
            assertContended(client);
        }

        assertThat(sql.longs(NEXT_TRANSACTION)).as("next transaction id").containsExactly(transaction);
        assertThat(sql.longs(LOG_POSITION))
                .as("position of the write-ahead log")
                .containsExactly(position);
    }

    @Test
    void client_that_joins_others_in_waiting_takes_no_transaction_id() throws SQLException {
        LockBackend backend = contest.backend();
        Runnable none = () -> {};
        try (Subscription first = backend.subscribe(contest.lockName(), LONG, REQUEST_TIMEOUT, none)) {
            long transaction = sql.longs(NEXT_TRANSACTION).get(0);
            for (int i = 0; i < 20; i++) {
                contest.closeAfterTest(backend.subscribe(contest.lockName(), LONG, REQUEST_TIMEOUT, none));
            }

            assertThat(first).isNotNull();
            assertThat(sql.longs(NEXT_TRANSACTION)).as("next transaction id").containsExactly(transaction);
        }
    }

    @Test
    void short_wait_does_not_shorten_the_mark_of_a_long_one() throws SQLException {
        LockBackend backend = contest.backend();
        Runnable none = () -> {};
        try (Subscription longWait = backend.subscribe(contest.lockName(), LONG, REQUEST_TIMEOUT, none);
                Subscription shortWait =
                        backend.subscribe(contest.lockName(), Duration.ofSeconds(1), REQUEST_TIMEOUT, none)) {
            assertThat(longWait).isNotSameAs(shortWait);
            assertThat(sql.longs("select extract(epoch from awaited_until - clock_timestamp())::bigint"
                                    + " from lockrace_lease where name = '" + contest.name() + "'")
                            .get(0))
                    .isGreaterThan(LONG.dividedBy(2).toSeconds());
        }
    }

    /** A notification takes a lock on all databases of the server until its transaction has ended. */
    @Test
    void release_without_a_waiting_client_sends_no_notification() throws SQLException {
        try (Connection connection = sql.dataSource().getConnection();
                Statement statement = connection.createStatement()) {
            statement.execute("listen lockrace_lease_released");
            assertThat(contest.client()
                            .tryAcquire(contest.request(LONG))
                            .orElseThrow()
                            .release())
                    .isTrue();
            sql.run("select pg_notify('lockrace_lease_released', 'the first one')");

            PGNotification first = connection.unwrap(PGConnection.class).getNotifications(10_000)[0];
            assertThat(first.getParameter()).isEqualTo("the first one");
        }
    }

    @Test
    void wait_that_is_longer_than_any_time_in_the_store_can_subscribe() {
        Duration forever = ChronoUnit.FOREVER.getDuration();
        try (Subscription subscription =
                contest.backend().subscribe(contest.lockName(), forever, REQUEST_TIMEOUT, () -> {})) {
            assertThat(subscription).isNotNull();
        }
    }

    private void assertContended(LockClient client) {
        assertThat(client.tryAcquire(contest.request(LONG))).isEmpty();
    }
}
