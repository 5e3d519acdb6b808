package dev.lockrace.lock.spring;

import dev.lockrace.lock.IllegalLockRequestException;
import dev.lockrace.lock.LockClient;
import java.util.Collection;
import java.util.Collections;
import java.util.SortedMap;
import java.util.SortedSet;
import java.util.TreeMap;
import java.util.TreeSet;

/** The lock clients of this application, one for each backend that is set up. */
public final class LockClients implements AutoCloseable {

    private final SortedMap<String, LockClient> byBackend = new TreeMap<>();

    LockClients(Collection<LockClient> clients) {
        clients.forEach(this::add);
    }

    private void add(LockClient client) {
        if (byBackend.putIfAbsent(client.backend(), client) != null) {
            throw new IllegalStateException(
                    "Two lock backends are named '%s'; give one of them another name".formatted(client.backend()));
        }
    }

    /** The names of the backends that are set up, sorted. */
    public SortedSet<String> backends() {
        return Collections.unmodifiableSortedSet(new TreeSet<>(byBackend.keySet()));
    }

    /**
     * The client of that backend.
     *
     * @throws IllegalLockRequestException if no such backend is set up; the message lists those that are
     */
    public LockClient get(String backend) {
        LockClient client = byBackend.get(backend);
        if (client == null) {
            throw new IllegalLockRequestException(
                    "Unknown lock backend '%s'; set up here are: %s".formatted(backend, String.join(", ", backends())));
        }
        return client;
    }

    @Override
    public void close() {
        byBackend.values().forEach(LockClient::close);
    }
}
