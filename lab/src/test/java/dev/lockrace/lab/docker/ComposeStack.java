package dev.lockrace.lab.docker;

import java.net.URI;
import java.time.Duration;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.UUID;
import java.util.concurrent.atomic.AtomicBoolean;

/** The compose stack under a name of its own and on free ports; closing it takes everything down, data and images too. */
final class ComposeStack implements AutoCloseable {

    private static final Duration BUILD_LIMIT = Duration.ofMinutes(20);
    private static final Duration START_LIMIT = Duration.ofMinutes(5);
    private static final Duration STOP_LIMIT = Duration.ofMinutes(2);

    /** Port 0 lets the engine choose. */
    private static final Map<String, String> FREE_PORTS = Map.of(
            "LOCKRACE_PRODUCER_PORT", "0",
            "LOCKRACE_RABBITMQ_PORT", "0",
            "LOCKRACE_PROMETHEUS_PORT", "0",
            "LOCKRACE_GRAFANA_PORT", "0");

    private final String project = "lockrace-test-" + UUID.randomUUID();
    private final AtomicBoolean closed = new AtomicBoolean();

    private ComposeStack() {
        Runtime.getRuntime().addShutdownHook(new Thread(this::close, "take-the-stack-down"));
    }

    /**
     * Builds the images and starts the services, and those that they depend on; blocks until all are healthy.
     *
     * @throws AssertionError if that fails, with what the containers said last; nothing is left then
     */
    static ComposeStack start(int workers, String... services) {
        ComposeStack stack = new ComposeStack();
        try {
            stack.compose(BUILD_LIMIT, "build", "--quiet");
            List<String> up = new ArrayList<>(List.of("up", "--detach", "--wait", "--quiet-pull"));
            up.addAll(List.of("--scale", "worker-service=" + workers));
            up.addAll(List.of(services));
            stack.compose(START_LIMIT, up.toArray(String[]::new));
            return stack;
        } catch (AssertionError e) {
            try (stack) {
                throw new AssertionError(e.getMessage() + "\n" + stack.lastWords(), e);
            }
        }
    }

    private String lastWords() {
        try {
            return compose(STOP_LIMIT, "logs", "--no-color", "--tail", "10");
        } catch (AssertionError e) {
            return "Nor could their logs be read: " + e.getMessage();
        }
    }

    private String compose(Duration limit, String... arguments) {
        List<String> command = ComposeFile.command("--project-name", project);
        command.addAll(List.of(arguments));
        Map<String, String> settings = new HashMap<>(FREE_PORTS);
        settings.putAll(ComposeFile.NOTHING_SET);
        return Docker.run(limit, settings, command);
    }

    /** Where a port of a service is published on this machine. */
    URI address(String service, int port) {
        return URI.create("http://"
                + compose(STOP_LIMIT, "port", service, String.valueOf(port)).strip());
    }

    @Override
    public void close() {
        if (closed.compareAndSet(false, true)) {
            compose(STOP_LIMIT, "down", "--volumes", "--remove-orphans", "--rmi", "local", "--timeout", "5");
        }
    }
}
