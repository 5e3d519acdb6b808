package dev.lockrace.lab.testbed.server;

import dev.lockrace.race.RaceBackend;
import dev.lockrace.servers.Endpoint;
import java.time.Duration;
import java.util.Collections;
import java.util.EnumMap;
import java.util.EnumSet;
import java.util.LinkedHashMap;
import java.util.Map;
import java.util.Set;

/** Servers that the user runs. The lab uses them, and neither starts nor breaks them. */
public final class ExternalServers implements Servers {

    private final Endpoint eventDatabase;
    private final Endpoint broker;
    private final Map<RaceBackend, Endpoint> locks = new EnumMap<>(RaceBackend.class);

    /**
     * @param locks the lock servers by backend
     */
    public ExternalServers(Endpoint eventDatabase, Endpoint broker, Map<RaceBackend, Endpoint> locks) {
        this.eventDatabase = eventDatabase;
        this.broker = broker;
        this.locks.putAll(locks);
    }

    @Override
    public String kind() {
        return "external";
    }

    @Override
    public Endpoint eventDatabase() {
        return eventDatabase;
    }

    @Override
    public Endpoint broker() {
        return broker;
    }

    @Override
    public Set<RaceBackend> lockServers() {
        return Collections.unmodifiableSet(locks.keySet());
    }

    @Override
    public LockServer lockServer(RaceBackend backend) {
        Endpoint endpoint = locks.get(backend);
        if (endpoint == null) {
            throw new IllegalArgumentException("Backend %s has no lock server".formatted(backend.id()));
        }
        return new UncontrolledLockServer(endpoint);
    }

    @Override
    public Set<ServerCapability> capabilities() {
        return EnumSet.noneOf(ServerCapability.class);
    }

    @Override
    public Duration startupTime() {
        return Duration.ZERO;
    }

    @Override
    public Map<String, String> descriptions() {
        Map<String, String> descriptions = new LinkedHashMap<>();
        descriptions.put("event-database", eventDatabase.toString());
        descriptions.put("broker", broker.toString());
        locks.forEach((backend, endpoint) -> descriptions.put(backend.id(), endpoint.toString()));
        return descriptions;
    }

    @Override
    public void close() {
        // The user stops them.
    }
}
