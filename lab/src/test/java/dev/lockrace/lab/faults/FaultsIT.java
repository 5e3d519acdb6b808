package dev.lockrace.lab.faults;

import static org.assertj.core.api.Assertions.assertThat;

import dev.lockrace.lab.LabProcess;
import java.nio.file.Path;
import java.util.List;
import java.util.stream.StreamSupport;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import tools.jackson.databind.JsonNode;
import tools.jackson.databind.json.JsonMapper;

/** A few experiments, as a user runs them. */
class FaultsIT {

    private static final Path HOME = Path.of(System.getProperty("lockrace.home"));
    private static final int LIMIT_SECONDS = 300;

    @TempDir
    private Path directory;

    @Test
    void experiments_have_the_expected_results_and_timelines() throws Exception {
        JsonNode result = faults(
                "--backend",
                "redis",
                "--fault",
                "holder-paused,write-delayed,lock-server-flushed,lock-server-evicts,clock-stopped");

        assertThat(StreamSupport.stream(result.path("experiments").spliterator(), false)
                        .map(experiment -> "%s, %s: %s"
                                .formatted(
                                        experiment.path("fault").asString(),
                                        experiment.path("fencing").asBoolean(),
                                        experiment.path("result").asString())))
                .containsExactly(
                        "holder-paused, false: late, not lost",
                        "holder-paused, true: late, not lost",
                        "write-delayed, false: broken",
                        "write-delayed, true: safe with fencing",
                        "lock-server-flushed, false: lease lost, as declared",
                        "lock-server-evicts, false: lease lost, as declared",
                        "clock-stopped, false: late, not lost",
                        "clock-stopped, true: late, not lost");
        List<JsonNode> experiments = StreamSupport.stream(
                        result.path("experiments").spliterator(), false)
                .toList();
        assertThat(experiments.get(0).at("/timeline/bars").findValuesAsString("kind"))
                .contains("hold", "stale-holder");
        assertThat(experiments.get(2).at("/witnesses/0").asString()).contains("was committed with token");
        assertThat(experiments.get(3).at("/timeline/marks").findValuesAsString("kind"))
                .contains("rejected", "invoice", "contended");
        assertThat(result.at("/servers/redis").asString()).startsWith("Redis ");
        assertThat(result.at("/command").asString())
                .startsWith("./lockrace faults ")
                .contains("--fault");
    }

    @Test
    void the_local_backend_is_broken_as_documented() throws Exception {
        JsonNode result = faults("--backend", "local", "--fault", "holder-killed");

        assertThat(result.at("/experiments/0/result").asString()).isEqualTo("broken");
        assertThat(result.at("/experiments/0/witnesses/0").asString()).contains("both held the lock for");
    }

    @Test
    @Tag("libfaketime")
    void a_step_of_the_clock_of_the_store_ends_a_lease_as_declared() throws Exception {
        JsonNode result = faults("--backend", "database", "--fault", "store-clock-stepped");

        assertThat(result.path("experiments").findValuesAsString("result")).containsExactly("lease lost, as declared");
    }

    private JsonNode faults(String... options) throws Exception {
        String[] arguments = new String[options.length + 2];
        arguments[0] = "faults";
        arguments[1] = "--json";
        System.arraycopy(options, 0, arguments, 2, options.length);
        try (LabProcess lab = LabProcess.start(HOME, directory, arguments)) {
            assertThat(lab.exitCode(LIMIT_SECONDS)).as(lab.err() + lab.out()).isZero();
            return new JsonMapper().readTree(lab.out());
        }
    }
}
