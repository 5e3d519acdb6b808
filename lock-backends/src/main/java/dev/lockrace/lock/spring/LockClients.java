package dev.lockrace.lock.spring;

import dev.lockrace.lock.IllegalLockRequestException;
import dev.lockrace.lock.LockClient;
import java.util.Collection;
import java.util.Collections;
import java.util.SortedMap;
import java.util.SortedSet;
import java.util.TreeMap;
import java.util.TreeSet;

/** The lock clients of this application, one per configured backend. */
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

    /** Returns the sorted names of the configured backends. */
    public SortedSet<String> backends() {
        return Collections.unmodifiableSortedSet(new TreeSet<>(byBackend.keySet()));
    }

    /**
     * Returns the client of a backend.
     *
     * @throws IllegalLockRequestException if the backend is not configured; the message lists the configured ones
     */
    public LockClient get(String backend) {
        LockClient client = byBackend.get(backend);
        if (client == null) {
            throw new IllegalLockRequestException("Unknown lock backend '%s'; configured backends: %s"
                    .formatted(backend, String.join(", ", backends())));
        }
        return client;
    }

    @Override
    public void close() {
        byBackend.values().forEach(LockClient::close);
    }
}
