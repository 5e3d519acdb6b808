package dev.lockrace.benchmarks.subject;

import dev.lockrace.servers.Endpoint;
import java.net.InetSocketAddress;
import java.util.List;

/**
 * Locks in memcached. ShedLock 7 publishes no memcached provider, and the other libraries have none.
 */
final class MemcachedSubjects {

    private MemcachedSubjects() {}

    static Subject open(Candidate candidate, Endpoint endpoint) {
        return switch (candidate) {
            case BARE_DRIVER -> BareMemcached.connect(List.of(new InetSocketAddress(endpoint.host(), endpoint.port())));
            default -> throw new IllegalArgumentException("%s has no locks in memcached".formatted(candidate.label()));
        };
    }
}
