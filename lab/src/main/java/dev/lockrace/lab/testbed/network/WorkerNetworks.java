package dev.lockrace.lab.testbed.network;

import dev.lockrace.lab.testbed.server.Servers;
import dev.lockrace.race.RaceBackend;
import dev.lockrace.servers.Endpoint;
import java.util.EnumMap;
import java.util.Map;
import java.util.Optional;
import org.jspecify.annotations.Nullable;

/**
 * The networks between one worker and the event database and the lock servers. There are none if the worker reaches the
 * servers directly.
 */
public final class WorkerNetworks implements AutoCloseable {

    private final @Nullable Network eventDatabase;
    private final Map<RaceBackend, Network> lockServers;

    private WorkerNetworks(@Nullable Network eventDatabase, Map<RaceBackend, Network> lockServers) {
        this.eventDatabase = eventDatabase;
        this.lockServers = lockServers;
    }

    /** Returns the networks of a worker that reaches the servers directly. */
    public static WorkerNetworks none() {
        return new WorkerNetworks(null, Map.of());
    }

    /** Opens a network to each server. */
    public static WorkerNetworks open(Servers servers) {
        Network eventDatabase = Network.to(servers.eventDatabase());
        Map<RaceBackend, Network> lockServers = new EnumMap<>(RaceBackend.class);
        servers.lockServers()
                .forEach(backend -> lockServers.put(
                        backend, Network.to(servers.lockServer(backend).endpoint())));
        return new WorkerNetworks(eventDatabase, lockServers);
    }

    /**
     * Returns the network to the event database.
     *
     * @throws IllegalStateException if the worker reaches it directly
     */
    public Network eventDatabase() {
        if (eventDatabase == null) {
            throw new IllegalStateException("The worker reaches the event database directly");
        }
        return eventDatabase;
    }

    /** Returns the network to a backend's lock server; empty if the backend has none or the worker reaches it directly. */
    public Optional<Network> lockServer(RaceBackend backend) {
        return Optional.ofNullable(lockServers.get(backend));
    }

    /** Returns where the worker reaches the event database that listens at that endpoint. */
    public Endpoint eventDatabase(Endpoint server) {
        return eventDatabase == null ? server : eventDatabase.endpoint();
    }

    /** Returns where the worker reaches the lock server that listens at that endpoint. */
    public Endpoint lockServer(RaceBackend backend, Endpoint server) {
        return lockServer(backend).map(Network::endpoint).orElse(server);
    }

    /** Lets all bytes pass again, without a delay. */
    public void restore() {
        if (eventDatabase != null) {
            eventDatabase.restore();
        }
        lockServers.values().forEach(Network::restore);
    }

    @Override
    public void close() {
        if (eventDatabase != null) {
            eventDatabase.close();
        }
        lockServers.values().forEach(Network::close);
    }
}
