package dev.lockrace.lock;

import java.time.Duration;
import java.util.List;

/**
 * The guarantees of a backend, as data. The documentation and the conformance kit read them.
 *
 * @param scope the clients that a lease excludes
 * @param clock the clock that ends a lease, in words, such as "the PostgreSQL server's"
 * @param granularity the step to which the store rounds up a time to live
 * @param maxOverrun the maximum time that a lease may outlast its time to live because of rounding
 * @param minTimeToLive the minimum time to live that is accepted
 * @param maxTimeToLive the maximum time to live that is accepted
 * @param fencing whether grants carry a fencing token (clause L4)
 * @param survivesRestart whether leases survive a restart of the store
 * @param survivesFailover whether leases survive a failover of the store to a lagging replica
 * @param waiting how a bounded wait learns that the lock was released
 * @param acquireRoundTrips round trips to the store for one attempt to acquire
 * @param releaseRoundTrips round trips to the store for one release
 * @param permissions what the client's user must be permitted, in the syntax of the store's own access control, such as
 *     the part of {@code GRANT} before {@code TO}; empty if the store has no users
 */
public record Guarantees(
        Scope scope,
        String clock,
        Duration granularity,
        Duration maxOverrun,
        Duration minTimeToLive,
        Duration maxTimeToLive,
        boolean fencing,
        boolean survivesRestart,
        boolean survivesFailover,
        Waiting waiting,
        int acquireRoundTrips,
        int releaseRoundTrips,
        List<String> permissions) {

    public Guarantees {
        permissions = List.copyOf(permissions);
    }

    /** The clients that a lease excludes. */
    public enum Scope {
        /** Threads of the same process only. */
        PROCESS,
        /** All clients of the store. */
        SHARED
    }

    /** How a bounded wait learns that the lock was released. */
    public enum Waiting {
        /** The client polls with increasing backoff. */
        POLL,
        /** The store notifies the client; polling covers lost notifications and expired leases. */
        NOTIFIED
    }
}
