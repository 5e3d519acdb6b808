package dev.lockrace.lab.soak;

import static org.assertj.core.api.Assertions.assertThat;

import dev.lockrace.lab.load.DatabaseConnection;
import dev.lockrace.lab.load.EventDatabase;
import dev.lockrace.lab.load.TaskSummary;
import dev.lockrace.lab.load.TaskSummary.TaskOutcome;
import dev.lockrace.race.RaceBackend;
import dev.lockrace.servers.Endpoint;
import dev.lockrace.servers.Server;
import dev.lockrace.servers.postgres.PostgresServer;
import dev.lockrace.testsupport.TestDirectories;
import java.io.IOException;
import java.io.InputStream;
import java.nio.charset.StandardCharsets;
import java.sql.Connection;
import java.sql.DriverManager;
import java.sql.SQLException;
import java.sql.Statement;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.UUID;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

/** Events in a real database without a violation, each then changed in one way that the checker must report. */
@Tag("process")
class SoakCheckerTest {

    private static final Server DATABASE =
            PostgresServer.create(TestDirectories.unused("soak-checker"), TestDirectories.cache());
    private static final String RUN = "'00000000-0000-4000-8000-000000000001'";
    private static final UUID RUN_ID = UUID.fromString(RUN.replace("'", ""));

    @BeforeAll
    static void migrate() throws IOException, SQLException {
        DATABASE.start();
        for (String file : List.of("V1__schema.sql")) {
            try (InputStream in = SoakCheckerTest.class.getResourceAsStream("/db/migration/" + file)) {
                sql(new String(Objects.requireNonNull(in, file).readAllBytes(), StandardCharsets.UTF_8));
            }
        }
    }

    @AfterAll
    static void stop() {
        DATABASE.close();
    }

    /** Records ten tasks: the first has an invoice, the last was not confirmed, the others found the lock contended. */
    @BeforeEach
    void recordEventsWithoutViolation() throws SQLException {
        sql("truncate run, attempt, invoice, dead_letter");
        sql("""
                insert into run (id, lock_name, backend, fencing, hold_ms, time_to_live_ms, tasks_requested,
                                 tasks_confirmed, unconfirmed_tasks, ended_at, peak_holders, verdict)
                values (%s, 'soak:1', 'redis', false, 1, 3000, 10, 9, '{10}', clock_timestamp(), 1, 'held')
                """.formatted(RUN));
        sql("""
                insert into attempt (run_id, task_number, worker, requested_at, closed_at, outcome, work_done)
                select %s, number, 'worker-1', clock_timestamp(), clock_timestamp(),
                       case when number = 1 then 'invoiced' else 'contended' end, number = 1
                from generate_series(1, 9) number
                """.formatted(RUN));
        sql("""
                insert into invoice (run_id, task_number, backend, lock_name, title, worker)
                values (%s, 1, 'redis', 'soak:1', 'invoice 1', 'worker-1')
                """.formatted(RUN));
    }

    private static void sql(String statements) throws SQLException {
        Endpoint at = DATABASE.endpoint();
        try (Connection connection = DriverManager.getConnection(at.jdbcUrl(), at.user(), at.password());
                Statement statement = connection.createStatement()) {
            statement.execute(statements);
        }
    }

    private static TaskSummary summary() {
        try (DatabaseConnection database = new DatabaseConnection(DATABASE.endpoint())) {
            return new EventDatabase(database).summary(Map.of(RUN_ID, 9));
        }
    }

    private static List<String> violations(RaceBackend backend) {
        return SoakChecker.check(backend, summary(), List.of("worker-2"), 0);
    }

    @Test
    void correct_events_are_counted_and_have_no_violation() {
        TaskSummary tasks = summary();

        assertThat(tasks.confirmed()).isEqualTo(9);
        assertThat(tasks.taskOutcomes())
                .containsOnly(Map.entry(TaskOutcome.INVOICED, 1), Map.entry(TaskOutcome.CONTENDED, 8));
        assertThat(tasks.unconfirmed()).isEqualTo(1);
        assertThat(tasks.unconfirmedProcessed()).isZero();
        assertThat(violations(RaceBackend.REDIS)).isEmpty();
    }

