package dev.lockrace.lock;

import java.time.Duration;
import java.util.Optional;

/**
 * A store that grants leases: the interface that a new store has to implement. Waiting, argument checks, time
 * measurement, revocation of orphaned grants and metrics are implemented once on top, in {@link LockClient}.
 *
 * <p>Implementations are safe for use by multiple threads. Every call blocks for about {@code timeout} at most, ignores
 * interrupts and preserves the thread's interrupt status. It throws {@link LockStoreException} if the store certainly
 * did nothing, its subtype {@link ClientBusyException} if the request was not sent for lack of a connection, and {@link
 * UnknownOutcomeException} if the store may have executed the request.
 */
public interface LockBackend extends AutoCloseable {

    /** Returns the backend's name in configuration, metrics and messages, such as {@code database}. */
    String name();

    /** Returns the guarantees of this backend. */
    Guarantees guarantees();

    /**
     * Tries once to acquire the lock.
     *
     * @param owner unique to this call, never reused
     * @param timeToLive within the limits of {@link #guarantees()}
     * @param timeout maximum time to wait for the store's answer
     * @return the grant, or empty if another client holds the lock
     */
    Optional<Grant> tryAcquire(LockName name, String owner, Duration timeToLive, Duration timeout);

    /**
     * Revokes the grant of this owner id: its answer was lost, or its release failed. Changes nothing if the lock is not
     * held under that id, and may be called repeatedly.
     *
     * @return whether there was such a grant
     */
    boolean revoke(LockName name, String owner, Duration timeout);

    /**
     * Subscribes to releases of the lock, for a client that waits for it. A notification is a hint: it may be spurious
     * or missing, because the client polls as well. The default, for a store without notifications, does nothing.
     *
     * @param maxWait maximum time that the client will listen
     * @param onRelease called on any thread until the subscription is closed, and possibly shortly after; never blocks
     * @return the subscription, which ends when it is closed
     * @throws LockStoreException if the store rejected the request or could not be reached; the client then only polls
     */
    default Subscription subscribe(LockName name, Duration maxWait, Duration timeout, Runnable onRelease) {
        return Subscription.NONE;
    }

    /** Closes connections and threads. Leases that are still held expire. */
    @Override
    void close();

    /** A subscription to releases of a lock. */
    interface Subscription extends AutoCloseable {

        /** A subscription that never notifies. */
        Subscription NONE = () -> {};

        /** Ends the subscription. Never blocks or fails; closing twice has no effect. */
        @Override
        void close();
    }
}
