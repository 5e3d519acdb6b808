package dev.lockrace.servers.process;

import dev.lockrace.servers.ServerException;
import dev.lockrace.servers.ServerProcess;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.List;
import org.jspecify.annotations.Nullable;

/** A server that is a {@link GuardedProcess}, with a directory and a log file beside it. */
public abstract class GuardedServer extends AbstractServer implements ServerProcess {

    private static final Duration STOP_TIMEOUT = Duration.ofSeconds(15);
    private static final int LOG_TAIL_LINES = 15;

    private final Path directory;
    private final Path log;
    private final String stopSignal;
    private final String abortSignal;
    private @Nullable GuardedProcess process;
    private volatile @Nullable SteppedClock clock;
    private boolean failed;

    /**
     * Creates a server that is not running.
     *
     * @param stopSignal the signal for a graceful stop
     * @param abortSignal the signal for an immediate stop that leaves no resources behind
     */
    protected GuardedServer(String name, Path directory, String stopSignal, String abortSignal) {
        super(name);
        this.directory = directory.toAbsolutePath().normalize();
        this.log = this.directory.resolveSibling(this.directory.getFileName() + ".log");
        this.stopSignal = stopSignal;
        this.abortSignal = abortSignal;
    }

    /** Returns the server's directory. */
    protected final Path directory() {
        return directory;
    }

    /** Prepares the directory and returns the command that starts the server on the port. */
    protected abstract List<String> prepare(int port) throws IOException, InterruptedException;

    /** Returns whether the program with that process id accepts connections on the port. */
    protected abstract boolean isReady(int port, long pid);

    /** Returns the description of the running server. */
    protected abstract String describe(int port) throws IOException, InterruptedException;

    @Override
    protected final String launch(int port) throws IOException, InterruptedException {
        Files.createDirectories(directory);
        failed = true;
        GuardedProcess earlier = process == null ? GuardedProcess.forDirectory(directory) : process;
        process = earlier;
        SteppedClock stepped = clock;
        List<String> command = stepped == null ? prepare(port) : stepped.command(prepare(port));
        GuardedProcess current = GuardedProcess.start(directory, log, abortSignal, command);
        process = current;
        earlier.dismiss();
        awaitReady(current, port);
        String description = describe(port);
        failed = false;
        return description;
    }

    private void awaitReady(GuardedProcess current, int port) throws IOException, InterruptedException {
        long pid = current.pid();
        boolean ready = Poll.until(START_TIMEOUT, () -> !current.isRunning() || isReady(port, pid));
        if (!current.isRunning()) {
            throw new IOException("the process exited with code %d; the last lines of its log:%n%s%n"
                    .formatted(current.exitCode(), logTail()));
        }
        if (!ready) {
            throw new IOException("not ready within %d s; the last lines of its log:%n%s%n"
                    .formatted(START_TIMEOUT.toSeconds(), logTail()));
        }
    }

    private String logTail() throws IOException {
        List<String> lines = Files.readAllLines(log);
        return String.join(
                System.lineSeparator(), lines.subList(Math.max(0, lines.size() - LOG_TAIL_LINES), lines.size()));
    }

    @Override
    protected final void halt() throws IOException, InterruptedException {
        if (process != null && process.isRunning()) {
            process.stop(stopSignal, STOP_TIMEOUT);
        }
    }

    @Override
    public final void kill() {
        stopBy(this::killAll);
    }

    /** Also kills the descendants, such as PostgreSQL's backends, which would delay the next start. */
    private void killAll() throws IOException, InterruptedException {
        GuardedProcess running = process;
        if (running != null && running.isRunning()) {
            List<ProcessHandle> descendants = handle(running).descendants().toList();
            running.stop("KILL", STOP_TIMEOUT);
            descendants.forEach(ProcessHandle::destroyForcibly);
            Poll.until(STOP_TIMEOUT, () -> descendants.stream().noneMatch(ProcessHandle::isAlive));
        }
    }

    @Override
    public final void deleteData() {
        whenStopped(() -> Directories.delete(directory));
    }

    @Override
    public final ProcessHandle process() {
        GuardedProcess running = process;
        if (running == null || !isRunning()) {
            throw new IllegalStateException(name() + " is not running");
        }
        try {
            return handle(running);
        } catch (IOException e) {
            throw new ServerException(name(), "its process was not found: " + e.getMessage(), e);
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
            throw new ServerException(name(), "interrupted while looking up its process", e);
        }
    }

    @Override
    public final void useSteppedClock() {
        whenStopped(() -> clock = new SteppedClock(directory.resolve("clock-offset")));
    }

    @Override
    public final void stepClock(Duration offset) {
        SteppedClock stepped = clock;
        if (stepped == null || !isRunning()) {
            throw new IllegalStateException(name() + " is not running with a clock that can be stepped");
        }
        try {
            stepped.step(offset);
        } catch (IOException e) {
            throw new ServerException(name(), "its clock was not stepped by %s: %s".formatted(offset, e), e);
        }
    }

    private static ProcessHandle handle(GuardedProcess running) throws IOException, InterruptedException {
        long pid = running.pid();
        return ProcessHandle.of(pid).orElseThrow(() -> new IOException("process " + pid + " has exited"));
    }

    @Override
    protected final void discard() throws IOException, InterruptedException {
        Directories.delete(directory);
        if (!failed) {
            Files.deleteIfExists(log);
        }
        if (process != null) {
            process.dismiss();
        }
    }

    @Override
    protected final String logHint() {
        return "log: " + log;
    }
}
