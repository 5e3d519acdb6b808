package dev.lockrace.lab.faults.scene;

import dev.lockrace.lab.LabException;
import dev.lockrace.lab.stack.WorkFolder;
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
 * Containers by {@code docker compose}, every command bounded. They are removed when this is closed, and also when this
 * JVM ends, in whatever way: a shell that waits for the end of a pipe from here does it.
 */
final class Compose implements AutoCloseable {

    /** Images may have to be pulled. */
    private static final Duration UP_LIMIT = Duration.ofMinutes(10);

    private static final Duration LIMIT = Duration.ofSeconds(60);
    private static final int TOLD = 1_500;
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

    private Compose(List<String> command, Map<String, String> variables, Path log, Process removal) {
        this.command = command;
        this.variables = variables;
        this.log = log;
        this.removal = removal;
    }

    /**
     * Takes charge of a project; starts nothing yet.
     *
     * @param variables what the file leaves open
     * @throws LabException if there is no docker command
     */
    static Compose of(Path file, WorkFolder work, Map<String, String> variables) {
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
            return new Compose(command, variables, log, builder.start());
        } catch (IOException e) {
            throw new LabException("No shell could be started: " + e, e);
        }
    }

    /** Starts services, those that were killed too, and blocks until they are healthy. */
    void up(String... services) {
        run(UP_LIMIT, List.of("up", "--detach", "--wait"), services);
    }

    void kill(String service) {
        run(LIMIT, List.of("kill", "--signal", "KILL"), service);
    }

    /** Removes a service with what it kept. */
    void remove(String service) {
        run(LIMIT, List.of("rm", "--stop", "--force", "--volumes"), service);
    }

    void pause(String service) {
        run(LIMIT, List.of("pause"), service);
    }

    void unpause(String service) {
        run(LIMIT, List.of("unpause"), service);
    }

    /** Runs a program in a service's container; returns the first line of what it printed. */
    String ask(String service, String... program) {
        List<String> arguments = new ArrayList<>(List.of("exec", "-T", service));
        arguments.addAll(List.of(program));
        return run(LIMIT, arguments).lines().findFirst().orElse("").strip();
    }

    private String run(Duration limit, List<String> arguments, String... services) {
        List<String> all = new ArrayList<>(command);
        all.addAll(arguments);
        all.addAll(List.of(services));
        try {
            Path printed = Files.createTempFile(log.getParent(), "docker-", ".out");
            try {
                return run(limit, all, printed);
            } finally {
                Files.delete(printed);
            }
        } catch (IOException e) {
            throw new LabException(
                    "'%s' could not be run: %s; is Docker installed?".formatted(String.join(" ", all), e.getMessage()),
                    e);
        }
    }

    private String run(Duration limit, List<String> all, Path printed) throws IOException {
        ProcessBuilder builder =
                new ProcessBuilder(all).redirectErrorStream(true).redirectOutput(printed.toFile());
        builder.environment().putAll(variables);
        Process process = builder.start();
        try {
            boolean ended = process.waitFor(limit.toMillis(), TimeUnit.MILLISECONDS);
            String text = Files.readString(printed, StandardCharsets.UTF_8);
            if (!ended || process.exitValue() != 0) {
                String how = ended ? "failed" : "took over %d s".formatted(limit.toSeconds());
                throw new LabException("'%s' %s: %s"
                        .formatted(String.join(" ", all), how, text.substring(Math.max(0, text.length() - TOLD))));
            }
            return text;
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
            throw new LabException("Interrupted while docker worked", e);
        } finally {
            process.destroy();
        }
    }

    @Override
    public void close() {
        try {
            removal.getOutputStream().close();
            if (!removal.waitFor(LIMIT.toMillis(), TimeUnit.MILLISECONDS)) {
                throw new LabException(
                        "The containers were not removed within %d s; see %s".formatted(LIMIT.toSeconds(), log));
            }
        } catch (IOException e) {
            throw new LabException("The containers could not be removed: " + e, e);
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt(); // the shell was told
        }
    }
}
