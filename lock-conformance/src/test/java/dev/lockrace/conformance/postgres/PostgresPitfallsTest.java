package dev.lockrace.conformance.postgres;

import static dev.lockrace.conformance.clause.Contest.LONG;
import static dev.lockrace.conformance.clause.Contest.REQUEST_TIMEOUT;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.awaitility.Awaitility.await;

import dev.lockrace.conformance.clause.Contest;
import dev.lockrace.lock.Grant;
import dev.lockrace.lock.Lease;
import dev.lockrace.lock.LockBackend;
import dev.lockrace.lock.LockClient;
import dev.lockrace.lock.LockException;
import dev.lockrace.lock.LockRequest;
import dev.lockrace.lock.LockStoreException;
import dev.lockrace.lock.postgres.PostgresLockBackend;
import dev.lockrace.lock.postgres.PostgresLockSchema;
import java.sql.SQLException;
import java.time.Duration;
import java.util.ArrayList;
import java.util.Collections;
import java.util.List;
import java.util.Optional;
import java.util.concurrent.Callable;
import java.util.concurrent.Future;
import org.junit.jupiter.api.Test;

/** Pitfalls of a lock in a database table, in addition to the tests of the contract. */
class PostgresPitfallsTest extends PostgresStoreTest {

    @Test
    void L4_tokens_grow_in_grant_order_after_waiting_for_the_row() throws Exception {
        sql.run("create table granted (place bigserial, token bigint, ends_at timestamptz, at timestamptz)");
        sql.run("""
                create function note() returns trigger language plpgsql as $$ begin
                    insert into granted (token, ends_at, at) values (new.token, new.ends_at, clock_timestamp());
                    return null;
                end $$""");
        sql.run("create trigger note after update of token on lockrace_lease for each row execute function note()");
        try {
            grantAfterWaitForRow(Duration.ofMillis(1));

            List<Long> tokens = sql.longs("select token from granted order by place");
            assertThat(tokens).hasSizeGreaterThan(1).isSorted().doesNotHaveDuplicates();
        } finally {
            sql.run("drop trigger note on lockrace_lease; drop function note; drop table granted");
        }
    }

    @Test
    void L2_time_to_live_starts_at_the_grant_after_waiting_for_the_row() throws Exception {
        Duration timeToLive = Duration.ofMillis(1_500);
        long releasedAt = grantAfterWaitForRow(timeToLive);

        contest.assertHeld();
        Contest.sleep(Duration.ofMillis(900).minus(Contest.elapsedSince(releasedAt)));
        contest.assertHeld(); // a lease counted from before the wait would have expired
    }

    /**
     * Makes several attempts wait for the row for longer than a short lease, then acquires and releases the lock in the
     * transaction that blocks them. Returns the time of that release.
     */
    private long grantAfterWaitForRow(Duration timeToLive) throws Exception {
        createFreeRow();
        List<Callable<Optional<Grant>>> attempts = new ArrayList<>();
        for (int i = 0; i < 8; i++) {
            LockBackend backend = contest.backend();
            attempts.add(() -> backend.tryAcquire(contest.lockName(), Contest.newOwner(), timeToLive, REQUEST_TIMEOUT));
        }
        try (Sql other = new Sql(store)) {
            other.begin();
            other.lockRow(contest.name());
            List<Future<Optional<Grant>>> waiting =
                    attempts.stream().map(contest::inBackground).toList();
            await().atMost(REQUEST_TIMEOUT).until(() -> sql.longs(Sql.WAITING).get(0) == attempts.size());
            Contest.sleep(Duration.ofSeconds(1));
            other.acquireAndRelease(contest.name());
            other.commit();
            long releasedAt = System.nanoTime();
            assertThat(waiting.stream().map(Contest::result)).anyMatch(Optional::isPresent);
            return releasedAt;
        }
    }

    @Test
    void L5_attempt_that_timed_out_waiting_for_the_row_is_not_granted_later() throws Exception {
        try (Sql other = new Sql(store)) {
            timeOutWaitingForRow(other);
            Contest.sleep(LockClient.DEFAULT_REQUEST_TIMEOUT); // until the statement times out in the server
            other.commit();
        }
        contest.assertFreeWithin(Duration.ofSeconds(15));
    }

    /** The client closes its connection, which a server that waits for a row does not notice. */
    @Test
    void L10_server_ends_a_request_soon_after_its_client_has_timed_out() throws Exception {
        try (Sql other = new Sql(store)) {
            timeOutWaitingForRow(other);

            await().atMost(LockClient.DEFAULT_REQUEST_TIMEOUT.multipliedBy(8)) // the revocations end too
                    .until(() -> sql.longs(Sql.WAITING).get(0) == 0);
            other.rollback();
        }
    }

