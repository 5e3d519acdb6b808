package dev.lockrace.lab.faults.scene;

import dev.lockrace.race.RaceBackend;
import dev.lockrace.servers.Endpoint;
import java.time.Duration;
import java.util.Map;
import java.util.Set;

/** The servers that a race under faults runs on, each a process or a container of its own. Closing ends what it began. */
public interface FaultServers extends AutoCloseable {

    /** How they are had: {@code embedded}, {@code docker} or {@code external}. */
    String kind();

    /** The database of the runs, the events and the invoices; the locks' table is in another. */
    Endpoint record();

    Endpoint broker();

    /** The backends whose lock servers are here. */
    Set<RaceBackend> lockServers();

    /**
     * The server behind that backend's locks.
     *
     * @throws IllegalArgumentException if it is not among {@link #lockServers}
     */
    LockServer lockServer(RaceBackend backend);

    /** What can be done to them. */
    Set<Ability> abilities();

    /** Kills the database of the record and starts it anew, with all that it confirmed; blocks until it is back. */
    void restartRecord();

    /** How long a lock server takes to start without data, on a machine that has other things to do too. */
    Duration timeToStart();

    /** Restarts the broker, as a crash would; blocks until it takes connections. */
    void restartBroker();

    /** What they are, by name. */
    Map<String, String> descriptions();

    @Override
    void close();
}
