package dev.lockrace.lab.docker;

import static org.assertj.core.api.Assertions.assertThat;

import dev.lockrace.lab.LabProcess;
import java.nio.file.Path;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import tools.jackson.databind.JsonNode;
import tools.jackson.databind.json.JsonMapper;

/** Many tasks on the real servers, where RabbitMQ behaves differently from the embedded broker. */
@Tag("docker")
class LoadOnContainersIT {

    private static final int LIMIT_SECONDS = 600;

    @TempDir
    private Path directory;

    @Test
    void every_confirmed_task_ends_once_although_the_broker_is_killed_twice() throws Exception {
        JsonNode result = run("soak", "--servers", "docker", "--tasks", "1000", "--workers", "2", "--json");

        assertThat(result.at("/faults").findValuesAsString("description"))
                .filteredOn("broker killed and restarted"::equals)
                .hasSize(2);
        assertThat(result.at("/tasks/confirmed").asInt()).isGreaterThanOrEqualTo(1_000);
        assertThat(result.at("/tasks/taskOutcomes/pending").asInt()).isZero();
    }

    @Test
    void a_full_queue_rejects_callers_and_a_slow_database_loses_no_task() throws Exception {
        JsonNode result = run("overload", "--servers", "docker", "--tasks", "20000", "--workers", "2", "--json");

        assertThat(result.at("/rejected").asInt()).isPositive();
        assertThat(result.at("/queuedAtEnd").asInt()).isPositive();
    }

    private JsonNode run(String... arguments) throws Exception {
        try (LabProcess lab = LabProcess.start(ComposeFile.HOME, directory, arguments)) {
            assertThat(lab.exitCode(LIMIT_SECONDS)).as(lab.err() + lab.out()).isZero();
            JsonNode result = new JsonMapper().readTree(lab.out());
            assertThat(result.at("/violations").isEmpty()).isTrue();
            return result;
        }
    }
}
