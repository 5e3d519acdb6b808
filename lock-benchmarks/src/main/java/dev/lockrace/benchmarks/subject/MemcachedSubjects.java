package dev.lockrace.benchmarks.subject;

import dev.lockrace.servers.Endpoint;
import java.net.InetSocketAddress;
import java.util.List;

/**
 * Locks in memcached. ShedLock's provider for it is not among the artifacts of ShedLock 7 that are published, and no
 * other of the rivals has one.
 */
final class MemcachedSubjects {

    private MemcachedSubjects() {}

    static Subject open(Candidate candidate, Endpoint endpoint) {
        return switch (candidate) {
            case BARE_DRIVER -> BareMemcached.connect(List.of(new InetSocketAddress(endpoint.host(), endpoint.port())));
            default -> throw new IllegalArgumentException("Unknown here: " + candidate);
        };
    }
}
