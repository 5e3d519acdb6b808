package dev.lockrace.lab.docker;

import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import tools.jackson.databind.JsonNode;
import tools.jackson.databind.json.JsonMapper;

/** The project's compose file, as compose understands it where nothing is set. */
record ComposeFile(JsonNode config) {

    /** The folder of the checkout. */
    static final Path HOME = Path.of(System.getProperty("lockrace.home"));

    /** What whoever runs the tests has set is not what is tested. */
    static final Map<String, String> NOTHING_SET = Map.of("LOCKRACE_LOCK_BACKEND", "", "LOCKRACE_API_TOKEN", "");

    private static final Duration LIMIT = Duration.ofSeconds(30);

    /** Reads it; compose refuses a file that is not valid. */
    static ComposeFile read() {
        String json = Docker.run(LIMIT, NOTHING_SET, command("config", "--format", "json"));
        return new ComposeFile(new JsonMapper().readTree(json));
    }

    /** A compose command on the file, blind to a {@code .env} beside it. */
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
