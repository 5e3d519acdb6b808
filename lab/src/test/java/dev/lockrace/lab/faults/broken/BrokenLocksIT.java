package dev.lockrace.lab.faults.broken;

import static org.assertj.core.api.Assertions.assertThat;

import dev.lockrace.lab.LabProcess;
import java.nio.file.Path;
import java.util.stream.StreamSupport;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import tools.jackson.databind.JsonNode;
import tools.jackson.databind.json.JsonMapper;

/** Two of the broken locks, as a user runs them. */
class BrokenLocksIT {

    private static final Path HOME = Path.of(System.getProperty("lockrace.home"));
    private static final int LIMIT_SECONDS = 300;

    @TempDir
    private Path directory;

    @Test
    void broken_locks_are_detected_by_their_expected_results() throws Exception {
        try (LabProcess lab =
                LabProcess.start(HOME, directory, "faults", "--broken", "--fault", "holder-killed", "--json")) {
            assertThat(lab.exitCode(LIMIT_SECONDS)).as(lab.err() + lab.out()).isZero();

            JsonNode result = new JsonMapper().readTree(lab.out());
            assertThat(StreamSupport.stream(result.path("locks").spliterator(), false)
                            .map(lock -> "%s: %s"
                                    .formatted(
                                            lock.path("lock").asString(),
                                            lock.at("/experiment/result").asString())))
                    .containsExactly("holder-timer-expiry: work lost", "halved-time-to-live: broken");
        }
    }
}
