package dev.lockrace.lock;

import java.time.Duration;
import java.util.List;

/**
 * The guarantees of a backend, as data. The documentation and the conformance kit read them.
 *
 * @param scope the clients that a lease excludes
 * @param clock the clock that ends a lease, in words, such as "the PostgreSQL server's"
 * @param clockStep the effect on leases when that clock is set, forward or back
 * @param granularity the step to which the store rounds up a time to live
 * @param maxOverrun the maximum time that a lease may outlast its time to live because of rounding
 * @param minTimeToLive the minimum time to live that is accepted
 * @param maxTimeToLive the maximum time to live that is accepted
 * @param fencing whether grants carry a fencing token (clause L4)
 * @param survivesRestart whether leases survive a restart of the store
 * @param failover what a failover of the store to an asynchronous replica can lose
 * @param eviction whether the store drops leases that are held when its memory is full
 * @param waiting how a bounded wait learns that the lock was released
 * @param acquireRoundTrips round trips to the store for one attempt to acquire
 * @param releaseRoundTrips round trips to the store for one release
 * @param permissions what the client's user must be permitted, in the syntax of the store's own access control, such as
 *     the part of {@code GRANT} before {@code TO}; empty if the store has no users
 */
public record Guarantees(
        Scope scope,
        String clock,
        ClockStep clockStep,
        Duration granularity,
        Duration maxOverrun,
        Duration minTimeToLive,
        Duration maxTimeToLive,
        boolean fencing,
        boolean survivesRestart,
        Failover failover,
        Eviction eviction,
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

    /** The effect on leases when the clock that ends them is set, forward or back. Tokens keep growing in any case. */
    public enum ClockStep {
        /** None: the clock is monotonic, so it cannot be set. */
        NO_EFFECT,
        /**
         * A step moves the end of each lease that is held, by at most the step, until the next renewal. After a step
         * forward, another client may hold the lock before the holder learns of its loss, at its next renewal or at its
         * release. After a step back, a lease that is neither renewed nor released lasts longer.
         */
        SHIFTS_EXPIRY
    }

    /** What a failover of the store to an asynchronous replica can lose. */
    public enum Failover {
        /** Nothing: there is no server that could fail over. */
        NOT_APPLICABLE,
        /**
         * The latest grants, renewals, releases and tokens, which the replica has not received. Another client may then
         * hold the lock before the holder learns of its loss. Tokens keep growing unless the replica's clock is behind.
         */
        LATEST_WRITES,
        /** All leases, since the store has no replicas. */
        ALL_LEASES
    }

    /** Whether the store drops leases that are held when its memory is full. */
    public enum Eviction {
        /** Never: a store that is full rejects requests. */
        NEVER,
        /**
         * If the server is configured so. The client checks it when it connects, and logs a warning. Another client may
         * then hold the lock before the holder learns of its loss, at its next renewal or at its release.
         */
        IF_CONFIGURED,
        /** Always. Another client may then hold the lock as under {@link #IF_CONFIGURED}. */
        WHEN_FULL
    }

    /** How a bounded wait learns that the lock was released. */
    public enum Waiting {
        /** The client polls with increasing backoff. */
        POLL(Duration.ofMillis(250)),
        /** The store notifies the client; polling covers lost notifications and expired leases. */
        NOTIFIED(Duration.ofSeconds(1));

        private final Duration maxPause;

        Waiting(Duration maxPause) {
            this.maxPause = maxPause;
        }

        /** Returns the maximum pause between two requests of a waiting client. */
        public Duration maxPause() {
            return maxPause;
        }
    }
}
