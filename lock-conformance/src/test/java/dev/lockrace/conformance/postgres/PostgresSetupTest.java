package dev.lockrace.conformance.postgres;

import static dev.lockrace.conformance.clause.Contest.LONG;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.lockrace.lock.IllegalLockRequestException;
import dev.lockrace.lock.LockClient;
import dev.lockrace.lock.LockStoreException;
import dev.lockrace.lock.postgres.PostgresLockBackend;
import dev.lockrace.lock.postgres.PostgresLockPool;
import dev.lockrace.lock.postgres.PostgresLockSchema;
import java.sql.SQLException;
import java.util.List;
import java.util.Objects;
import org.junit.jupiter.api.Test;

/** A database, table or user that is not set up for locks, and the message that says so. */
class PostgresSetupTest extends PostgresStoreTest {

    @Test
    void L9_database_whose_encoding_cannot_store_every_name_is_rejected_at_start_up() throws SQLException {
        sql.run("create database latin encoding 'LATIN1' locale 'C' template template0");

        assertThatThrownBy(() ->
                        backend("latin", Objects.requireNonNull(store.endpoint().user())))
                .isInstanceOf(IllegalLockRequestException.class)
                .hasMessageContaining("LATIN1")
                .hasMessageContaining("Use a database with the encoding UTF8");
    }

    @Test
    void missing_permission_on_the_table_is_named() throws SQLException {
        store.createUser(sql, "without_grants", List.of());
        LockClient client = contest.closeAfterTest(LockClient.of(backend("postgres", "without_grants")));

        assertThatThrownBy(() -> client.tryAcquire(contest.request(LONG)))
                .isInstanceOf(LockStoreException.class)
                .hasMessageContaining("grant select, insert, update, delete on table lockrace_lease to")
                .hasMessageNotContaining("sequence");
    }

    @Test
    void missing_permission_on_the_sequence_is_named_and_leaves_no_lease() throws SQLException {
        store.createUser(
                sql, "without_sequence", List.of(store.declaredPermissions().get(0)));
        LockClient client = contest.closeAfterTest(LockClient.of(backend("postgres", "without_sequence")));

        assertThatThrownBy(() -> client.tryAcquire(contest.request(LONG)))
                .isInstanceOf(LockStoreException.class)
                .hasMessageContaining("grant usage, update on sequence lockrace_lease_token to");
        contest.assertFree();
    }

    @Test
    void user_that_may_not_create_the_missing_table_learns_of_its_DDL() throws SQLException {
        store.createUser(sql, "without_table", List.of());
        sql.run("drop table lockrace_lease");
        LockClient client = contest.closeAfterTest(LockClient.of(backend("postgres", "without_table")));

        assertThatThrownBy(() -> client.tryAcquire(contest.request(LONG)))
                .isInstanceOf(LockStoreException.class)
                .hasMessageContaining("Could not create the lock table lockrace_lease")
                .hasMessageContaining("dev/lockrace/lock/postgres/schema.sql");
    }

    @Test
    void missing_table_that_the_backend_does_not_create_names_its_DDL() throws SQLException {
        LockClient client = contest.closeAfterTest(
                LockClient.of(contest.closeAfterTest(PostgresLockBackend.using(sql.dataSource()))));
        sql.run("drop table lockrace_lease");

        assertThatThrownBy(() -> client.tryAcquire(contest.request(LONG)))
                .isInstanceOf(LockStoreException.class)
                .hasMessageContaining("dev/lockrace/lock/postgres/schema.sql");
        assertThat(PostgresLockSchema.class.getResource("/dev/lockrace/lock/postgres/schema.sql"))
                .isNotNull();
    }

    private PostgresLockBackend backend(String database, String user) {
        String url = Objects.requireNonNull(store.endpoint().jdbcUrl()).replaceFirst("/[^/]*$", "/" + database);
        return contest.closeAfterTest(PostgresLockBackend.pooled(new PostgresLockPool(
                url, user, store.endpoint().password(), 2, LockClient.DEFAULT_REQUEST_TIMEOUT, true)));
    }
}
