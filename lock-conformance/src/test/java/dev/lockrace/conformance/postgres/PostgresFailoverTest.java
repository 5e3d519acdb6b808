package dev.lockrace.conformance.postgres;

import static dev.lockrace.conformance.clause.Contest.LONG;
import static dev.lockrace.conformance.clause.Contest.REQUEST_TIMEOUT;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import com.zaxxer.hikari.HikariConfig;
import com.zaxxer.hikari.HikariDataSource;
import dev.lockrace.conformance.clause.Contest;
import dev.lockrace.lock.Lease;
import dev.lockrace.lock.LockClient;
import dev.lockrace.lock.LockRequest;
import dev.lockrace.lock.LockStoreException;
import dev.lockrace.lock.postgres.PostgresLockBackend;
import dev.lockrace.lock.postgres.PostgresLockPool;
import dev.lockrace.lock.postgres.PostgresLockSchema;
import dev.lockrace.servers.postgres.ReadOnlySessions;
import java.sql.SQLException;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.extension.RegisterExtension;

/** L12 when open connections lead to a read-only server and new ones to the primary. */
@Tag("process")
@Timeout(90)
class PostgresFailoverTest {

    @RegisterExtension
    static final PostgresFixture STORE = new PostgresFixture();

    @RegisterExtension
    static final PostgresFixture OTHER = new PostgresFixture();

    private final Contest contest = new Contest(STORE);

    @BeforeEach
    void createSchema() throws SQLException {
        try (Sql sql = new Sql(STORE)) {
            sql.run(PostgresLockSchema.ddl());
        }
    }

    @AfterEach
    void close() throws Exception {
        contest.close();
    }

    @Test
    void L12_pool_leaves_a_server_that_became_read_only() {
        LockClient client = contest.client(pooled(), REQUEST_TIMEOUT);
        Lease renewed = client.tryAcquire(
                        LockRequest.of(contest.name() + ":renewed").timeToLive(LONG))
                .orElseThrow();
        Lease released = client.tryAcquire(
                        LockRequest.of(contest.name() + ":released").timeToLive(LONG))
                .orElseThrow();
        failOver();

        assertThat(renewed.renew()).as("renewal").isTrue();
        assertThat(client.tryAcquire(contest.request(LONG))).isPresent();
        contest.assertHeld();
        assertThat(released.release()).as("release").isTrue();
        assertThat(client.tryAcquire(
                        LockRequest.of(contest.name() + ":released").timeToLive(LONG)))
                .isPresent();
    }

    @Test
    void L12_holder_that_only_releases_leaves_a_server_that_became_read_only() {
        Lease lease = contest.client(pooled(), REQUEST_TIMEOUT)
                .tryAcquire(contest.request(LONG))
                .orElseThrow();
        failOver();

        assertThat(lease.release()).as("release").isTrue();
        contest.assertFree();
    }

    @Test
    void L12_connections_of_an_application_to_a_read_only_server_are_aborted() {
        try (HikariDataSource application = applicationPool()) {
            LockClient client = contest.client(PostgresLockBackend.using(application), REQUEST_TIMEOUT);
            Lease lease = client.tryAcquire(contest.request(LONG)).orElseThrow();
            failOver();

            assertThat(lease.renew()).as("renewal").isTrue();
            assertThat(lease.release()).as("release").isTrue();
        }
    }

    @Test
    void L12_error_of_a_read_only_server_names_the_cause_and_the_client_recovers() {
        LockClient client = contest.client(pooled(), REQUEST_TIMEOUT);
        Lease lease = client.tryAcquire(LockRequest.of(contest.name() + ":held").timeToLive(LONG))
                .orElseThrow();
        ReadOnlySessions failover = contest.closeAfterTest(ReadOnlySessions.begin(STORE.endpoint()));

        for (int i = 0; i < 3; i++) {
            assertThatThrownBy(() -> client.tryAcquire(contest.request(LONG)))
                    .isInstanceOf(LockStoreException.class)
                    .hasMessageContaining("read-only server")
                    .hasMessageContaining("targetServerType=primary");
        }
        assertThatThrownBy(lease::release)
                .isInstanceOf(LockStoreException.class)
                .hasMessageContaining("read-only server");
        failover.endForNewSessions();
        contest.warmUp(client);
    }

    @Test
    void L12_url_with_several_hosts_leads_to_the_primary() throws SQLException {
        PostgresLockPool pool = STORE.pool(STORE.address(), 2);
        String hosts = "127.0.0.1:%d,127.0.0.1:%d"
                .formatted(STORE.address().getPort(), OTHER.address().getPort());
        PostgresLockPool several = new PostgresLockPool(
                "jdbc:postgresql://%s/postgres?targetServerType=primary".formatted(hosts),
                pool.username(),
                pool.password(),
                2,
                REQUEST_TIMEOUT,
                true);
        useSamePassword();
        LockClient client =
                contest.client(contest.closeAfterTest(PostgresLockBackend.pooled(several)), REQUEST_TIMEOUT);
        contest.closeAfterTest(ReadOnlySessions.begin(STORE.endpoint()));

        assertThat(client.tryAcquire(contest.request(LONG))).isPresent();
        try (Sql other = new Sql(OTHER)) {
            assertThat(other.longs("select count(*) from lockrace_lease where ends_at > clock_timestamp()"))
                    .containsExactly(1L);
        }
    }

    private static void useSamePassword() throws SQLException {
        try (Sql other = new Sql(OTHER)) {
            other.run("alter role %s password '%s'"
                    .formatted(STORE.endpoint().user(), STORE.endpoint().password()));
        }
    }

    private void failOver() {
        contest.closeAfterTest(ReadOnlySessions.begin(STORE.endpoint())).endForNewSessions();
    }

    private PostgresLockBackend pooled() {
        return contest.closeAfterTest(PostgresLockBackend.pooled(STORE.pool(STORE.address(), 2)));
    }

    private static HikariDataSource applicationPool() {
        HikariConfig config = new HikariConfig();
        config.setJdbcUrl(STORE.endpoint().jdbcUrl());
        config.setUsername(STORE.endpoint().user());
        config.setPassword(STORE.endpoint().password());
        config.setMaximumPoolSize(1);
        return new HikariDataSource(config);
    }
}
