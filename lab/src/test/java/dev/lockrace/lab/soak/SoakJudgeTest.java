package dev.lockrace.lab.soak;

import static org.assertj.core.api.Assertions.assertThat;

import dev.lockrace.lab.load.Account;
import dev.lockrace.lab.load.Account.End;
import dev.lockrace.lab.load.RecordDatabase;
import dev.lockrace.lab.load.TaskRecord;
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
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

/** A record in a real database that is right, and then doctored in one way: the judge must say so. */
class SoakJudgeTest {

    private static final Server DATABASE =
            PostgresServer.create(TestDirectories.unused("soak-judge"), TestDirectories.cache());
    private static final String RUN = "'00000000-0000-4000-8000-000000000001'";
    private static final UUID RUN_ID = UUID.fromString(RUN.replace("'", ""));

    @BeforeAll
    static void migrate() throws IOException, SQLException {
        DATABASE.start();
        for (String file : List.of("V1__schema.sql")) {
            try (InputStream in = SoakJudgeTest.class.getResourceAsStream("/db/migration/" + file)) {
                sql(new String(Objects.requireNonNull(in, file).readAllBytes(), StandardCharsets.UTF_8));
            }
        }
    }

    @AfterAll
    static void stop() {
        DATABASE.close();
    }

    /** Ten tasks: the first has its invoice, the last was not confirmed, the others found the lock held. */
    @BeforeEach
    void recordThatIsRight() throws SQLException {
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

    private static Account account() {
        try (RecordDatabase database = new RecordDatabase(DATABASE.endpoint())) {
            return new TaskRecord(database).account(Map.of(RUN_ID, 9));
        }
    }

    private static List<String> judged(RaceBackend backend) {
        return SoakJudge.judge(backend, account(), List.of("worker-2"), 0);
    }

    @Test
    void what_is_right_is_counted_and_nothing_is_said_against_it() {
        Account account = account();

        assertThat(account.confirmed()).isEqualTo(9);
        assertThat(account.ends()).containsOnly(Map.entry(End.INVOICED, 1), Map.entry(End.CONTENDED, 8));
        assertThat(account.unconfirmed()).isEqualTo(1);
        assertThat(account.unconfirmedThatCame()).isZero();
        assertThat(judged(RaceBackend.REDIS)).isEmpty();
    }

    @ParameterizedTest
    @CsvSource(delimiter = '|', quoteCharacter = '"', textBlock = """
                    delete from attempt where task_number = 3                      | 9 tasks were confirmed, and 8 ended
                    update attempt set outcome = 'failed' where task_number = 3    | 9 tasks were confirmed, and 8 ended
                    delete from run                                                | 1 runs that were answered as confirmed are not on record as such
                    update run set tasks_confirmed = 8, unconfirmed_tasks = '{9,10}' | 1 runs that were answered as confirmed
                    delete from invoice                                            | 1 tasks ended with an invoice, and there are 0 invoices
                    delete from invoice                                            | 1 lock names have no invoice, though their tasks have ended
                    update attempt set outcome = 'contended' where task_number = 1 | 1 invoices were written by no attempt on record
                    update attempt set outcome = 'dead-lettered' where task_number = 4      | 1 dead tasks are not listed with a reason
                    update run set peak_holders = 2                                | 1 runs had two holders of their lock at the same moment
                    """)
    void what_is_doctored_is_told(String doctored, String told) throws SQLException {
        sql(doctored);

        assertThat(judged(RaceBackend.REDIS))
                .anySatisfy(sentence -> assertThat(sentence).startsWith(told));
    }

    @Test
    void work_that_was_done_twice_is_told_also_when_the_second_wrote_nothing() throws SQLException {
        attempt(1, "worker-3", "'duplicate'", true);

        assertThat(account().ends()).containsEntry(End.INVOICED, 1);
        assertThat(judged(RaceBackend.REDIS)).containsExactly("1 tasks were worked to their end more than once");
    }

    @Test
    void a_task_that_came_again_after_its_end_and_was_not_worked_is_counted_and_right() throws SQLException {
        attempt(1, "worker-3", "'duplicate'", false);

        assertThat(account().cameAgain()).isEqualTo(1);
        assertThat(judged(RaceBackend.REDIS)).isEmpty();
    }

    @Test
    void only_a_killed_worker_may_leave_an_attempt_unclosed_and_no_more_than_one() throws SQLException {
        attempt(2, "worker-2", "null", false);
        assertThat(judged(RaceBackend.REDIS)).isEmpty();

        attempt(3, "worker-2", "null", false);
        attempt(4, "worker-3", "null", false);
        assertThat(judged(RaceBackend.REDIS))
                .containsExactlyInAnyOrder(
                        "worker-2 was killed at one task, and left 2 attempts unclosed",
                        "worker-3 was not killed, and left 1 attempts unclosed");
    }

    @Test
    void a_dead_task_that_is_listed_with_its_reason_is_right() throws SQLException {
        sql("update attempt set outcome = 'dead-lettered' where task_number = 4");
        sql("insert into dead_letter (reason, run_id, task_number, body) values ('gave up', %s, 4, '')".formatted(RUN));

        assertThat(account().ends()).containsEntry(End.DEAD, 1);
        assertThat(judged(RaceBackend.REDIS)).isEmpty();
    }

    @Test
    void an_unconfirmed_task_that_came_is_counted_apart() throws SQLException {
        attempt(10, "worker-1", "'contended'", false);

        assertThat(account().unconfirmedThatCame()).isEqualTo(1);
        assertThat(account().ends()).containsEntry(End.CONTENDED, 8);
        assertThat(judged(RaceBackend.REDIS)).isEmpty();
    }

    @Test
    void memcached_may_forget_leases_but_must_not_keep_any() throws SQLException {
        sql("update run set peak_holders = 2, verdict = 'broken'");

        assertThat(judged(RaceBackend.MEMCACHED)).isEmpty();
        assertThat(SoakJudge.judge(RaceBackend.MEMCACHED, account(), List.of(), 3))
                .containsExactly("3 leases are left after their time to live");
    }

    private static void attempt(int task, String worker, String outcome, boolean workDone) throws SQLException {
        sql("""
                insert into attempt (run_id, task_number, worker, requested_at, closed_at, outcome, work_done)
                values (%s, %d, '%s', clock_timestamp(), clock_timestamp(), %s, %s)
                """.formatted(RUN, task, worker, outcome, workDone));
    }
}
