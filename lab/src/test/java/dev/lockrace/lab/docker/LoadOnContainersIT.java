package dev.lockrace.lab.docker;

import static org.assertj.core.api.Assertions.assertThat;

import dev.lockrace.lab.LabProcess;
import java.nio.file.Path;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import tools.jackson.databind.JsonNode;
import tools.jackson.databind.json.JsonMapper;

/** Many tasks on the real servers: what only RabbitMQ can do, or does otherwise. */
@Tag("docker")
class LoadOnContainersIT {

    private static final int LIMIT_SECONDS = 600;

    @TempDir
    private Path folder;

    @Test
    void every_confirmed_task_ends_once_though_the_broker_is_killed_twice() throws Exception {
        JsonNode result = run("soak", "--servers", "docker", "--tasks", "1000", "--workers", "2", "--json");

        assertThat(result.at("/incidents").findValuesAsString("what"))
                .filteredOn("broker killed and restarted"::equals)
                .hasSize(2);
        assertThat(result.at("/account/confirmed").asInt()).isGreaterThanOrEqualTo(1_000);
        assertThat(result.at("/account/ends/pending").asInt()).isZero();
    }

    @Test
    void a_full_queue_turns_callers_away_and_a_slow_database_loses_nothing() throws Exception {
        JsonNode result = run("overload", "--servers", "docker", "--tasks", "20000", "--workers", "2", "--json");

        assertThat(result.at("/refused").asInt()).isPositive();
        assertThat(result.at("/waiting").asInt()).isPositive();
    }

    private JsonNode run(String... arguments) throws Exception {
        try (LabProcess lab = LabProcess.start(ComposeFile.HOME, folder, arguments)) {
            assertThat(lab.exitCode(LIMIT_SECONDS)).as(lab.err() + lab.out()).isZero();
            JsonNode result = new JsonMapper().readTree(lab.out());
            assertThat(result.at("/wrong").isEmpty()).isTrue();
            return result;
        }
    }
}
