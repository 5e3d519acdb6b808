package dev.lockrace.conformance.postgres;

import static dev.lockrace.conformance.clause.Contest.LONG;
import static dev.lockrace.conformance.clause.Contest.REQUEST_TIMEOUT;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import com.zaxxer.hikari.HikariDataSource;
import dev.lockrace.conformance.clause.Contest;
import dev.lockrace.lock.Guarantees.Waiting;
import dev.lockrace.lock.Lease;
import dev.lockrace.lock.LockBackend;
import dev.lockrace.lock.LockBackend.Subscription;
import dev.lockrace.lock.LockClient;
import dev.lockrace.lock.LockRequest;
import dev.lockrace.lock.LockStoreException;
import dev.lockrace.lock.postgres.PoolerMode;
import dev.lockrace.lock.postgres.PostgresLockBackend;
import dev.lockrace.lock.postgres.PostgresLockPool;
import java.sql.Connection;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.sql.Statement;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.concurrent.Callable;
import java.util.concurrent.Future;
import java.util.concurrent.TimeUnit;
import javax.sql.DataSource;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;
import org.postgresql.ds.PGSimpleDataSource;

/** What a client of the lock, and another client of the same pooler, see of the sessions that they share. */
abstract class PgBouncerSessions extends PostgresStoreTest {

    /** Everything that a client can leave behind in a session. */
    private static final String SESSION_STATE = """
            select string_agg(name || '=' || setting, ' ' order by name) ||
                (select ' statements=' || count(*) from pg_prepared_statements) ||
                (select ' channels=' || count(*) from pg_listening_channels()) ||
                (select ' advisory locks=' || count(*) from pg_locks where locktype = 'advisory')
            from pg_settings where name <> 'transaction_isolation' and source = 'session'
            """;

    /** Longer than the timeout of a statement on the lock table. */
    private static final Duration LONG_QUERY = LockClient.DEFAULT_REQUEST_TIMEOUT.plusSeconds(1);

    /** Creates the store behind the pooler. */
    @Override
    abstract PostgresFixture newStore();

    @Test
    void pooler_is_detected_at_the_start_and_changes_the_declared_waiting() {
        assertThat(contest.guarantees().waiting()).isEqualTo(Waiting.POLL);
    }

    @Test
    void server_without_a_pooler_is_not_taken_for_one() {
        assertThat(direct(PoolerMode.DETECT).guarantees().waiting()).isEqualTo(Waiting.NOTIFIED);
    }

    @Test
    void client_that_starts_before_its_server_detects_the_pooler_later() {
        store.stopStore();
        LockBackend early = contest.backend();
        store.startStore();
        LockClient client = contest.client(early, LockClient.DEFAULT_REQUEST_TIMEOUT);

        Contest.await(Duration.ofSeconds(20), () -> acquiresAndReleases(client));
        assertThat(early.guarantees().waiting()).isEqualTo(Waiting.POLL);
    }

    private boolean acquiresAndReleases(LockClient client) {
        try {
            return client.tryAcquire(contest.request(LONG)).orElseThrow().release();
        } catch (RuntimeException e) {
            return false;
        }
    }

    @ParameterizedTest
    @EnumSource(names = {"DETECT", "TRANSACTION"})
    void requests_of_several_clients_do_not_fail(PoolerMode mode) {
        List<Callable<Integer>> clients = new ArrayList<>();
        for (int i = 0; i < 4; i++) {
            LockClient client = contest.client(pooled(mode), LockClient.DEFAULT_REQUEST_TIMEOUT);
            String name = contest.name() + ":" + i;
            clients.add(() -> acquireRenewRelease(client, name));
        }

        assertThat(contest.inParallel(clients)).containsOnly(50);
    }

    /** Returns the number of repetitions. The driver names a statement when it is executed for the fifth time. */
    private static int acquireRenewRelease(LockClient client, String name) {
        int done = 0;
        for (int i = 0; i < 50; i++) {
            Lease lease =
                    client.tryAcquire(LockRequest.of(name).timeToLive(LONG)).orElseThrow();
            assertThat(lease.renew()).isTrue();
            assertThat(lease.release()).isTrue();
            done++;
        }
        return done;
    }

    @ParameterizedTest
    @EnumSource(names = {"DETECT", "TRANSACTION"})
    void sessions_of_the_pooler_are_left_as_they_were(PoolerMode mode) throws SQLException {
        store.restartPooler();
        String before = sessionState();
        LockClient client = contest.client(pooled(mode), LockClient.DEFAULT_REQUEST_TIMEOUT);
        acquireRenewRelease(client, contest.name());
        failRequest(mode);

        assertThat(sessionState()).isEqualTo(before);
    }

    @Test
    void data_source_of_the_application_is_used_like_a_pool_for_locks() throws SQLException {
        store.restartPooler();
        String before = sessionState();
        HikariDataSource dataSource = contest.closeAfterTest(new HikariDataSource());
        dataSource.setDataSource(throughPooler());
        PostgresLockBackend backend = contest.closeAfterTest(PostgresLockBackend.using(dataSource));
        LockClient client = contest.client(backend, REQUEST_TIMEOUT);
        acquireRenewRelease(client, contest.name());

        assertThat(backend.guarantees().waiting()).isEqualTo(Waiting.POLL);
        assertThat(sessionState()).isEqualTo(before);
    }

