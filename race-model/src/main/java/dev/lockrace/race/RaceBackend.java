package dev.lockrace.race;

import java.util.Arrays;
import java.util.Optional;
import java.util.stream.Collectors;

/** The lock backends that a run can use, with the properties that the producer and the command need to know. */
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

    /** Returns the name in messages, metrics and configuration. */
    public String id() {
        return id;
    }

    /** Returns whether the backend guarantees exclusion across processes. */
    public boolean holdsAcrossProcesses() {
        return holdsAcrossProcesses;
    }

    /** Returns whether the leases of the backend carry a fencing token. */
    public boolean offersFencing() {
        return offersFencing;
    }

    /** Returns the backend with the given name, if there is one. */
    public static Optional<RaceBackend> find(String id) {
        return Arrays.stream(values()).filter(backend -> backend.id.equals(id)).findFirst();
    }

    /** Returns all names for messages: {@code local, database, memcached, redis}. */
    public static String ids() {
        return Arrays.stream(values()).map(RaceBackend::id).collect(Collectors.joining(", "));
    }
}
