package dev.lockrace.servers.host;

import dev.lockrace.servers.ServerException;
import dev.lockrace.servers.process.Directories;
import dev.lockrace.servers.process.Poll;
import java.io.BufferedReader;
import java.io.IOException;
import java.io.InputStreamReader;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.List;
import java.util.concurrent.BlockingQueue;
import java.util.concurrent.CopyOnWriteArrayList;
import java.util.concurrent.LinkedBlockingQueue;
import java.util.concurrent.TimeUnit;
import java.util.function.Consumer;
import org.jspecify.annotations.Nullable;
import tools.jackson.core.JacksonException;
import tools.jackson.databind.json.JsonMapper;

/**
 * The servers of a {@link ServerHost}, as seen by the process that launched it.
 *
 * <p>The host and all its child processes exit when this is closed, or when this JVM exits in any way.
 */
public final class HostedServers implements AutoCloseable {

    private static final String HOST = "server host";
    private static final Duration STOP_TIMEOUT = Duration.ofSeconds(45);

    private final HostLaunch launch;
    private final Process process;
    private final BlockingQueue<Line> lines = new LinkedBlockingQueue<>();
    private final List<HostedServer> servers = new CopyOnWriteArrayList<>();

    /** A line of the host's standard output; a null text is end-of-file. */
    private record Line(@Nullable String text) {}

    private HostedServers(HostLaunch launch, Process process) {
        this.launch = launch;
        this.process = process;
    }

    /**
     * Launches the host and waits until all servers have started.
     *
     * @param onStart receives each server as soon as it has started, on the calling thread
     * @throws ServerException if a server fails to start, the host exits, or the timeout elapses. The message names the
     *     failed part and its log. No process is left running
     */
    public static HostedServers launch(HostLaunch launch, Consumer<HostedServer> onStart) {
        HostedServers hosted = new HostedServers(launch, startProcess(launch));
        try {
            hosted.awaitAll(onStart);
            return hosted;
        } catch (InterruptedException e) {
            hosted.close();
            Thread.currentThread().interrupt();
            throw new ServerException(HOST, "interrupted during startup", e);
        } catch (RuntimeException e) {
            hosted.close();
            throw e;
        }
    }

    private static Process startProcess(HostLaunch launch) {
        try {
            Files.createDirectories(launch.temporaryDirectory());
            Path log = launch.log().toAbsolutePath();
            Files.createDirectories(log.getParent());
            return new ProcessBuilder(launch.command())
                    .redirectError(ProcessBuilder.Redirect.appendTo(log.toFile()))
                    .start();
        } catch (IOException e) {
            throw new ServerException(HOST, "could not be launched: " + e.getMessage(), e);
        }
    }

    private void awaitAll(Consumer<HostedServer> onStart) throws InterruptedException {
        Thread reader = new Thread(this::readLines, "server-host-" + process.pid());
        reader.setDaemon(true);
        reader.start();
        long deadline = System.nanoTime() + launch.startTimeout().toNanos();
        boolean ready = false;
        while (!ready) {
            Line line = lines.poll(deadline - System.nanoTime(), TimeUnit.NANOSECONDS);
            if (line == null) {
                throw failure("not all of %s started within %s".formatted(launch.servers(), launch.startTimeout()));
            }
            ready = handle(line, onStart);
        }
    }

    private void readLines() {
        try (BufferedReader in =
                new BufferedReader(new InputStreamReader(process.getInputStream(), StandardCharsets.UTF_8))) {
            for (String line = in.readLine(); line != null; line = in.readLine()) {
                lines.add(new Line(line));
            }
        } catch (IOException e) {
            // Treated as end-of-file.
        } finally {
            lines.add(new Line(null));
        }
    }

    /** Handles a line and returns whether all servers have started. */
    private boolean handle(Line line, Consumer<HostedServer> onStart) throws InterruptedException {
        if (line.text() == null) {
            process.waitFor(STOP_TIMEOUT.toSeconds(), TimeUnit.SECONDS);
            throw failure("exited before all of %s had started".formatted(launch.servers()));
        }
        HostReport report = parse(line.text());
        return switch (report.event()) {
            case READY -> true;
            case FAILED -> throw new ServerException(String.valueOf(report.failed()), report.message() + hostLog());
            case UP -> {
                HostedServer server = report.server();
                if (server != null) {
                    servers.add(server);
                    onStart.accept(server);
                }
                yield false;
            }
        };
    }

    private HostReport parse(String line) {
        try {
            return new JsonMapper().readValue(line, HostReport.class);
        } catch (JacksonException e) {
            throw failure("printed an unexpected line: " + line);
        }
    }

    private ServerException failure(String message) {
        return new ServerException(HOST, message + hostLog());
    }

    private String hostLog() {
        return " (host log: %s)".formatted(launch.log().toAbsolutePath());
    }

    /** Returns the servers, in the order in which they started. */
    public List<HostedServer> servers() {
        return List.copyOf(servers);
    }

    /**
     * Returns the server with that name.
     *
     * @throws IllegalArgumentException if the host has no such server
     */
    public HostedServer server(String name) {
        return servers.stream()
                .filter(server -> server.name().equals(name))
                .findFirst()
                .orElseThrow(() -> new IllegalArgumentException("no server '%s' among %s".formatted(name, servers)));
    }

    /** Returns the process of the host. */
    ProcessHandle process() {
        return process.toHandle();
    }

    /** Stops the host and waits until it has exited and its directory is deleted. Kills the host after a timeout. */
    @Override
    public void close() {
        try {
            process.getOutputStream().close();
            if (!process.waitFor(STOP_TIMEOUT.toSeconds(), TimeUnit.SECONDS)) {
                kill();
            }
            deleteUnusedDirectory();
        } catch (IOException e) {
            process.destroyForcibly();
        } catch (InterruptedException e) {
            process.destroyForcibly();
            Thread.currentThread().interrupt();
        }
    }

    /** Kills the host. The guards then stop its child processes. */
    private void kill() throws InterruptedException {
        process.destroyForcibly();
        Poll.until(STOP_TIMEOUT, () -> !Files.exists(launch.directory()));
    }

    /** Deletes the directory of a host that exited before it took the directory over. */
    private void deleteUnusedDirectory() throws IOException {
        Directories.delete(launch.temporaryDirectory());
        Directories.deleteIfEmpty(launch.directory());
    }
}
