package dev.lockrace.lock;

import java.time.Duration;

/**
 * What a backend promises, as data: the documentation and the conformance kit read this.
 *
 * @param scope who is excluded
 * @param clock whose clock ends a lease, in words, such as "the PostgreSQL server's"
 * @param granularity the step to which the store rounds a time to live up
 * @param overrun the longest that a lease may last beyond its time to live because of rounding
 * @param minTimeToLive the shortest time to live that is accepted
 * @param maxTimeToLive the longest time to live that is accepted
 * @param fencing whether grants carry a token (clause L4)
 * @param survivesRestart whether leases outlive a restart of the store
 * @param survivesFailover whether leases outlive the store's failover to a replica that lags behind
 * @param waiting how a bounded wait learns that the lock is free
 * @param acquireRoundTrips messages to the store and back for one try
 * @param releaseRoundTrips messages to the store and back for one release
 */
public record Guarantees(
        Scope scope,
        String clock,
        Duration granularity,
        Duration overrun,
        Duration minTimeToLive,
        Duration maxTimeToLive,
        boolean fencing,
        boolean survivesRestart,
        boolean survivesFailover,
        Waiting waiting,
        int acquireRoundTrips,
        int releaseRoundTrips) {

    /** Who is excluded by a lease. */
    public enum Scope {
        /** Only threads of the same process. */
        PROCESS,
        /** All clients of the store. */
        SHARED
    }

    /** How a bounded wait learns that the lock is free. */
    public enum Waiting {
        /** It asks again, with growing pauses. */
        POLL,
        /** The store tells it, and polling is the net. */
        NOTIFIED
    }
}
