package dev.lockrace.conformance.postgres;

import static dev.lockrace.conformance.clause.Contest.LONG;
import static dev.lockrace.conformance.clause.Contest.RECOVERY_TIMEOUT;
import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import dev.lockrace.conformance.clause.Contest;
import dev.lockrace.lock.LockClient;
import java.sql.SQLException;
import java.time.Duration;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;

/** A crash of the server, which loses what it has not yet written to its log. */
class PostgresDurabilityTest extends PostgresStoreTest {

    @BeforeEach
    void commitAsynchronouslyByDefault() throws SQLException {
        sql.run("alter system set synchronous_commit = off");
        sql.run("alter system set wal_writer_delay = '10s'");
        sql.run("select pg_reload_conf()");
    }

    @Test
    void L12_lease_survives_a_crash_of_a_server_whose_default_is_asynchronous_commit() throws Exception {
        LockClient client = contest.client();
        contest.warmUp(client);
        sql.run("create table written_late (at timestamptz)");
        Contest.sleep(Duration.ofSeconds(1)); // until the writer of the log sleeps with its new delay
        sql.run("insert into written_late values (clock_timestamp())");
        assertThat(client.tryAcquire(contest.request(LONG))).isPresent();
        crash();

        try (Sql recovered = recovered()) {
            assertThat(recovered.longs("select count(*) from lockrace_lease where ends_at > clock_timestamp()"))
                    .as("leases")
                    .containsExactly(1L);
        }
        contest.assertHeld();
    }

    /** Kills one process of the server, which then ends all others and recovers from its log. */
    private void crash() throws Exception {
        try (Sql other = new Sql(store)) {
            long process = sql.longs("select pg_backend_pid()").get(0);
            assertThat(ProcessHandle.of(process).orElseThrow().destroyForcibly())
                    .isTrue();
            await().atMost(RECOVERY_TIMEOUT).until(() -> isClosed(other));
        }
    }

    private static boolean isClosed(Sql connection) {
        try {
            connection.longs("select 1");
            return false;
        } catch (SQLException e) {
            return true;
        }
    }

    private Sql recovered() {
        return await().atMost(RECOVERY_TIMEOUT.multipliedBy(2))
                .ignoreExceptionsInstanceOf(SQLException.class)
                .until(() -> new Sql(store), sql -> true);
    }
}
