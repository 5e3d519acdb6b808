package dev.lockrace.servers.process;

import dev.lockrace.servers.ServerException;
import dev.lockrace.servers.ServerProcess;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.List;
import org.jspecify.annotations.Nullable;

/** A server that is a program of its own, under a {@link GuardedProcess guard}, with a folder and a log beside it. */
public abstract class GuardedServer extends LocalServer implements ServerProcess {

    private static final Duration STOP_LIMIT = Duration.ofSeconds(15);
    private static final int TAIL_LINES = 15;

    private final Path folder;
    private final Path log;
    private final String stopSignal;
    private final String abortSignal;
    private @Nullable GuardedProcess process;
    private boolean failed;

    protected GuardedServer(String name, Path folder, String stopSignal, String abortSignal) {
        super(name);
        this.folder = folder.toAbsolutePath().normalize();
        this.log = this.folder.resolveSibling(this.folder.getFileName() + ".log");
        this.stopSignal = stopSignal;
        this.abortSignal = abortSignal;
    }

    protected final Path folder() {
        return folder;
    }

    /** Makes the folder ready and returns the command that serves at the port. */
    protected abstract List<String> prepare(int port) throws IOException, InterruptedException;

    /** Whether the program with that process id accepts connections at the port. */
    protected abstract boolean isReady(int port, long pid);

    /** What it is, with its version; it runs. */
    protected abstract String describe(int port) throws IOException, InterruptedException;

    @Override
    protected final String launch(int port) throws IOException, InterruptedException {
        Files.createDirectories(folder);
        failed = true;
        GuardedProcess earlier = process == null ? GuardedProcess.folder(folder) : process;
        process = earlier;
        List<String> command = prepare(port);
        GuardedProcess current = GuardedProcess.start(folder, log, abortSignal, command);
        process = current;
        earlier.leave();
        awaitReady(current, port);
        String description = describe(port);
        failed = false;
        return description;
    }

    private void awaitReady(GuardedProcess current, int port) throws IOException, InterruptedException {
        long pid = current.pid();
        boolean ready = Poll.until(START_LIMIT, () -> !current.isRunning() || isReady(port, pid));
        if (!current.isRunning()) {
            throw new IOException("it ended with code %d, saying:%n%s%n".formatted(current.exitCode(), logTail()));
        }
        if (!ready) {
            throw new IOException(
                    "no answer within %d s; it said:%n%s%n".formatted(START_LIMIT.toSeconds(), logTail()));
        }
    }

    private String logTail() throws IOException {
        List<String> lines = Files.readAllLines(log);
        return String.join(System.lineSeparator(), lines.subList(Math.max(0, lines.size() - TAIL_LINES), lines.size()));
    }

    @Override
    protected final void halt() throws IOException, InterruptedException {
        if (process != null && process.isRunning()) {
            process.end(stopSignal, STOP_LIMIT);
        }
    }

    @Override
    public final void kill() {
        stopBy(this::killAll);
    }

    /** What it started, such as PostgreSQL's backends, would live on for a moment, and hinder a new start. */
    private void killAll() throws IOException, InterruptedException {
        GuardedProcess running = process;
        if (running != null && running.isRunning()) {
            List<ProcessHandle> started = handle(running).descendants().toList();
            running.end("KILL", STOP_LIMIT);
            started.forEach(ProcessHandle::destroyForcibly);
            Poll.until(STOP_LIMIT, () -> started.stream().noneMatch(ProcessHandle::isAlive));
        }
    }

    @Override
    public final void deleteData() {
        whenStopped(() -> Directories.delete(folder));
    }

    @Override
    public final ProcessHandle process() {
        GuardedProcess running = process;
        if (running == null || !isRunning()) {
            throw new IllegalStateException(name() + " does not run");
        }
        try {
            return handle(running);
        } catch (IOException e) {
            throw new ServerException(name(), "has no process: " + e.getMessage(), e);
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
            throw new ServerException(name(), "interrupted while its process was looked up", e);
        }
    }

    private static ProcessHandle handle(GuardedProcess running) throws IOException, InterruptedException {
        long pid = running.pid();
        return ProcessHandle.of(pid).orElseThrow(() -> new IOException("process " + pid + " has ended"));
    }

    @Override
    protected final void discard() throws IOException, InterruptedException {
        Directories.delete(folder);
        if (!failed) {
            Files.deleteIfExists(log);
        }
        if (process != null) {
            process.leave();
        }
    }

    @Override
    protected final String logHint() {
        return "log: " + log;
    }
}
