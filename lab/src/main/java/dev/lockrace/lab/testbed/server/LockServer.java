package dev.lockrace.lab.testbed.server;

import dev.lockrace.servers.Endpoint;
import dev.lockrace.servers.process.MemoryPressure;
import java.time.Duration;

/**
 * The lock server of one backend, which a fault can control. Each method blocks until its effect is complete. It throws
 * {@link dev.lockrace.lab.cli.LabException}, {@link dev.lockrace.fault.FaultException} or {@link
 * dev.lockrace.servers.ServerException} if it fails.
 */
public interface LockServer {

    /** Returns where clients reach the server. */
    Endpoint endpoint();

    /** Returns product and version. */
    String description();

    /** Kills the server, as a crash would. */
    void kill();

    /** Deletes the data of a server that does not run. */
    void deleteData();

    /** Starts the server again at the same endpoint. */
    void start();

    /** Pauses the server until the result is closed. */
    Pause pause();

    /** Deletes all entries of the running server. */
    void flush();

    /** Fills the memory of the running server, so that it evicts entries, until the result is closed. */
    MemoryPressure fillMemory();

    /** Sets the offset of the server's wall clock from the machine's: positive for ahead, negative for behind. */
    void stepClock(Duration offset);

    /**
     * Starts a replica, which has all data.
     *
     * @throws UnsupportedOperationException without {@link ServerCapability#REPLICATE}
     */
    default Replica startReplica() {
        throw new UnsupportedOperationException("%s has no replica".formatted(description()));
    }

    /** A replica of a server. Closing it stops it and deletes its data. */
    interface Replica extends AutoCloseable {

        Endpoint endpoint();

        /** Stops the replication. From now on both servers accept writes, and neither gets those of the other. */
        void separate();

        /** Makes the separated server the replica of this. It loses what only it has. Connections stay open. */
        void replace();

        /** Makes this the primary, and the server its replica. Connections stay open. */
        void promote();

        /** Makes the server the primary again. Connections stay open. */
        void demote();

        @Override
        void close();
    }

    /** A pause of a server. Closing it once resumes the server. */
    interface Pause extends AutoCloseable {

        @Override
        void close();
    }
}
