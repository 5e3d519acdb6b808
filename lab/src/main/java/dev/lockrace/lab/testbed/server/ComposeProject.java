package dev.lockrace.lab.testbed.server;

import dev.lockrace.lab.cli.LabException;
import dev.lockrace.lab.cli.WorkDirectory;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.concurrent.TimeUnit;

/**
 * A project of {@code docker compose}. Every command has a timeout. The containers are removed when the project is
 * closed, and also when this JVM exits in any way: a shell reads a pipe from this JVM and removes them at its end.
 */
final class ComposeProject implements AutoCloseable {

    /** Long enough to pull images. */
    private static final Duration UP_TIMEOUT = Duration.ofMinutes(10);

    private static final Duration TIMEOUT = Duration.ofSeconds(60);
    private static final int MAX_OUTPUT = 1_500;
    private static final String REMOVAL = """
            trap '' HUP INT PIPE TERM
            read -r end
            "$@" kill
            "$@" down --volumes --timeout 1
            """;

    private final List<String> command;
    private final Map<String, String> variables;
    private final Path log;
    private final Process removal;

    private ComposeProject(List<String> command, Map<String, String> variables, Path log, Process removal) {
        this.command = command;
        this.variables = variables;
        this.log = log;
        this.removal = removal;
    }

    /**
     * Returns a project without a running container.
     *
     * @param variables the environment variables that the file refers to
     * @throws LabException if the shell that removes the containers cannot be started
     */
    static ComposeProject of(Path file, WorkDirectory work, Map<String, String> variables) {
        String project = "lockrace-faults-" + ProcessHandle.current().pid();
        List<String> command = List.of(
                "docker", "compose", "--env-file", "/dev/null", "--file", file.toString(), "--project-name", project);
        Path log = work.log("docker");
        List<String> remove = new ArrayList<>(List.of("/bin/sh", "-c", REMOVAL, "lockrace-removal"));
        remove.addAll(command);
        try {
            ProcessBuilder builder =
                    new ProcessBuilder(remove).redirectErrorStream(true).redirectOutput(log.toFile());
            builder.environment().putAll(variables);
            return new ComposeProject(command, variables, log, builder.start());
        } catch (IOException e) {
            throw new LabException("Cannot start a shell that removes the containers: " + e, e);
        }
    }

    /** Starts services, or restarts killed ones. Blocks until they are healthy. */
    void up(String... services) {
        run(UP_TIMEOUT, List.of("up", "--detach", "--wait"), services);
    }

    void kill(String service) {
        run(TIMEOUT, List.of("kill", "--signal", "KILL"), service);
    }

    /** Removes a service with its data. */
    void remove(String service) {
        run(TIMEOUT, List.of("rm", "--stop", "--force", "--volumes"), service);
    }

    void pause(String service) {
        run(TIMEOUT, List.of("pause"), service);
    }

    void unpause(String service) {
        run(TIMEOUT, List.of("unpause"), service);
    }

    /** Runs a program in a service's container, and returns the first line of its output. */
    String execute(String service, String... program) {
        List<String> arguments = new ArrayList<>(List.of("exec", "-T", service));
        arguments.addAll(List.of(program));
        return run(TIMEOUT, arguments).lines().findFirst().orElse("").strip();
    }

    private String run(Duration timeout, List<String> arguments, String... services) {
        List<String> all = new ArrayList<>(command);
        all.addAll(arguments);
        all.addAll(List.of(services));
        try {
            Path output = Files.createTempFile(log.getParent(), "docker-", ".out");
            try {
                return run(timeout, all, output);
            } finally {
                Files.delete(output);
            }
        } catch (IOException e) {
            throw new LabException(
                    "Cannot run '%s': %s. Is Docker installed?".formatted(String.join(" ", all), e.getMessage()), e);
        }
    }

    private String run(Duration timeout, List<String> all, Path output) throws IOException {
        ProcessBuilder builder =
                new ProcessBuilder(all).redirectErrorStream(true).redirectOutput(output.toFile());
        builder.environment().putAll(variables);
        Process process = builder.start();
        try {
            boolean exited = process.waitFor(timeout.toMillis(), TimeUnit.MILLISECONDS);
            String text = Files.readString(output, StandardCharsets.UTF_8);
            if (!exited || process.exitValue() != 0) {
                String how = exited ? "failed" : "did not exit within %d s".formatted(timeout.toSeconds());
                throw new LabException("'%s' %s: %s"
                        .formatted(
                                String.join(" ", all), how, text.substring(Math.max(0, text.length() - MAX_OUTPUT))));
            }
            return text;
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
            throw new LabException("Interrupted while docker ran", e);
        } finally {
            process.destroy();
        }
    }

    @Override
    public void close() {
        try {
            removal.getOutputStream().close();
            if (!removal.waitFor(TIMEOUT.toMillis(), TimeUnit.MILLISECONDS)) {
                throw new LabException(
                        "The containers were not removed within %d s; see %s".formatted(TIMEOUT.toSeconds(), log));
            }
        } catch (IOException e) {
            throw new LabException("Cannot remove the containers: " + e, e);
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt(); // the pipe is closed: the shell removes them
        }
    }
}
