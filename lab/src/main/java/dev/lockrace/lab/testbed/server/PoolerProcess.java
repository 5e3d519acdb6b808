package dev.lockrace.lab.testbed.server;

import dev.lockrace.lab.cli.LabException;
import dev.lockrace.servers.Endpoint;
import dev.lockrace.servers.ServerException;
import dev.lockrace.servers.ServerProcess;
import dev.lockrace.servers.pgbouncer.PgBouncerServer;
import java.nio.file.Path;
import java.util.List;

/** A connection pooler of this machine in front of a PostgreSQL server. Closing it ends its connections. */
public final class PoolerProcess implements AutoCloseable {

    private final ServerProcess process;

    private PoolerProcess(ServerProcess process) {
        this.process = process;
    }

    /** Returns whether this machine has a pooler. */
    static boolean isAvailable() {
        return PgBouncerServer.isAvailable();
    }

    /**
     * Starts a pooler in transaction mode.
     *
     * @throws LabException if it does not start
     */
    static PoolerProcess start(Path directory, Endpoint database) {
        ServerProcess process = PgBouncerServer.inFrontOf(directory, () -> database, List.of());
        try {
            process.start();
            return new PoolerProcess(process);
        } catch (ServerException e) {
            process.close();
            throw new LabException("Cannot start a pooler: " + e.getMessage(), e);
        }
    }

    /** Returns where clients reach the server through the pooler, with the credentials of the server. */
    public Endpoint endpoint() {
        return process.endpoint();
    }

    @Override
    public void close() {
        process.close();
    }
}
