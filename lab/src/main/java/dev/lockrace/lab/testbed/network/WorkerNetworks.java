package dev.lockrace.lab.testbed.network;

import dev.lockrace.lab.testbed.server.Servers;
import dev.lockrace.race.RaceBackend;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.EnumMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;

/** The networks between one worker and the event database, the broker and the lock servers. */
public final class WorkerNetworks implements AutoCloseable {

    private final HostsFile names;
    private final Network eventDatabase;
    private final Network broker;
    private final Map<RaceBackend, Network> lockServers = new EnumMap<>(RaceBackend.class);

    private WorkerNetworks(Servers servers, HostsFile names) {
        this.names = names;
        this.eventDatabase = Network.to(servers.eventDatabase(), "event-database", names);
        this.broker = Network.to(servers.broker(), "broker", names);
        servers.lockServers().forEach(backend -> {
            Network network = Network.to(servers.lockServer(backend).endpoint(), backend.id() + "-locks", names);
            lockServers.put(backend, network);
        });
    }

    /**
     * Opens a network to each server.
     *
     * @param hosts the file for the names of the servers
     */
    public static WorkerNetworks open(Servers servers, Path hosts) {
        return new WorkerNetworks(servers, HostsFile.create(hosts));
    }

    /** Returns the names that the worker must be able to resolve. */
    public HostsFile names() {
        return names;
    }

    public Network eventDatabase() {
        return eventDatabase;
    }

    public Network broker() {
        return broker;
    }

    /** Returns the network to a backend's lock server; empty if the backend has none. */
    public Optional<Network> lockServer(RaceBackend backend) {
        return Optional.ofNullable(lockServers.get(backend));
    }

    private List<Network> all() {
        List<Network> all = new ArrayList<>(lockServers.values());
        all.add(eventDatabase);
        all.add(broker);
        return all;
    }

    /** Lets all bytes pass again, without a delay. */
    public void restore() {
        all().forEach(Network::restore);
    }

    @Override
    public void close() {
        all().forEach(Network::close);
    }
}
