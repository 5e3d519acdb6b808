package dev.lockrace.lock;

/**
 * Decides when the locks are released under which a client has run work, such as after the surrounding transaction. Safe
 * for use by multiple threads.
 *
 * @see LockClient#withReleaseTiming(ReleaseTiming)
 */
@FunctionalInterface
public interface ReleaseTiming {

    /** Releases the locks when the work has returned or thrown. */
    ReleaseTiming AFTER_WORK = locks -> false;

    /**
     * Takes over the release of the locks, or leaves it to the client. Called on the thread of the work, after the work
     * has returned or thrown, while the leases are still renewed.
     *
     * @return true if this object calls {@link HeldLocks#release()} later; false if the client is to release the locks
     *     now. The client also releases them if this method throws
     */
    boolean defer(HeldLocks locks);

    /**
     * The locks of one run of work. Their leases are renewed until the release, as long as this object is reachable. Safe
     * for use by multiple threads.
     */
    interface HeldLocks {

        /**
         * Checks that none of the leases has been lost. Never blocks.
         *
         * @throws LeaseLostException if one of them ended, or may have ended, so that another client may have held the
         *     lock
         */
        void check();

        /**
         * Releases the locks, with at most one request to the store each. Store failures are logged, and the release is
         * repeated in the background. Any thread may call this. Further calls do nothing.
         *
         * @throws LeaseLostException as specified by {@link #check()}; the locks are released
         */
        void release();
    }
}
