package dev.lockrace.lock;

import java.time.Duration;

/**
 * Is told what a {@link LockClient} did, for metrics. Called on the thread that acquires, renews or releases, and for
 * what the watchdog finds on the client's own threads. It must neither block nor throw: an exception reaches the caller
 * or, on the client's threads, keeps a holder from being told of its loss.
 */
public interface LockObserver {

    /** Observes nothing. */
    LockObserver NONE = new LockObserver() {};

    /** How a call to acquire ended. */
    enum Outcome {
        ACQUIRED,
        CONTENDED,
        FAILED
    }

    /**
     * A call to acquire ended.
     *
     * @param took from the call to its end, waiting included
     */
    default void acquireEnded(String backend, Outcome outcome, Duration took) {}

    /**
     * A lease was given back.
     *
     * @param held from the grant to the release, by the holder's clock
     */
    default void released(String backend, Duration held) {}

    /**
     * A renewal was tried.
     *
     * @param renewed false when the store did not answer, or the lease had ended
     */
    default void renewalEnded(String backend, boolean renewed) {}

    /** A holder learnt that its lease had ended before it gave it back. */
    default void lost(String backend) {}
}