    /** A request that the server rejects after it has begun the transaction. */
    private void failRequest(PoolerMode mode) throws SQLException {
        sql.run("alter table lockrace_lease rename to lockrace_lease_away");
        try {
            LockClient client = contest.closeAfterTest(LockClient.of(PostgresLockBackend.pooled(pool(mode, false))));
            for (int i = 0; i < 5; i++) {
                assertThatThrownBy(() -> client.tryAcquire(contest.request(LONG)))
                        .isInstanceOf(LockStoreException.class)
                        .hasMessageContaining("lockrace_lease");
            }
        } finally {
            sql.run("alter table lockrace_lease_away rename to lockrace_lease");
        }
    }

    @Test
    void long_query_of_another_client_is_not_cancelled() throws Exception {
        LockClient client = contest.client();
        Future<Boolean> query = contest.inBackground(() -> {
            try (Connection other = throughPooler().getConnection()) {
                for (int i = 0; i < 2; i++) {
                    value(other, "select pg_sleep(%d)".formatted(LONG_QUERY.toSeconds()));
                }
                return true;
            }
        });
        long startedAt = System.nanoTime();
        while (Contest.elapsedSince(startedAt).compareTo(LONG_QUERY) < 0) {
            acquireRenewRelease(client, contest.name());
        }

        assertThat(query.get(30, TimeUnit.SECONDS)).isTrue();
    }

    @Test
    void statement_timeout_of_another_client_still_applies_to_it() throws Exception {
        try (Connection other = throughPooler().getConnection()) {
            other.setAutoCommit(false);
            value(other, "select set_config('statement_timeout', '100', true)");
            acquireRenewRelease(contest.client(), contest.name());

            assertThat(value(other, "show statement_timeout")).isEqualTo("100ms");
            other.rollback();
        }
    }

    @Test
    void L10_waiting_client_polls_and_acquires_a_released_lock_within_its_pause() {
        Lease lease = contest.client().tryAcquire(contest.request(LONG)).orElseThrow();
        LockClient waiter = contest.client();
        Future<Optional<Lease>> waiting =
                contest.inBackground(() -> waiter.tryAcquire(contest.request(LONG), Duration.ofSeconds(20)));
        Contest.sleep(Duration.ofSeconds(2));
        long releasedAt = System.nanoTime();
        assertThat(lease.release()).isTrue();

        assertThat(Contest.result(waiting)).isPresent();
        assertThat(Contest.elapsedSince(releasedAt))
                .isLessThan(Waiting.POLL.maxPause().plus(Contest.SLACK));
    }

    @Test
    void pooler_mode_transaction_polls_without_a_pooler_too() {
        LockBackend backend = direct(PoolerMode.TRANSACTION);

        assertThat(backend.guarantees().waiting()).isEqualTo(Waiting.POLL);
        assertThat(backend.subscribe(contest.lockName(), LONG, REQUEST_TIMEOUT, () -> {}))
                .isSameAs(Subscription.NONE);
        assertThat(acquireRenewRelease(contest.client(backend, LockClient.DEFAULT_REQUEST_TIMEOUT), contest.name()))
                .isEqualTo(50);
    }

    /** Shows that the tests above notice a setting that stays. */
    @Test
    void pooler_mode_session_changes_a_session_of_the_pooler() throws SQLException {
        String before = sessionState();
        LockBackend backend = pooled(PoolerMode.SESSION);
        try {
            assertThat(backend.guarantees().waiting()).isEqualTo(Waiting.NOTIFIED);
            assertThat(sessionState()).isNotEqualTo(before).contains("statement_timeout=2000");
        } finally {
            backend.close();
            store.restartPooler();
        }
    }

    private LockBackend pooled(PoolerMode mode) {
        return contest.closeAfterTest(PostgresLockBackend.pooled(pool(mode, true)));
    }

    private PostgresLockPool pool(PoolerMode mode, boolean createSchema) {
        PostgresLockPool pool = store.pool(store.address(), 2);
        return new PostgresLockPool(
                pool.jdbcUrl(), pool.username(), pool.password(), 2, pool.requestTimeout(), createSchema, mode);
    }

    private LockBackend direct(PoolerMode mode) {
        return contest.closeAfterTest(PostgresLockBackend.pooled(new PostgresLockPool(
                String.valueOf(store.endpoint().jdbcUrl()),
                store.endpoint().user(),
                store.endpoint().password(),
                2,
                LockClient.DEFAULT_REQUEST_TIMEOUT,
                true,
                mode)));
    }

    /** Returns the state of the session that the pooler assigns next, which is the one that was used last. */
    private String sessionState() throws SQLException {
        try (Connection other = throughPooler().getConnection()) {
            return value(other, SESSION_STATE);
        }
    }

    private DataSource throughPooler() {
        PGSimpleDataSource dataSource = new PGSimpleDataSource();
        dataSource.setUrl(store.pool(store.address(), 1).jdbcUrl());
        dataSource.setUser(store.endpoint().user());
        dataSource.setPassword(store.endpoint().password());
        return dataSource;
    }

    private static String value(Connection connection, String query) throws SQLException {
        try (Statement statement = connection.createStatement();
                ResultSet row = statement.executeQuery(query)) {
            row.next();
            return row.getString(1);
        }
    }
}
