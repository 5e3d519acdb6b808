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
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.extension.RegisterExtension;

/** What a lock in a table can get wrong, beyond the contract's own tests. */
@Timeout(60)
class PostgresTrapsTest {

    @RegisterExtension
    static final PostgresFixture STORE = new PostgresFixture();

    private final Contest contest = new Contest(STORE);
    private Sql sql;

    @BeforeEach
    void connect() throws SQLException {
        sql = new Sql(STORE);
        sql.run(PostgresLockSchema.ddl());
    }

    @AfterEach
    void close() throws Exception {
        sql.close();
        contest.close();
    }

    @Test
    void L4_tokens_of_those_who_waited_for_the_row_grow_in_the_order_of_their_grants() throws Exception {
        sql.run("create table granted (place bigserial, token bigint, ends_at timestamptz, at timestamptz)");
        sql.run("""
                create function note() returns trigger language plpgsql as $$ begin
                    insert into granted (token, ends_at, at) values (new.token, new.ends_at, clock_timestamp());
                    return null;
                end $$""");
        sql.run("create trigger note after update of token on lockrace_lease for each row execute function note()");
        try {
            letManyWaitForTheRow(Duration.ofMillis(1));

            List<Long> tokens = sql.longs("select token from granted order by place");
            assertThat(tokens).hasSizeGreaterThan(1).isSorted().doesNotHaveDuplicates();
        } finally {
            sql.run("drop trigger note on lockrace_lease; drop function note; drop table granted");
        }
    }

    @Test
    void L2_a_lease_that_was_granted_after_waiting_for_the_row_is_not_born_old() throws Exception {
        Duration timeToLive = Duration.ofMillis(1_500);
        long released = letManyWaitForTheRow(timeToLive);

        contest.assertHeld();
        Contest.sleep(Duration.ofMillis(900).minus(Contest.elapsedSince(released)));
        contest.assertHeld(); // one that was counted from before the wait would have ended
    }

    /**
     * Many tries wait for the row, longer than a short lease lasts, behind a grant that comes after all of them and is
     * over at once; returns when it was.
     */
    private long letManyWaitForTheRow(Duration timeToLive) throws Exception {
        assertThat(contest.client()
                        .tryAcquire(contest.name(), LONG)
                        .orElseThrow()
                        .release())
                .isTrue();
        List<Callable<Optional<Grant>>> tries = new ArrayList<>();
        for (int i = 0; i < 8; i++) {
            LockBackend backend = contest.backend();
            tries.add(() -> backend.tryAcquire(contest.lockName(), Contest.newOwner(), timeToLive, REQUEST_TIMEOUT));
        }
        try (Sql other = new Sql(STORE)) {
            other.begin();
            other.lockRow(contest.name());
            List<Future<Optional<Grant>>> waiting =
                    tries.stream().map(contest::inBackground).toList();
            await().atMost(REQUEST_TIMEOUT).until(() -> sql.longs(Sql.WAITING).get(0) == tries.size());
            Contest.sleep(Duration.ofSeconds(1));
            other.holdOnce(contest.name());
            other.commit();
            long released = System.nanoTime();
            assertThat(waiting.stream().map(Contest::result)).anyMatch(Optional::isPresent);
            return released;
        }
    }

    @Test
    void L5_a_try_that_gave_up_waiting_for_the_row_is_not_granted_later() throws Exception {
        LockClient hasty = contest.client(contest.backend(), Duration.ofMillis(300));
        assertThat(contest.client()
                        .tryAcquire(contest.name(), LONG)
                        .orElseThrow()
                        .release())
                .isTrue();
        try (Sql other = new Sql(STORE)) {
            other.begin();
            other.lockRow(contest.name());
            assertThatThrownBy(() -> hasty.tryAcquire(contest.name(), LONG)).isInstanceOf(LockException.class);
            Contest.sleep(LockClient.DEFAULT_REQUEST_TIMEOUT); // until the server gives up, too
            other.commit();
        }
        contest.assertFreeWithin(Duration.ofSeconds(15));
    }

    @Test
    void the_callers_own_transaction_neither_ages_a_lease_nor_keeps_it_from_others() throws Exception {
        PostgresLockBackend backend = contest.closeAfterTest(PostgresLockBackend.over(sql.dataSource()));
        LockClient client = contest.client(backend, REQUEST_TIMEOUT);
        sql.begin();
        sql.longs("select 1"); // now() of this transaction stays here
        Contest.sleep(Duration.ofMillis(1_100));
        assertThat(client.tryAcquire(contest.name(), Duration.ofSeconds(1))).isPresent();
        contest.assertHeld();

        sql.rollback();
        contest.assertHeld();
    }

    @Test
    void L1_a_database_whose_default_isolation_is_serializable_fails_no_try() throws Exception {
        sql.run("alter role current_user set default_transaction_isolation = 'serializable'");
        try {
            List<LockClient> clients = contest.clients(4);
            List<Callable<Boolean>> tasks = new ArrayList<>();
            for (LockClient client : clients) {
                tasks.add(() -> takeOften(client));
                tasks.add(() -> takeOften(client));
            }
            assertThat(contest.inParallel(tasks)).containsOnly(true);
        } finally {
            sql.run("alter role current_user reset default_transaction_isolation");
        }
    }

    private boolean takeOften(LockClient client) {
        for (int i = 0; i < 100; i++) {
            client.tryAcquire(contest.name(), LONG).ifPresent(Lease::release);
        }
        return true;
    }

    @Test
    void a_missing_table_is_created_by_whoever_needs_it_first_also_when_many_do() throws Exception {
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
    void a_missing_table_is_a_clear_error_where_creating_it_is_left_to_others() throws Exception {
        LockClient client = contest.client(contest.closeAfterTest(PostgresLockBackend.over(sql.dataSource())), REQUEST_TIMEOUT);
        sql.run("drop table lockrace_lease");

        assertThatThrownBy(() -> client.tryAcquire("job", LONG))
                .isInstanceOf(LockStoreException.class)
                .hasMessageStartingWith("Could not acquire lock job on backend 'database'")
                .hasMessageContaining("lockrace_lease");
        PostgresLockSchema.create(sql.dataSource());
        assertThat(client.tryAcquire(contest.name(), LONG)).isPresent();
    }

    @Test
    void a_pool_of_one_connection_serves_many_threads_and_nested_locks() throws Exception {
        LockBackend backend = contest.closeAfterTest(PostgresLockBackend.pooled(STORE.pool(STORE.address(), 1)));
        LockClient client = contest.client(backend, REQUEST_TIMEOUT);
        Lease outer = client.tryAcquire(contest.name() + ":outer", LONG).orElseThrow();
        Lease inner = client.tryAcquire(contest.name() + ":inner", LONG).orElseThrow();

        assertThat(contest.inParallel(Collections.nCopies(8, () -> takeOften(client))))
                .containsOnly(true);
        assertThat(inner.release()).isTrue();
        assertThat(outer.release()).isTrue();
    }

    @Test
    void a_released_row_stays_and_is_taken_again() throws Exception {
        LockClient client = contest.client();
        for (int i = 0; i < 3; i++) {
            assertThat(client.tryAcquire(contest.name(), LONG).orElseThrow().release())
                    .isTrue();
        }

        assertThat(sql.longs("select count(*) from lockrace_lease where name = '" + contest.name() + "'"))
                .containsExactly(1L);
    }
}
