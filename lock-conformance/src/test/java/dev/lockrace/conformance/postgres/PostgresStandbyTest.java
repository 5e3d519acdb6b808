package dev.lockrace.conformance.postgres;

import static dev.lockrace.conformance.clause.Contest.LONG;
import static dev.lockrace.conformance.clause.Contest.RECOVERY_TIMEOUT;
import static dev.lockrace.conformance.clause.Contest.REQUEST_TIMEOUT;
import static org.assertj.core.api.Assertions.assertThat;

import dev.lockrace.conformance.clause.Contest;
import dev.lockrace.fault.process.ProcessPause;
import dev.lockrace.lock.Guarantees.Failover;
import dev.lockrace.lock.Lease;
import dev.lockrace.lock.LockBackend;
import dev.lockrace.lock.LockClient;
import dev.lockrace.lock.LockException;
import dev.lockrace.lock.postgres.PostgresLockBackend;
import dev.lockrace.lock.postgres.PostgresLockPool;
import dev.lockrace.servers.ServerProcess;
import dev.lockrace.servers.postgres.PostgresServer;
import dev.lockrace.testsupport.TestDirectories;
import java.sql.SQLException;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.Callable;
import org.awaitility.Awaitility;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;

/** A real failover of PostgreSQL: the primary crashes, and its standby with asynchronous replication is promoted. */
@Tag("process")
@Timeout(120)
class PostgresStandbyTest {

    private static final String WALSENDERS = "select pid from pg_stat_replication";

    private static final String STREAMED =
            "select count(*) from pg_stat_replication where replay_lsn >= pg_current_wal_lsn()";

    private final ServerProcess primary =
            PostgresServer.primary(TestDirectories.unused("postgresql-primary"), TestDirectories.cache());

    private final Contest contest = new Contest(this::newBackend);
    private ServerProcess standby;

    @BeforeEach
    void start() {
        primary.start();
        standby = PostgresServer.standby(
                TestDirectories.unused("postgresql-standby"), TestDirectories.cache(), primary.endpoint());
        standby.start();
    }

    @AfterEach
    void close() throws Exception {
        contest.close();
        standby.close();
        primary.close();
    }

    @Test
    void L12_holder_and_other_clients_reach_the_promoted_standby() throws SQLException {
        LockClient client = contest.client();
        LockClient other = contest.client();
        Lease lease = client.tryAcquire(contest.request(LONG)).orElseThrow();
        awaitStandby();
        primary.kill();
        promote();

        assertThat(eventually(lease::renew)).as("renewal").isTrue();
        assertThat(eventually(() -> other.tryAcquire(contest.request(LONG)).isEmpty()))
                .as("still held")
                .isTrue();
        assertThat(lease.release()).as("release").isTrue();
        assertThat(other.tryAcquire(contest.request(LONG)).orElseThrow().fencingToken())
                .isGreaterThan(lease.fencingToken());
    }

    /** What the backend declares: {@link Failover#LATEST_WRITES}. */
    @Test
    void L4_failover_loses_a_grant_that_was_not_replicated_and_its_successor_has_a_greater_token() throws Exception {
        LockClient client = contest.client();
        assertThat(client.guarantees().failover()).isEqualTo(Failover.LATEST_WRITES);
        awaitStandby();
        Lease lost;
        try (ProcessPause pause = ProcessPause.of(standby.process());
                Sql sql = new Sql(primary.endpoint())) {
            for (long sender : sql.longs(WALSENDERS)) { // else the standby finds the grant in its socket
                sql.run("select pg_terminate_backend(%d)".formatted(sender));
            }
            assertThat(Contest.await(REQUEST_TIMEOUT, () -> replicationHasEnded(sql)))
                    .isTrue();
            lost = client.tryAcquire(contest.request(LONG)).orElseThrow();
            primary.kill();
        }
        promote();
        Lease successor = acquireEventually(contest.client());

        assertThat(successor.fencingToken()).isGreaterThan(lost.fencingToken());
        assertThat(lost.mayBeHeld()).isTrue();
        assertThat(eventually(() -> !lost.renew())).as("loss noticed").isTrue();
        assertThat(lost.mayBeHeld()).isFalse();
        contest.assertHeld();
        assertThat(successor.release()).isTrue();
    }

    private LockBackend newBackend() {
        String url = "jdbc:postgresql://%s,%s/postgres?targetServerType=primary"
                .formatted(primary.endpoint(), standby.endpoint());
        return PostgresLockBackend.pooled(new PostgresLockPool(
                url, primary.endpoint().user(), primary.endpoint().password(), 2, REQUEST_TIMEOUT, true));
    }

    private void awaitStandby() throws SQLException {
        try (Sql sql = new Sql(primary.endpoint())) {
            assertThat(Contest.await(RECOVERY_TIMEOUT, () -> count(sql, STREAMED) == 1))
                    .as("standby has all data")
                    .isTrue();
        }
    }

    private static boolean replicationHasEnded(Sql sql) {
        return count(sql, "select count(*) from pg_stat_replication") == 0;
    }

    private static long count(Sql sql, String query) {
        try {
            return sql.longs(query).get(0);
        } catch (SQLException e) {
            throw new AssertionError(e);
        }
    }

    private void promote() throws SQLException {
        try (Sql sql = new Sql(standby.endpoint())) {
            sql.run("select pg_promote(true, 30)");
        }
    }

    private Lease acquireEventually(LockClient client) {
        List<Lease> granted = new ArrayList<>();
        assertThat(eventually(() -> client.tryAcquire(contest.request(LONG))
                        .map(granted::add)
                        .orElse(false)))
                .isTrue();
        return granted.get(0);
    }

    private static boolean eventually(Callable<Boolean> request) {
        return Awaitility.await()
                .pollInSameThread()
                .pollDelay(Duration.ZERO)
                .pollInterval(Duration.ofMillis(50))
                .atMost(RECOVERY_TIMEOUT.plusSeconds(5))
                .ignoreExceptionsInstanceOf(LockException.class)
                .until(request, done -> done);
    }
}
