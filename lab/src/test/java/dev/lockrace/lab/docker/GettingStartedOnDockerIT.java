package dev.lockrace.lab.docker;

import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import dev.lockrace.lab.docs.Terminal;
import dev.lockrace.lab.docs.Tutorial;
import dev.lockrace.lab.docs.Tutorial.Input;
import java.net.URI;
import java.nio.file.Path;
import java.time.Duration;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.UUID;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/**
 * The step with containers of {@code docs/getting-started.md}, as written, but under a name of its own, on free ports
 * and without Grafana.
 */
@Tag("docker")
class GettingStartedOnDockerIT {

    private static final Duration START_TIMEOUT = Duration.ofMinutes(25);
    private static final Duration STOP_TIMEOUT = Duration.ofMinutes(2);
    private static final Duration TIMEOUT = Duration.ofMinutes(1);
    private static final String WITHOUT_GRAFANA = " producer-service prometheus";
    private static final String PRODUCER = "localhost:8080";

    @TempDir
    private Path temporary;

    private final Map<String, String> environment = new HashMap<>(ComposeFile.NO_SETTINGS);

    GettingStartedOnDockerIT() {
        environment.put("COMPOSE_PROJECT_NAME", "lockrace-test-" + UUID.randomUUID());
        // Port 0 lets the engine choose.
        List.of("PRODUCER", "RABBITMQ", "PROMETHEUS", "GRAFANA")
                .forEach(service -> environment.put("LOCKRACE_" + service + "_PORT", "0"));
    }

    @Test
    void every_command_works_as_written() throws Exception {
        Tutorial tutorial = Tutorial.read().from("docker compose up");
        try (Terminal terminal = Terminal.open(ComposeFile.HOME, temporary.resolve("containers.screen"), environment)) {
            Input up = tutorial.next("docker compose up");
            terminal.run(new Input(up.text() + WITHOUT_GRAFANA, up.output()), START_TIMEOUT);
            String producer =
                    compose(TIMEOUT, "port", "producer-service", "8080").strip().replace("127.0.0.1", "localhost");
            terminal.run(tutorial.next("curl").with(PRODUCER, producer), TIMEOUT);
            awaitVerdict(URI.create("http://%s/runs?limit=1".formatted(producer)));
            terminal.run(tutorial.next("curl").with(PRODUCER, producer), TIMEOUT);
            terminal.run(tutorial.next("docker compose down"), STOP_TIMEOUT);
        } finally {
            compose(STOP_TIMEOUT, "down", "--volumes", "--rmi", "local", "--timeout", "5");
        }
        assertThat(tutorial.isFinished()).isTrue();
    }

    private static void awaitVerdict(URI latestRun) {
        JsonHttp http = new JsonHttp();
        await().atMost(TIMEOUT).until(() -> http.get(latestRun).path(0).hasNonNull("verdict"));
    }

    private String compose(Duration timeout, String... arguments) {
        return Docker.run(timeout, environment, ComposeFile.command(arguments));
    }
}
