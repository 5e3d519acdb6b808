package dev.lockrace.lab.overload;

import static org.assertj.core.api.Assertions.assertThat;

import dev.lockrace.lab.LabProcess;
import java.nio.file.Path;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import tools.jackson.databind.JsonNode;
import tools.jackson.databind.json.JsonMapper;

/** An overload with a short queue, as a user runs it. */
class OverloadIT {

    private static final Path HOME = Path.of(System.getProperty("lockrace.home"));
    private static final int LIMIT_SECONDS = 400;
    private static final int TASKS = 20_000;
    private static final int TASKS_OF_TWO_RUNS = 200;

    @TempDir
    private Path directory;

    @Test
    void a_full_queue_rejects_callers_and_a_slow_database_loses_no_task() throws Exception {
        try (LabProcess lab = LabProcess.start(
                HOME, directory, "overload", "--tasks", String.valueOf(TASKS), "--workers", "2", "--json")) {
            assertThat(lab.exitCode(LIMIT_SECONDS)).as(lab.err() + lab.out()).isZero();
            JsonNode result = new JsonMapper().readTree(lab.out());

            assertThat(result.at("/violations").isEmpty()).isTrue();
            assertThat(result.at("/fillTasks").asInt()).isGreaterThanOrEqualTo(TASKS - TASKS_OF_TWO_RUNS);
            assertThat(result.at("/rejected").asInt()).isPositive();
            assertThat(result.at("/failed").asInt()).isZero();
            assertThat(result.at("/memory").findValuesAsString("process"))
                    .containsExactly("producer", "worker-1", "worker-2");
            assertThat(result.at("/throughputs").findValuesAsString("delay"))
                    .containsExactly("PT0S", "PT0.1S", "PT12S", "PT0S");
            assertThat(result.at("/throughputs/1/endedTasks").asInt()
                            / result.at("/throughputs/1/seconds").asDouble())
                    .as("tasks per second with a slow database")
                    .isLessThan(result.at("/throughputs/0/endedTasks").asInt()
                            / result.at("/throughputs/0/seconds").asDouble());
            assertThat(result.at("/recoverySeconds").asInt()).isBetween(0, 59);
            assertThat(result.at("/tasks/taskOutcomes/pending").asLong())
                    .isEqualTo(result.at("/queuedAtEnd").asLong());
        }
    }
}
