package dev.lockrace.lab.faults;

import static org.assertj.core.api.Assertions.assertThat;

import dev.lockrace.lab.LabProcess;
import java.nio.file.Path;
import java.util.List;
import java.util.stream.StreamSupport;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import tools.jackson.databind.JsonNode;
import tools.jackson.databind.json.JsonMapper;

/** A few of the races, as a user runs them. */
class FaultsIT {

    private static final Path HOME = Path.of(System.getProperty("lockrace.home"));
    private static final int LIMIT_SECONDS = 300;

    @TempDir
    private Path folder;

    @Test
    void each_race_ends_as_expected_and_its_timeline_shows_why() throws Exception {
        JsonNode result = faults("--backend", "redis", "--fault", "holder-frozen,invoice-held-up,lock-server-flushed");

        assertThat(StreamSupport.stream(result.path("cells").spliterator(), false)
                        .map(cell -> "%s, %s: %s"
                                .formatted(
                                        cell.path("fault").asString(),
                                        cell.path("fencing").asBoolean(),
                                        cell.path("result").asString())))
                .containsExactly(
                        "holder-frozen, false: late, not lost",
                        "holder-frozen, true: late, not lost",
                        "invoice-held-up, false: broken",
                        "invoice-held-up, true: safe with fencing",
                        "lock-server-flushed, false: lease lost, as declared");
        List<JsonNode> cells =
                StreamSupport.stream(result.path("cells").spliterator(), false).toList();
        assertThat(cells.get(0).at("/timeline/bars").findValuesAsString("kind")).contains("hold", "belief");
        assertThat(cells.get(2).at("/witnesses/0").asString()).contains("was committed under token");
        assertThat(cells.get(3).at("/timeline/marks").findValuesAsString("kind"))
                .contains("refused", "invoice", "contended");
        assertThat(result.at("/servers/redis").asString()).startsWith("Redis ");
        assertThat(result.at("/command").asString())
                .startsWith("./lockrace faults ")
                .contains("--fault");
    }

    @Test
    void a_lock_inside_each_worker_is_broken_as_documented() throws Exception {
        JsonNode result = faults("--backend", "local", "--fault", "holder-killed");

        assertThat(result.at("/cells/0/result").asString()).isEqualTo("broken");
        assertThat(result.at("/cells/0/witnesses/0").asString()).contains("both held it for");
    }

    private JsonNode faults(String... options) throws Exception {
        String[] arguments = new String[options.length + 2];
        arguments[0] = "faults";
        arguments[1] = "--json";
        System.arraycopy(options, 0, arguments, 2, options.length);
        try (LabProcess lab = LabProcess.start(HOME, folder, arguments)) {
            assertThat(lab.exitCode(LIMIT_SECONDS)).as(lab.err() + lab.out()).isZero();
            return new JsonMapper().readTree(lab.out());
        }
    }
}