    @ParameterizedTest
    @CsvSource(delimiter = '|', quoteCharacter = '"', textBlock = """
                    delete from attempt where task_number = 3                      | 9 tasks were confirmed, but only 8 ended
                    update attempt set outcome = 'failed' where task_number = 3    | 9 tasks were confirmed, but only 8 ended
                    delete from run                                                | 1 run was reported as confirmed, but not recorded as confirmed
                    update run set tasks_confirmed = 8, unconfirmed_tasks = '{9,10}' | 1 run was reported as confirmed
                    delete from invoice                                            | 1 task ended with an invoice, but there are 0 invoices
                    delete from invoice                                            | 1 lock name has no invoice, although all tasks have ended
                    update attempt set outcome = 'contended' where task_number = 1 | 1 invoice was written without a recorded attempt
                    update attempt set outcome = 'dead-lettered' where task_number = 4      | 1 task was dead-lettered without a recorded reason
                    update run set peak_holders = 2                                | 1 run had two holders of the lock at the same time
                    """)
    void a_violation_is_reported(String change, String violation) throws SQLException {
        sql(change);

        assertThat(violations(RaceBackend.REDIS))
                .anySatisfy(sentence -> assertThat(sentence).startsWith(violation));
    }

    @Test
    void work_that_was_done_twice_is_reported_even_if_the_second_attempt_wrote_nothing() throws SQLException {
        attempt(1, "worker-3", "'duplicate'", true);

        assertThat(summary().taskOutcomes()).containsEntry(TaskOutcome.INVOICED, 1);
        assertThat(violations(RaceBackend.REDIS)).containsExactly("1 task was completed more than once");
    }

    @Test
    void a_task_redelivered_after_its_end_is_counted_and_is_no_violation() throws SQLException {
        attempt(1, "worker-3", "'duplicate'", false);

        assertThat(summary().redeliveredAfterEnd()).isEqualTo(1);
        assertThat(violations(RaceBackend.REDIS)).isEmpty();
    }

    @Test
    void only_a_killed_worker_may_leave_one_attempt_unclosed() throws SQLException {
        attempt(2, "worker-2", "null", false);
        assertThat(violations(RaceBackend.REDIS)).isEmpty();

        attempt(3, "worker-2", "null", false);
        attempt(4, "worker-3", "null", false);
        assertThat(violations(RaceBackend.REDIS))
                .containsExactlyInAnyOrder(
                        "worker-2 was killed during one task, but left 2 attempts unclosed",
                        "worker-3 was not killed, but left 1 attempt unclosed");
    }

    @Test
    void a_dead_lettered_task_with_a_recorded_reason_is_no_violation() throws SQLException {
        sql("update attempt set outcome = 'dead-lettered' where task_number = 4");
        sql("insert into dead_letter (reason, run_id, task_number, body) values ('gave up', %s, 4, '')".formatted(RUN));

        assertThat(summary().taskOutcomes()).containsEntry(TaskOutcome.DEAD_LETTERED, 1);
        assertThat(violations(RaceBackend.REDIS)).isEmpty();
    }

    @Test
    void an_unconfirmed_task_that_was_processed_is_counted_separately() throws SQLException {
        attempt(10, "worker-1", "'contended'", false);

        assertThat(summary().unconfirmedProcessed()).isEqualTo(1);
        assertThat(summary().taskOutcomes()).containsEntry(TaskOutcome.CONTENDED, 8);
        assertThat(violations(RaceBackend.REDIS)).isEmpty();
    }

    @Test
    void memcached_may_lose_leases_but_none_may_remain() throws SQLException {
        sql("update run set peak_holders = 2, verdict = 'broken'");

        assertThat(violations(RaceBackend.MEMCACHED)).isEmpty();
        assertThat(SoakChecker.check(RaceBackend.MEMCACHED, summary(), List.of(), 3))
                .containsExactly("3 leases remain after the time to live");
    }

    private static void attempt(int task, String worker, String outcome, boolean workDone) throws SQLException {
        sql("""
                insert into attempt (run_id, task_number, worker, requested_at, closed_at, outcome, work_done)
                values (%s, %d, '%s', clock_timestamp(), clock_timestamp(), %s, %s)
                """.formatted(RUN, task, worker, outcome, workDone));
    }
}
