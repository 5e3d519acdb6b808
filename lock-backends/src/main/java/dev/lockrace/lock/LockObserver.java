package dev.lockrace.lock;

import java.time.Duration;

/**
 * A listener to the operations of a {@link LockClient}, for metrics. Methods are called on the thread that acquires,
 * renews or releases, or on a thread of the client for the watchdog's findings. They must not block. Exceptions are
 * logged and affect no lease.
 */
public interface LockObserver {

    /** An observer that does nothing. */
    LockObserver NONE = new LockObserver() {};

    /** The outcome of a call to acquire. */
    enum Outcome {
        /** A lease was granted. */
        ACQUIRED,

        /** Another client held the lock. */
        CONTENDED,

        /** The call threw an exception, for instance because it was interrupted. */
        FAILED
    }

    /**
     * Called after each call to acquire.
     *
     * @param took duration of the call, waiting included
     */
    default void acquireCompleted(String backend, Outcome outcome, Duration took) {}

    /**
     * Called when a lease is released by its holder.
     *
     * @param held time from the grant to the release, by the holder's clock
     */
    default void released(String backend, Duration held) {}

    /**
     * Called after each attempt to renew a lease.
     *
     * @param renewed false if the store did not answer or the lease had ended
     */
    default void renewalCompleted(String backend, boolean renewed) {}

    /** Called when a holder learns that its lease ended, or may have ended, before its release. */
    default void lost(String backend) {}
}