    /** Lets an attempt to acquire time out while another transaction, which stays open, has locked the row. */
    private void timeOutWaitingForRow(Sql other) throws SQLException {
        LockClient impatient = contest.client(contest.backend(), Duration.ofMillis(300));
        createFreeRow();
        other.begin();
        other.lockRow(contest.name());
        assertThatThrownBy(() -> impatient.tryAcquire(contest.request(LONG))).isInstanceOf(LockException.class);
    }

    private void createFreeRow() {
        assertThat(contest.client()
                        .tryAcquire(contest.request(LONG))
                        .orElseThrow()
                        .release())
                .isTrue();
    }

    @Test
    void transaction_of_the_caller_neither_shortens_a_lease_nor_hides_it() throws Exception {
        PostgresLockBackend backend = contest.closeAfterTest(PostgresLockBackend.using(sql.dataSource()));
        LockClient client = contest.client(backend, REQUEST_TIMEOUT);
        sql.begin();
        sql.longs("select 1"); // fixes now() of this transaction
        Contest.sleep(Duration.ofMillis(1_100));
        assertThat(client.tryAcquire(contest.request(Duration.ofSeconds(1)))).isPresent();
        contest.assertHeld();

        sql.rollback();
        contest.assertHeld();
    }

    @Test
    void L1_default_isolation_serializable_causes_no_failure() throws Exception {
        sql.run("alter role current_user set default_transaction_isolation = 'serializable'");
        try {
            List<LockClient> clients = contest.clients(4);
            List<Callable<Boolean>> tasks = new ArrayList<>();
            for (LockClient client : clients) {
                tasks.add(() -> acquireRepeatedly(client));
                tasks.add(() -> acquireRepeatedly(client));
            }
            assertThat(contest.inParallel(tasks)).containsOnly(true);
        } finally {
            sql.run("alter role current_user reset default_transaction_isolation");
        }
    }

    private boolean acquireRepeatedly(LockClient client) {
        for (int i = 0; i < 100; i++) {
            client.tryAcquire(contest.request(LONG)).ifPresent(Lease::release);
        }
        return true;
    }

    @Test
    void missing_table_is_created_by_concurrent_first_requests() throws Exception {
        sql.run("drop table lockrace_lease; drop sequence lockrace_lease_token");
        List<Callable<Boolean>> firsts = new ArrayList<>();
        for (int i = 0; i < 6; i++) {
            LockBackend backend = contest.backend();
            firsts.add(() -> backend.tryAcquire(contest.lockName(), Contest.newOwner(), LONG, REQUEST_TIMEOUT)
                    .isPresent());
        }

        assertThat(contest.inParallel(firsts)).containsOnlyOnce(true);
    }

    @Test
    void missing_table_is_a_clear_error_if_the_backend_may_not_create_it() throws Exception {
        LockClient client =
                contest.client(contest.closeAfterTest(PostgresLockBackend.using(sql.dataSource())), REQUEST_TIMEOUT);
        sql.run("drop table lockrace_lease");

        assertThatThrownBy(() -> client.tryAcquire(LockRequest.of("job").timeToLive(LONG)))
                .isInstanceOf(LockStoreException.class)
                .hasMessageStartingWith("Could not acquire lock 'job' on backend 'database'")
                .hasMessageContaining("lockrace_lease");
        PostgresLockSchema.create(sql.dataSource());
        assertThat(client.tryAcquire(contest.request(LONG))).isPresent();
    }

    @Test
    void pool_with_one_connection_serves_many_threads_and_nested_locks() throws Exception {
        LockBackend backend = contest.closeAfterTest(PostgresLockBackend.pooled(store.pool(store.address(), 1)));
        LockClient client = contest.client(backend, REQUEST_TIMEOUT);
        Lease outer = client.tryAcquire(
                        LockRequest.of(contest.name() + ":outer").timeToLive(LONG))
                .orElseThrow();
        Lease inner = client.tryAcquire(
                        LockRequest.of(contest.name() + ":inner").timeToLive(LONG))
                .orElseThrow();

        assertThat(contest.inParallel(Collections.nCopies(8, () -> acquireRepeatedly(client))))
                .containsOnly(true);
        assertThat(inner.release()).isTrue();
        assertThat(outer.release()).isTrue();
    }

    @Test
    void row_of_a_released_lock_is_reused() throws Exception {
        LockClient client = contest.client();
        for (int i = 0; i < 3; i++) {
            assertThat(client.tryAcquire(contest.request(LONG)).orElseThrow().release())
                    .isTrue();
        }

        assertThat(sql.longs("select count(*) from lockrace_lease where name = '" + contest.name() + "'"))
                .containsExactly(1L);
    }
}
