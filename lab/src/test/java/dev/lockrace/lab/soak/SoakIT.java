package dev.lockrace.lab.soak;

import static org.assertj.core.api.Assertions.assertThat;

import dev.lockrace.lab.LabProcess;
import java.nio.file.Path;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import tools.jackson.databind.JsonNode;
import tools.jackson.databind.json.JsonMapper;

/** A short soak, as a user runs it: a killed worker, restarts of both databases, and a rolling restart of the workers. */
class SoakIT {

    private static final Path HOME = Path.of(System.getProperty("lockrace.home"));
    private static final int LIMIT_SECONDS = 300;
    private static final int TASKS = 300;

    @TempDir
    private Path directory;

    @Test
    void every_confirmed_task_ends_once_although_workers_and_servers_fail() throws Exception {
        try (LabProcess lab = LabProcess.start(
                HOME, directory, "soak", "--tasks", String.valueOf(TASKS), "--workers", "2", "--json")) {
            assertThat(lab.exitCode(LIMIT_SECONDS)).as(lab.err() + lab.out()).isZero();
            JsonNode result = new JsonMapper().readTree(lab.out());

            assertThat(result.at("/violations").isEmpty()).isTrue();
            assertThat(result.at("/tasks/confirmed").asInt()).isGreaterThanOrEqualTo(TASKS);
            assertThat(result.at("/tasks/taskOutcomes/invoiced").asInt()
                            + result.at("/tasks/taskOutcomes/contended").asInt())
                    .isEqualTo(result.at("/tasks/confirmed").asInt());
            assertThat(result.at("/tasks/taskOutcomes/invoiced").asInt()).isGreaterThanOrEqualTo(TASKS / 10);
            assertThat(result.at("/killedWorkers").asInt()).isPositive();
            assertThat(result.at("/faults").findValuesAsString("description"))
                    .containsExactly(
                            "a worker killed and replaced",
                            "event database killed and restarted",
                            "lock server killed and restarted",
                            "rolling restart of all workers");
            assertThat(result.at("/servers/event-database").asString()).startsWith("PostgreSQL ");
        }
    }
}
