package dev.lockrace.lock;

import java.time.Duration;
import java.util.Optional;

/**
 * A store that grants leases: all that a new store has to implement. Waiting, checks of the arguments, time left,
 * taking back and metrics are written once on top, in {@link LockClient}.
 *
 * <p>Implementations are safe for use by many threads. Every call blocks for about {@code timeout} at most, does not
 * heed interrupts (it keeps the thread's interrupt status), and throws {@link LockStoreException} when the store
 * certainly did nothing and {@link UnknownOutcomeException} when it may have done what was asked.
 */
public interface LockBackend extends AutoCloseable {

    /** The backend's name in configuration, metrics and messages, such as {@code database}. */
    String name();

    /** What this backend promises, as data. */
    Guarantees guarantees();

    /**
     * Asks the store once for the lock.
     *
     * @param owner unique to this call: it is never used for a second one
     * @param timeToLive within the limits of {@link #guarantees()}
     * @param timeout how long to wait for the store's answer
     * @return the grant, or nothing when another holds the lock
     */
    Optional<Grant> tryAcquire(LockName name, String owner, Duration timeToLive, Duration timeout);

    /**
     * Frees the lock if, and only if, it is held under this owner id: for a grant whose answer got lost.
     *
     * @return whether there was such a grant
     */
    boolean revoke(LockName name, String owner, Duration timeout);

    /**
     * Begins to listen for the lock's being freed, for a client that waits for it. What comes is a hint: it may come
     * for nothing, or not at all, since polling is the net. A backend that can't tell does nothing here, as the default.
     *
     * @param longest how long the client will listen at most
     * @param freed called on any thread, at any time until the subscription is closed and shortly after; never blocks
     * @return ends it when closed
     * @throws LockStoreException if the store refused or could not be reached; the client polls then
     */
    default Subscription subscribe(LockName name, Duration longest, Duration timeout, Runnable freed) {
        return Subscription.NONE;
    }

    /** Gives up connections and threads; leases that are still held run out by themselves. */
    @Override
    void close();

    /** A client's wish to hear of a lock's being freed. */
    interface Subscription extends AutoCloseable {

        /** Hears nothing. */
        Subscription NONE = () -> {};

        /** Ends it; does not block, and never fails. Closing twice does nothing. */
        @Override
        void close();
    }
}
