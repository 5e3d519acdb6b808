package dev.lockrace.race;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatCode;
import static org.assertj.core.api.Assertions.assertThatExceptionOfType;

import dev.lockrace.race.event.AttemptOutcome;
import dev.lockrace.race.task.TaskMessage;
import dev.lockrace.servers.Endpoint;
import dev.lockrace.servers.Server;
import dev.lockrace.servers.postgres.PostgresServer;
import dev.lockrace.testsupport.TestDirectories;
import java.sql.Connection;
import java.sql.DriverManager;
import java.sql.SQLException;
import java.sql.Statement;
import java.util.Arrays;
import java.util.UUID;
import org.flywaydb.core.Flyway;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;

@Tag("process")
class RunSchemaTest {

    private static final Server SERVER =
            PostgresServer.create(TestDirectories.unused("postgresql"), TestDirectories.cache());

    @BeforeAll
    static void migrate() {
        SERVER.start();
        assertThat(flyway().migrate().migrationsExecuted).isPositive();
    }

    @AfterAll
    static void stop() {
        SERVER.close();
    }

    @Test
    void a_second_migration_changes_nothing() {
        assertThat(flyway().migrate().migrationsExecuted).isZero();
        assertThatCode(() -> flyway().validate()).doesNotThrowAnyException();
    }

    @ParameterizedTest
    @EnumSource(AttemptOutcome.class)
    void accepts_every_outcome(AttemptOutcome outcome) {
        assertThatCode(() -> attempt(outcome.id())).doesNotThrowAnyException();
    }

    @Test
    void rejects_an_unknown_outcome() {
        assertThatExceptionOfType(SQLException.class)
                .isThrownBy(() -> attempt("guessed"))
                .withMessageContaining("attempt_outcome_check");
        assertThat(Arrays.stream(AttemptOutcome.values()).map(AttemptOutcome::id))
                .doesNotContain("guessed");
    }

    @Test
    void accepts_a_title_of_100_supplementary_characters() {
        assertThatCode(() -> invoice(1, "\ud83d\udd12".repeat(TaskMessage.MAX_TITLE_LENGTH)))
                .doesNotThrowAnyException();
    }

    @Test
    void rejects_a_second_invoice_of_a_task() throws SQLException {
        invoice(2, "first");

        assertThatExceptionOfType(SQLException.class)
                .isThrownBy(() -> invoice(2, "second"))
                .withMessageContaining("invoice_run_id_task_number_key");
    }

    private static void attempt(String outcome) throws SQLException {
        execute("insert into attempt (run_id, task_number, worker, requested_at, outcome) values"
                + " (gen_random_uuid(), 1, 'worker', clock_timestamp(), '%s')".formatted(outcome));
    }

    private static void invoice(int task, String title) throws SQLException {
        execute("insert into invoice (run_id, task_number, backend, lock_name, title, worker) values"
                + " ('%s', %d, 'local', 'lock', '%s', 'worker')".formatted(new UUID(0, 1), task, title));
    }

    private static void execute(String sql) throws SQLException {
        Endpoint database = SERVER.endpoint();
        try (Connection connection =
                        DriverManager.getConnection(database.jdbcUrl(), database.user(), database.password());
                Statement statement = connection.createStatement()) {
            statement.execute(sql);
        }
    }

    private static Flyway flyway() {
        Endpoint database = SERVER.endpoint();
        return Flyway.configure()
                .dataSource(database.jdbcUrl(), database.user(), database.password())
                .load();
    }
}
