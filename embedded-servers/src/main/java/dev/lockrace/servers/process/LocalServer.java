package dev.lockrace.servers.process;

import dev.lockrace.servers.Endpoint;
import dev.lockrace.servers.Server;
import dev.lockrace.servers.ServerException;
import java.io.IOException;
import java.time.Duration;
import org.jspecify.annotations.Nullable;

/** The life of a server, whatever it is: a port chosen once, started and stopped any number of times, closed once. */
public abstract class LocalServer implements Server {

    /** How long a server may take to accept connections, also on a machine that is busy with a build. */
    public static final Duration START_LIMIT = Duration.ofSeconds(45);

    private enum State {
        STOPPED,
        RUNNING,
        CLOSED
    }

    private final String name;
    private State state = State.STOPPED;
    private volatile int port;
    private volatile @Nullable String description;

    protected LocalServer(String name) {
        this.name = name;
    }

    /** Starts the server on the port and returns its description once it accepts connections there. */
    protected abstract String launch(int port) throws IOException, InterruptedException;

    /** Ends what {@link #launch} began, also when that failed half-way. */
    protected abstract void halt() throws IOException, InterruptedException;

    /** Deletes what the server kept; it does not run. */
    protected abstract void discard() throws IOException, InterruptedException;

    /** The endpoint at that port. */
    protected abstract Endpoint endpointAt(int port);

    /** Where to read what the server said. */
    protected abstract String logHint();

    @Override
    public final String name() {
        return name;
    }

    @Override
    public final String description() {
        String known = description;
        if (known == null) {
            throw new IllegalStateException(name + " has not been started");
        }
        return known;
    }

    @Override
    public final Endpoint endpoint() {
        if (description == null) {
            throw new IllegalStateException(name + " has not been started");
        }
        return endpointAt(port);
    }

    @Override
    public final synchronized void start() {
        if (state == State.CLOSED) {
            throw new IllegalStateException(name + " is closed");
        }
        if (state == State.RUNNING) {
            return;
        }
        try {
            int chosen = choosePort();
            description = launch(chosen);
            port = chosen;
            state = State.RUNNING;
        } catch (IOException | RuntimeException | LinkageError e) {
            throw notStarted(e);
        } catch (InterruptedException e) {
            ServerException failure = notStarted(e);
            Thread.currentThread().interrupt();
            throw failure;
        }
    }

    private int choosePort() throws IOException {
        if (port == 0) {
            return Ports.choose();
        }
        if (!Ports.isFree(port)) {
            throw new IOException("its port %s:%d is taken by another process".formatted(Ports.HOST, port));
        }
        return port;
    }

    private ServerException notStarted(Throwable cause) {
        String why = cause instanceof InterruptedException ? "interrupted" : Causes.explain(cause);
        ServerException failure = new ServerException(name, "did not start: %s (%s)".formatted(why, logHint()), cause);
        try {
            ending(this::halt);
        } catch (ServerException e) {
            failure.addSuppressed(e);
        }
        return failure;
    }

    @Override
    public final synchronized void stop() {
        stopBy(this::halt);
    }

    /** Does nothing when it does not run. */
    final synchronized void stopBy(Step step) {
        if (state == State.RUNNING) {
            state = State.STOPPED;
            ending(step);
        }
    }

    /** Does something while nobody starts or stops it. */
    final synchronized void whenStopped(Step step) {
        if (state == State.RUNNING) {
            throw new IllegalStateException(name + " runs");
        }
        ending(step);
    }

    final synchronized boolean isRunning() {
        return state == State.RUNNING;
    }

    @Override
    public final synchronized void close() {
        if (state != State.CLOSED) {
            state = State.CLOSED;
            // Also after a start or stop that failed: what still runs must not lose its guard.
            ending(this::halt);
            ending(this::discard);
        }
    }

    /** Something that ends it, or part of it. */
    protected interface Step {
        void run() throws IOException, InterruptedException;
    }

    private void ending(Step step) {
        try {
            step.run();
        } catch (IOException | RuntimeException e) {
            throw new ServerException(name, "did not stop: %s (%s)".formatted(e.getMessage(), logHint()), e);
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
            throw new ServerException(name, "interrupted while it was stopped", e);
        }
    }
}
