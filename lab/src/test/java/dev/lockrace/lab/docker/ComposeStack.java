package dev.lockrace.lab.docker;

import java.net.URI;
import java.time.Duration;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.UUID;
import java.util.concurrent.atomic.AtomicBoolean;

/** The compose stack under a unique name and on free ports. Closing it removes everything, including data and images. */
final class ComposeStack implements AutoCloseable {

    private static final Duration BUILD_TIMEOUT = Duration.ofMinutes(20);
    private static final Duration START_TIMEOUT = Duration.ofMinutes(5);
    private static final Duration STOP_TIMEOUT = Duration.ofMinutes(2);

    /** Port 0 lets the engine choose. */
    private static final Map<String, String> FREE_PORTS = Map.of(
            "LOCKRACE_PRODUCER_PORT", "0",
            "LOCKRACE_RABBITMQ_PORT", "0",
            "LOCKRACE_PROMETHEUS_PORT", "0",
            "LOCKRACE_GRAFANA_PORT", "0");

    private final String project = "lockrace-test-" + UUID.randomUUID();
    private final AtomicBoolean closed = new AtomicBoolean();

    private ComposeStack() {
        Runtime.getRuntime().addShutdownHook(new Thread(this::close, "remove-compose-stack"));
    }

    /**
     * Builds the images, and starts the services and their dependencies. Blocks until all are healthy.
     *
     * @throws AssertionError if that fails, with the last lines of the containers' logs; nothing is left running then
     */
    static ComposeStack start(int workers, String... services) {
        ComposeStack stack = new ComposeStack();
        try {
            stack.compose(BUILD_TIMEOUT, "build", "--quiet");
            List<String> up = new ArrayList<>(List.of("up", "--detach", "--wait", "--quiet-pull"));
            up.addAll(List.of("--scale", "worker-service=" + workers));
            up.addAll(List.of(services));
            stack.compose(START_TIMEOUT, up.toArray(String[]::new));
            return stack;
        } catch (AssertionError e) {
            try (stack) {
                throw new AssertionError(e.getMessage() + "\n" + stack.lastLogLines(), e);
            }
        }
    }

    private String lastLogLines() {
        try {
            return compose(STOP_TIMEOUT, "logs", "--no-color", "--tail", "10");
        } catch (AssertionError e) {
            return "Cannot read the logs of the containers either: " + e.getMessage();
        }
    }

    private String compose(Duration timeout, String... arguments) {
        List<String> command = ComposeFile.command("--project-name", project);
        command.addAll(List.of(arguments));
        Map<String, String> settings = new HashMap<>(FREE_PORTS);
        settings.putAll(ComposeFile.NO_SETTINGS);
        return Docker.run(timeout, settings, command);
    }

    /** Returns the address at which a port of a service is published. */
    URI address(String service, int port) {
        return URI.create("http://"
                + compose(STOP_TIMEOUT, "port", service, String.valueOf(port)).strip());
    }

    @Override
    public void close() {
        if (closed.compareAndSet(false, true)) {
            compose(STOP_TIMEOUT, "down", "--volumes", "--remove-orphans", "--rmi", "local", "--timeout", "5");
        }
    }
}
