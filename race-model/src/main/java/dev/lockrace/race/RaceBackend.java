package dev.lockrace.race;

import java.util.Arrays;
import java.util.Optional;
import java.util.stream.Collectors;

/** The lock backends that a run can choose, as far as producer and command must know them. */
public enum RaceBackend {
    LOCAL("local", false, false),
    DATABASE("database", true, true),
    MEMCACHED("memcached", true, false),
    REDIS("redis", true, true);

    private final String id;
    private final boolean holdsAcrossProcesses;
    private final boolean offersFencing;

    RaceBackend(String id, boolean holdsAcrossProcesses, boolean offersFencing) {
        this.id = id;
        this.holdsAcrossProcesses = holdsAcrossProcesses;
        this.offersFencing = offersFencing;
    }

    /** The name in messages, metrics and configuration. */
    public String id() {
        return id;
    }

    /** Whether it documents that it excludes workers in other processes. */
    public boolean holdsAcrossProcesses() {
        return holdsAcrossProcesses;
    }

    /** Whether its leases carry a fencing token. */
    public boolean offersFencing() {
        return offersFencing;
    }

    /** The backend of that name, if there is one. */
    public static Optional<RaceBackend> find(String id) {
        return Arrays.stream(values()).filter(backend -> backend.id.equals(id)).findFirst();
    }

    /** All names, for messages: {@code local, database, memcached, redis}. */
    public static String ids() {
        return Arrays.stream(values()).map(RaceBackend::id).collect(Collectors.joining(", "));
    }
}
