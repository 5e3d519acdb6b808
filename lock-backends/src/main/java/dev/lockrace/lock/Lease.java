package dev.lockrace.lock;

import java.lang.System.Logger.Level;
import java.time.Duration;
import java.util.concurrent.locks.ReentrantLock;

/**
 * A granted lock, held until it is released, lost or expired. Not re-entrant and not bound to a thread; safe for use by
 * several.
 *
 * <p>What is left is judged by this JVM's monotonic clock, counted from before the request was sent (clause L6), so
 * {@link #mayBeHeld()} turns false no later than the store lets another in. A process can be paused between that check
 * and its next write: only the {@link #fencingToken() token}, checked by what is written to, closes that gap.
 */
public final class Lease implements AutoCloseable {

    private static final System.Logger log = System.getLogger(Lease.class.getName());

    private final StoreAccess store;
    private final LockName name;
    private final String owner;
    private final Grant grant;
    private final Duration timeToLive;
    private final long grantedAt;

    /** One request at a time; what is left can be read meanwhile. */
    private final ReentrantLock requests = new ReentrantLock();

    private volatile long requestedAt;
    private volatile boolean ended;

    Lease(StoreAccess store, LockName name, String owner, Grant grant, Duration timeToLive, long requestedAt) {
        this.store = store;
        this.name = name;
        this.owner = owner;
        this.grant = grant;
        this.timeToLive = timeToLive;
        this.requestedAt = requestedAt;
        this.grantedAt = store.clock().nanoTime();
    }

    /** The lock's name. */
    public LockName name() {
        return name;
    }

    /** The id under which the store knows this lease, and no other. */
    public String owner() {
        return owner;
    }

    /** Whether this lease has a fencing token: whether the backend offers them. */
    public boolean hasFencingToken() {
        return grant.token().isPresent();
    }

    /**
     * The fencing token of this lease: greater than those of all earlier leases of this name.
     *
     * @throws FencingUnsupportedException if the backend offers none
     */
    public long fencingToken() {
        return grant.token().orElseThrow(() -> new FencingUnsupportedException(store.backendName()));
    }

    /** What is left of the lease, at least; zero when it may have ended. Never blocks. */
    public Duration timeLeft() {
        if (ended) {
            return Duration.ZERO;
        }
        Duration left = timeToLive.minus(store.since(requestedAt));
        return left.isNegative() ? Duration.ZERO : left;
    }

    /** Whether the lease may still be held: false once it was released, was found lost, or may have expired. */
    public boolean mayBeHeld() {
        return !timeLeft().isZero();
    }

    /**
     * Makes the lease last for its time to live from now; asks the store once.
     *
     * @return false when the lease has ended: it stays so
     * @throws LockStoreException if the store refused or could not be reached: the lease goes on as it was
     * @throws UnknownOutcomeException if the store did not answer: what is left is counted as if it had not renewed
     */
    public boolean renew() {
        requests.lock();
        try {
            return mayBeHeld() && renewOnce();
        } finally {
            requests.unlock();
        }
    }

    private boolean renewOnce() {
        long sentAt = store.clock().nanoTime();
        boolean renewed = false;
        try {
            renewed = store.send(timeout -> grant.renew(timeToLive, timeout));
        } finally {
            store.observer().renewalEnded(store.backendName(), renewed);
        }
        if (renewed) {
            requestedAt = sentAt;
        } else {
            ended = true;
            store.observer().lost(store.backendName());
        }
        return renewed;
    }

    /**
     * Gives the lock back; asks the store once, and not at all when the lease was given back or found lost before.
     *
     * @return false when the lease had ended before: then another may have held the lock meanwhile
     * @throws LockStoreException if the store refused or could not be reached: the time to live will free the lock
     * @throws UnknownOutcomeException if the store did not answer: the time to live is the backstop
     */
    public boolean release() {
        requests.lock();
        try {
            if (ended) {
                return false;
            }
            ended = true;
            store.observer().released(store.backendName(), store.since(grantedAt));
            return store.send(grant::release);
        } finally {
            requests.unlock();
        }
    }

    /**
     * Gives the lock back, for try-with-resources: as {@link #release()}, but a store that does not answer is logged
     * rather than thrown, since the work under the lock is done and the time to live frees it.
     */
    @Override
    public void close() {
        try {
            release();
        } catch (LockStoreException | UnknownOutcomeException e) {
            log.log(Level.WARNING, "Lock left to its time to live: " + e.getMessage(), e);
        }
    }

    @Override
    public String toString() {
        return "Lease[%s on %s, owner %s, %s left]".formatted(name, store.backendName(), owner, timeLeft());
    }
}
