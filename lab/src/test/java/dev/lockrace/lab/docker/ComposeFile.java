package dev.lockrace.lab.docker;

import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import tools.jackson.databind.JsonNode;
import tools.jackson.databind.json.JsonMapper;

/** The project's compose file, as compose resolves it without any setting. */
record ComposeFile(JsonNode config) {

    /** The directory of the checkout. */
    static final Path HOME = Path.of(System.getProperty("lockrace.home"));

    /** Overrides settings in the environment of the tests. */
    static final Map<String, String> NO_SETTINGS = Map.of("LOCKRACE_LOCK_BACKEND", "", "LOCKRACE_API_TOKEN", "");

    private static final Duration TIMEOUT = Duration.ofSeconds(30);

    /** Reads the file. Compose rejects an invalid one. */
    static ComposeFile read() {
        String json = Docker.run(TIMEOUT, NO_SETTINGS, command("config", "--format", "json"));
        return new ComposeFile(new JsonMapper().readTree(json));
    }

    /** Returns a compose command for the file, which ignores a {@code .env} file. */
    static List<String> command(String... arguments) {
        List<String> command = new ArrayList<>(List.of(
                "compose",
                "--env-file",
                "/dev/null",
                "--file",
                HOME.resolve("docker-compose.yml").toString()));
        command.addAll(List.of(arguments));
        return command;
    }

    List<String> services() {
        return List.copyOf(config.path("services").propertyNames());
    }

    JsonNode service(String name) {
        return config.path("services").required(name);
    }

    String image(String service) {
        return service(service).required("image").asString();
    }
}
