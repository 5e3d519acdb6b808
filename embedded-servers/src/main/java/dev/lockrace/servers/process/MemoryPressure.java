package dev.lockrace.servers.process;

import dev.lockrace.servers.Endpoint;
import dev.lockrace.servers.ServerException;
import java.io.IOException;
import java.util.concurrent.TimeUnit;
import org.jspecify.annotations.Nullable;

/**
 * A client that fills the memory of a store with entries of its own, so that the store evicts those of others, until it is
 * closed.
 */
public final class MemoryPressure implements AutoCloseable {

    private static final long STOP_MILLIS = TimeUnit.SECONDS.toMillis(20);

    private final Endpoint server;
    private final Filling filling;
    private final Thread thread;
    private volatile boolean closed;
    private volatile @Nullable IOException failure;

    private MemoryPressure(Endpoint server, Filling filling) {
        this.server = server;
        this.filling = filling;
        this.thread = new Thread(this::run, "memory-pressure");
        thread.setDaemon(true);
    }

    /** Starts to write entries. */
    public static MemoryPressure start(Endpoint server, Filling filling) {
        MemoryPressure pressure = new MemoryPressure(server, filling);
        pressure.thread.start();
        return pressure;
    }

    private void run() {
        try {
            while (!closed) {
                filling.write();
            }
        } catch (IOException e) {
            failure = e;
        }
    }

    /**
     * Stops writing, and restores the settings of the store.
     *
     * @throws ServerException if the entries could not be written, or the settings could not be restored
     */
    @Override
    public void close() {
        closed = true;
        try {
            thread.join(STOP_MILLIS);
            if (thread.isAlive()) {
                throw new IOException("the last entries were not written");
            }
            filling.undo();
        } catch (IOException e) {
            failure = failure == null ? e : failure;
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
        }
        if (failure != null) {
            throw new ServerException(server.toString(), "memory pressure: " + failure.getMessage(), failure);
        }
    }

    /** The way in which a kind of store is filled. */
    public interface Filling {

        /** Writes some more entries. Blocks for at most a few seconds. */
        void write() throws IOException;

        /** Restores the settings of the store. */
        void undo() throws IOException;
    }
}
