package dev.lockrace.lab.faults.scene;

import dev.lockrace.race.RaceBackend;
import dev.lockrace.servers.Endpoint;
import java.time.Duration;
import java.util.Collections;
import java.util.EnumMap;
import java.util.EnumSet;
import java.util.LinkedHashMap;
import java.util.Map;
import java.util.Set;

/** Servers that somebody else runs: they are used, and neither started nor broken. */
public final class ExternalFaultServers implements FaultServers {

    private final Endpoint record;
    private final Endpoint broker;
    private final Map<RaceBackend, Endpoint> locks = new EnumMap<>(RaceBackend.class);

    /**
     * @param locks the lock servers, by their backends
     */
    public ExternalFaultServers(Endpoint record, Endpoint broker, Map<RaceBackend, Endpoint> locks) {
        this.record = record;
        this.broker = broker;
        this.locks.putAll(locks);
    }

    @Override
    public String kind() {
        return "external";
    }

    @Override
    public Endpoint record() {
        return record;
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
            throw new IllegalArgumentException("Backend %s has no server".formatted(backend.id()));
        }
        return new ExternalLockServer(endpoint);
    }

    @Override
    public Set<Ability> abilities() {
        return EnumSet.noneOf(Ability.class);
    }

    @Override
    public void restartRecord() {
        throw new UnsupportedOperationException("An external database is not restarted");
    }

    @Override
    public Duration timeToStart() {
        return Duration.ZERO; // Nobody starts it here.
    }

    @Override
    public void restartBroker() {
        throw new UnsupportedOperationException("An external broker is not restarted");
    }

    @Override
    public Map<String, String> descriptions() {
        Map<String, String> descriptions = new LinkedHashMap<>();
        descriptions.put("record", record.toString());
        descriptions.put("broker", broker.toString());
        locks.forEach((backend, endpoint) -> descriptions.put(backend.id(), endpoint.toString()));
        return descriptions;
    }

    @Override
    public void close() {
        // They are somebody else's.
    }

    /** Whose faults nobody asks for: {@link #abilities} has none. */
    private record ExternalLockServer(Endpoint endpoint) implements LockServer {

        @Override
        public String description() {
            return endpoint.toString();
        }

        @Override
        public void kill() {
            throw notOurs();
        }

        @Override
        public void deleteData() {
            throw notOurs();
        }

        @Override
        public void start() {
            throw notOurs();
        }

        @Override
        public Thaw freeze() {
            throw notOurs();
        }

        @Override
        public void flush() {
            throw notOurs();
        }

        private UnsupportedOperationException notOurs() {
            return new UnsupportedOperationException("The server at %s is not ours to break".formatted(endpoint));
        }
    }
}
