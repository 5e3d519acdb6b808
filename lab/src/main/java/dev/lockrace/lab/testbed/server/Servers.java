package dev.lockrace.lab.testbed.server;

import dev.lockrace.race.RaceBackend;
import dev.lockrace.servers.Endpoint;
import java.time.Duration;
import java.util.Map;
import java.util.Set;

/** The running servers of a testbed. Closing them stops those that the lab has started. */
public interface Servers extends AutoCloseable {

    /** Returns the kind of servers: {@code embedded}, {@code docker} or {@code external}. */
    String kind();

    /** Returns the endpoint of the database with the runs, the recorded events and the invoices. */
    Endpoint eventDatabase();

    Endpoint broker();

    /** Returns the backends with their own lock server. Backend {@code database} may use the event database instead. */
    Set<RaceBackend> lockServers();

    /**
     * Returns the lock server of a backend.
     *
     * @throws IllegalArgumentException if the backend is not among {@link #lockServers}
     */
    LockServer lockServer(RaceBackend backend);

    /** Returns the faults that the lab can inject into these servers. */
    Set<ServerCapability> capabilities();

    /**
     * Starts a connection pooler in front of a database.
     *
     * @throws UnsupportedOperationException without {@link ServerCapability#POOL}
     */
    default PoolerProcess startPooler(Endpoint database) {
        throw new UnsupportedOperationException("%s servers have no pooler".formatted(kind()));
    }

    /**
     * Kills the event database and restarts it with all committed data. Blocks until it accepts connections.
     *
     * @throws UnsupportedOperationException without {@link ServerCapability#RESTART_EVENT_DATABASE}
     */
    default void restartEventDatabase() {
        throw new UnsupportedOperationException("%s servers cannot restart the event database".formatted(kind()));
    }

    /**
     * Kills the broker and restarts it with its messages. Blocks until it accepts connections.
     *
     * @throws UnsupportedOperationException without {@link ServerCapability#RESTART_BROKER}
     */
    default void restartBroker() {
        throw new UnsupportedOperationException("%s servers cannot restart the broker".formatted(kind()));
    }

    /** Returns how long a lock server takes to start without data on a busy machine; zero if the lab cannot start it. */
    Duration startupTime();

    /** Returns product and version of each server, by name. */
    Map<String, String> descriptions();

    @Override
    void close();
}
