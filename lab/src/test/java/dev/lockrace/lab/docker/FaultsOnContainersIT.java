package dev.lockrace.lab.docker;

import static org.assertj.core.api.Assertions.assertThat;

import dev.lockrace.lab.LabProcess;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.List;
import java.util.Map;
import java.util.regex.MatchResult;
import java.util.regex.Pattern;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import tools.jackson.databind.JsonNode;
import tools.jackson.databind.json.JsonMapper;

/** Faults on the real servers that the embedded ones do not support or handle differently. */
@Tag("docker")
class FaultsOnContainersIT {

    private static final int LIMIT_SECONDS = 600;

    @TempDir
    private Path directory;

    @Test
    void experiments_have_the_expected_results_and_no_container_remains() throws Exception {
        try (LabProcess lab = LabProcess.start(
                ComposeFile.HOME,
                directory,
                "faults",
                "--json",
                "--servers",
                "docker",
                "--backend",
                "redis",
                "--fault",
                "lock-server-restarted,lock-server-restarted-empty,lock-server-paused,broker-restarted")) {
            assertThat(lab.exitCode(LIMIT_SECONDS)).as(lab.err() + lab.out()).isZero();

            JsonNode result = new JsonMapper().readTree(lab.out());
            assertThat(result.path("experiments").findValuesAsString("result"))
                    .containsExactly("held", "lease lost, as declared", "late, not lost", "late, not lost", "held");
            assertThat(result.path("unsupported")).isEmpty();
            String project = "lockrace-faults-" + lab.handle().pid();
            assertThat(Docker.run(
                            Duration.ofSeconds(30),
                            Map.of(),
                            List.of(
                                    "ps",
                                    "--all",
                                    "--quiet",
                                    "--filter",
                                    "label=com.docker.compose.project=" + project)))
                    .isBlank();
        }
    }

    @Test
    void the_images_are_those_of_the_compose_stack() throws Exception {
        assertThat(images("deploy/faults-compose.yml")).isNotEmpty().isSubsetOf(images("docker-compose.yml"));
    }

    private static List<String> images(String file) throws Exception {
        return Pattern.compile("image: (\\S+)")
                .matcher(Files.readString(ComposeFile.HOME.resolve(file)))
                .results()
                .map(MatchResult::group)
                .toList();
    }
}
