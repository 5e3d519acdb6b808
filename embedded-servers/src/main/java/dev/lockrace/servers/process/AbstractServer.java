package dev.lockrace.servers.process;

import dev.lockrace.servers.Endpoint;
import dev.lockrace.servers.Server;
import dev.lockrace.servers.ServerException;
import java.io.IOException;
import java.time.Duration;
import org.jspecify.annotations.Nullable;

/** The life cycle of a server: it chooses its port once, starts and stops any number of times, and closes once. */
public abstract class AbstractServer implements Server {

    /** The timeout until a server accepts connections, long enough for a machine that is busy with a build. */
    public static final Duration START_TIMEOUT = Duration.ofSeconds(45);

    private enum State {
        STOPPED,
        RUNNING,
        CLOSED
    }

    private final String name;
    private State state = State.STOPPED;
    private volatile int port;
    private volatile @Nullable String description;

    /** Creates a server that is not running. */
    protected AbstractServer(String name) {
        this.name = name;
    }

    /** Starts the server on the port, waits until it accepts connections and returns its description. */
    protected abstract String launch(int port) throws IOException, InterruptedException;

    /** Stops what {@link #launch} started, even if {@code launch} failed halfway. */
    protected abstract void halt() throws IOException, InterruptedException;

    /** Deletes the data of the stopped server. */
    protected abstract void discard() throws IOException, InterruptedException;

    /** Returns the endpoint on that port. */
    protected abstract Endpoint endpointAt(int port);

    /** Returns where the server's log is, for error messages. */
    protected abstract String logHint();

    @Override
    public final String name() {
        return name;
    }

    @Override
    public final String description() {
        String current = description;
        if (current == null) {
            throw new IllegalStateException(name + " has not been started");
        }
        return current;
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
            int chosenPort = choosePort();
            description = launch(chosenPort);
            port = chosenPort;
            state = State.RUNNING;
        } catch (IOException | RuntimeException | LinkageError e) {
            throw startFailure(e);
        } catch (InterruptedException e) {
            ServerException failure = startFailure(e);
            Thread.currentThread().interrupt();
            throw failure;
        }
    }

    private int choosePort() throws IOException {
        if (port == 0) {
            return Ports.choose();
        }
        if (!Ports.isFree(port)) {
            throw new IOException("its port %s:%d is in use by another process".formatted(Endpoint.LOOPBACK, port));
        }
        return port;
    }

    private ServerException startFailure(Throwable cause) {
        String reason = cause instanceof InterruptedException ? "interrupted" : FailureMessage.of(cause);
        ServerException failure =
                new ServerException(name, "did not start: %s (%s)".formatted(reason, logHint()), cause);
        try {
            runStopStep(this::halt);
        } catch (ServerException e) {
            failure.addSuppressed(e);
        }
        return failure;
    }

    @Override
    public final synchronized void stop() {
        stopBy(this::halt);
    }

    /** Stops the server by that step. Does nothing if the server is not running. */
    final synchronized void stopBy(Step step) {
        if (state == State.RUNNING) {
            state = State.STOPPED;
            runStopStep(step);
        }
    }

    /** Runs the step while no other thread can start the server. */
    final synchronized void whenStopped(Step step) {
        if (state == State.RUNNING) {
            throw new IllegalStateException(name + " is running");
        }
        runStopStep(step);
    }

    final synchronized boolean isRunning() {
        return state == State.RUNNING;
    }

    @Override
    public final synchronized void close() {
        if (state != State.CLOSED) {
            state = State.CLOSED;
            // Needed after a failed start or stop too: a running process must not lose its guard.
            runStopStep(this::halt);
            runStopStep(this::discard);
        }
    }

    /** A step that stops the server or deletes its data. */
    protected interface Step {
        void run() throws IOException, InterruptedException;
    }

    private void runStopStep(Step step) {
        try {
            step.run();
        } catch (IOException | RuntimeException e) {
            throw new ServerException(name, "did not stop: %s (%s)".formatted(e.getMessage(), logHint()), e);
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
            throw new ServerException(name, "interrupted while stopping", e);
        }
    }
}
