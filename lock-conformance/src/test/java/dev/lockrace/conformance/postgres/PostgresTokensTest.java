package dev.lockrace.conformance.postgres;

import static dev.lockrace.conformance.clause.Contest.LONG;
import static dev.lockrace.conformance.clause.Contest.REQUEST_TIMEOUT;
import static org.assertj.core.api.Assertions.assertThat;

import dev.lockrace.conformance.clause.Contest;
import dev.lockrace.lock.Grant;
import dev.lockrace.lock.LockBackend;
import dev.lockrace.lock.postgres.PostgresLockSchema;
import java.sql.SQLException;
import java.time.Duration;
import java.time.Instant;
import java.time.temporal.ChronoUnit;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;

/** L4 fencing when the store loses its state, or its clock is set. */
class PostgresTokensTest extends PostgresStoreTest {

    @BeforeEach
    void setUp() throws SQLException {
        sql.run("drop table if exists lockrace_lease; drop sequence if exists lockrace_lease_token");
        sql.run(PostgresLockSchema.ddl());
        sql.run("create schema if not exists set_clock");
        sql.run("""
                create or replace function set_clock.clock_timestamp() returns timestamptz volatile language sql
                as 'select pg_catalog.clock_timestamp()'""");
        sql.run("grant usage on schema set_clock to public");
        sql.run("alter database postgres set search_path = set_clock, public, pg_catalog");
    }

    @AfterEach
    void tearDown() throws SQLException {
        sql.run("alter database postgres reset search_path");
    }

    /** Sets the clock that the statements of the backend read. */
    private void setClock(Duration ahead) throws SQLException {
        sql.run("""
                create or replace function set_clock.clock_timestamp() returns timestamptz volatile language sql
                as 'select pg_catalog.clock_timestamp() + interval ''%d milliseconds'''""".formatted(ahead.toMillis()));
    }

    @Test
    void L4_tokens_are_at_least_the_microseconds_since_the_epoch_as_on_other_backends() {
        long before = ChronoUnit.MICROS.between(Instant.EPOCH, Instant.now());
        long token = grantAndRelease();
        long after = ChronoUnit.MICROS.between(Instant.EPOCH, Instant.now());

        assertThat(token).isBetween(before - 1_000, after + 1_000);
        assertThat(grantAndRelease()).isGreaterThan(token);
    }

    @Test
    void L4_tokens_grow_after_table_and_sequence_were_dropped() throws SQLException {
        long token = grantAndRelease();
        sql.run("drop table lockrace_lease; drop sequence lockrace_lease_token");
        sql.run(PostgresLockSchema.ddl());

        assertThat(grantAndRelease()).isGreaterThan(token);
    }

    @Test
    void L4_tokens_grow_after_table_and_sequence_were_restored_from_a_backup() throws SQLException {
        grantAndRelease();
        sql.run("create table backup as select * from lockrace_lease");
        long sequence = sql.longs("select last_value from lockrace_lease_token").get(0);
        long token = 0;
        for (int i = 0; i < 10; i++) {
            token = grantAndRelease();
        }
        sql.run("delete from lockrace_lease; insert into lockrace_lease select * from backup; drop table backup");
        sql.longs("select setval('lockrace_lease_token', " + sequence + ")");

        assertThat(grantAndRelease()).isGreaterThan(token);
    }

    @Test
    void L4_tokens_grow_after_the_clock_was_set_back_and_the_row_was_deleted() throws SQLException {
        setClock(Duration.ofHours(1));
        long token = grantAndRelease();
        sql.run("delete from lockrace_lease");
        setClock(Duration.ZERO);

        long next = grantAndRelease();
        assertThat(next).isGreaterThan(token);
        assertThat(grantAndRelease()).isGreaterThan(next);
    }

    @Test
    void L4_tokens_grow_after_the_clock_was_set_back_and_the_sequence_was_lost() throws SQLException {
        setClock(Duration.ofHours(1));
        long token = grantAndRelease();
        sql.run("drop sequence lockrace_lease_token");
        sql.run(PostgresLockSchema.ddl());
        sql.run("update lockrace_lease set ends_at = '-infinity'"); // as if the hour had passed
        setClock(Duration.ZERO);

        assertThat(grantAndRelease()).isGreaterThan(token);
    }

    private long grantAndRelease() {
        LockBackend backend = contest.backend();
        Grant grant = backend.tryAcquire(contest.lockName(), Contest.newOwner(), LONG, REQUEST_TIMEOUT)
                .orElseThrow();
        assertThat(grant.release(REQUEST_TIMEOUT)).isTrue();
        return grant.token().orElseThrow();
    }
}
