package dev.lockrace.lab.faults;

import static org.assertj.core.api.Assertions.assertThat;

import dev.lockrace.lab.LabProcess;
import java.nio.file.Path;
import java.util.stream.StreamSupport;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import tools.jackson.databind.JsonNode;
import tools.jackson.databind.json.JsonMapper;

/** Two of the broken locks, as a user tries them. */
class BrokenLocksIT {

    private static final Path HOME = Path.of(System.getProperty("lockrace.home"));
    private static final int LIMIT_SECONDS = 300;

    @TempDir
    private Path folder;

    @Test
    void each_is_caught_by_what_it_breaks() throws Exception {
        try (LabProcess lab =
                LabProcess.start(HOME, folder, "faults", "--broken", "--fault", "holder-killed", "--json")) {
            assertThat(lab.exitCode(LIMIT_SECONDS)).as(lab.err() + lab.out()).isZero();

            JsonNode result = new JsonMapper().readTree(lab.out());
            assertThat(StreamSupport.stream(result.path("trials").spliterator(), false)
                            .map(trial -> "%s: %s"
                                    .formatted(
                                            trial.path("lock").asString(),
                                            trial.at("/race/result").asString())))
                    .containsExactly("ends-by-the-holders-timer: work lost", "half-the-time-to-live: broken");
        }
    }
}
