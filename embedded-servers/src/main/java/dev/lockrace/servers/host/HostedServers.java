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
 * Servers that another process hosts, for who starts that process.
 *
 * <p>The process, and all that it started, ends when this is closed, and also when this JVM ends in whatever way.
 */
public final class HostedServers implements AutoCloseable {

    private static final String HOST = "server host";
    private static final Duration STOP_LIMIT = Duration.ofSeconds(45);

    private final HostLaunch launch;
    private final Process process;
    private final BlockingQueue<Line> lines = new LinkedBlockingQueue<>();
    private final List<HostedServer> servers = new CopyOnWriteArrayList<>();

    /** A line of the host's standard output; without text it is the end. */
    private record Line(@Nullable String text) {}

    private HostedServers(HostLaunch launch, Process process) {
        this.launch = launch;
        this.process = process;
    }

    /**
     * Launches the host and waits until all servers are up.
     *
     * @param up is told of each server as soon as it is up, on the calling thread
     * @throws ServerException when a server does not start, or the host ends, or the time is over: names the part that
     *     failed and where its log is; nothing runs then
     */
    public static HostedServers launch(HostLaunch launch, Consumer<HostedServer> up) {
        HostedServers hosted = new HostedServers(launch, startProcess(launch));
        try {
            hosted.awaitAll(up);
            return hosted;
        } catch (InterruptedException e) {
            hosted.close();
            Thread.currentThread().interrupt();
            throw new ServerException(HOST, "interrupted while it started", e);
        } catch (RuntimeException e) {
            hosted.close();
            throw e;
        }
    }

    private static Process startProcess(HostLaunch launch) {
        try {
            Files.createDirectories(launch.temporary());
            Path log = launch.log().toAbsolutePath();
            Files.createDirectories(log.getParent());
            return new ProcessBuilder(launch.command())
                    .redirectError(ProcessBuilder.Redirect.appendTo(log.toFile()))
                    .start();
        } catch (IOException e) {
            throw new ServerException(HOST, "could not be launched: " + e.getMessage(), e);
        }
    }

    private void awaitAll(Consumer<HostedServer> up) throws InterruptedException {
        Thread reader = new Thread(this::readLines, "server-host-" + process.pid());
        reader.setDaemon(true);
        reader.start();
        long end = System.nanoTime() + launch.limit().toNanos();
        boolean ready = false;
        while (!ready) {
            Line line = lines.poll(end - System.nanoTime(), TimeUnit.NANOSECONDS);
            if (line == null) {
                throw failure("not all of %s were up within %s".formatted(launch.servers(), launch.limit()));
            }
            ready = heed(line, up);
        }
    }

    private void readLines() {
        try (BufferedReader in =
                new BufferedReader(new InputStreamReader(process.getInputStream(), StandardCharsets.UTF_8))) {
            for (String line = in.readLine(); line != null; line = in.readLine()) {
                lines.add(new Line(line));
            }
        } catch (IOException ended) {
            // As good as its end.
        } finally {
            lines.add(new Line(null));
        }
    }

    /** Returns whether all servers are up. */
    private boolean heed(Line line, Consumer<HostedServer> up) throws InterruptedException {
        if (line.text() == null) {
            process.waitFor(STOP_LIMIT.toSeconds(), TimeUnit.SECONDS);
            throw failure("ended before all of %s were up".formatted(launch.servers()));
        }
        HostReport report = parse(line.text());
        return switch (report.event()) {
            case READY -> true;
            case FAILED -> throw new ServerException(String.valueOf(report.failed()), report.message() + hostLog());
            case UP -> {
                HostedServer server = report.server();
                if (server != null) {
                    servers.add(server);
                    up.accept(server);
                }
                yield false;
            }
        };
    }

    private HostReport parse(String line) {
        try {
            return new JsonMapper().readValue(line, HostReport.class);
        } catch (JacksonException e) {
            throw failure("said what is not understood: " + line);
        }
    }

    private ServerException failure(String message) {
        return new ServerException(HOST, message + hostLog());
    }

    private String hostLog() {
        return " (log of the host: %s)".formatted(launch.log().toAbsolutePath());
    }

    /** The servers, in the order in which they came up. */
    public List<HostedServer> servers() {
        return List.copyOf(servers);
    }

    /**
     * The server of that name.
     *
     * @throws IllegalArgumentException when the host has none of that name
     */
    public HostedServer server(String name) {
        return servers.stream()
                .filter(server -> server.name().equals(name))
                .findFirst()
                .orElseThrow(() -> new IllegalArgumentException("no server '%s' among %s".formatted(name, servers)));
    }

    /** The process that hosts the servers. */
    public ProcessHandle process() {
        return process.toHandle();
    }

    /** Ends the host and waits until nothing of it is left; by force when that takes too long. */
    @Override
    public void close() {
        try {
            process.getOutputStream().close();
            if (!process.waitFor(STOP_LIMIT.toSeconds(), TimeUnit.SECONDS)) {
                endByForce();
            }
            deleteWhatTheHostDidNotTake();
        } catch (IOException e) {
            process.destroyForcibly();
        } catch (InterruptedException e) {
            process.destroyForcibly();
            Thread.currentThread().interrupt();
        }
    }

    /** What the host started ends by its guards then. */
    private void endByForce() throws InterruptedException {
        process.destroyForcibly();
        Poll.until(STOP_LIMIT, () -> !Files.exists(launch.folder()));
    }

    /** A host that ended at once has not made the folder its own. */
    private void deleteWhatTheHostDidNotTake() throws IOException {
        Directories.delete(launch.temporary());
        Directories.deleteIfEmpty(launch.folder());
    }
}
