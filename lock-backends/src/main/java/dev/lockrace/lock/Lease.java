package dev.lockrace.lock;

import java.time.Duration;
import java.util.List;
import java.util.concurrent.CopyOnWriteArrayList;

/**
 * A granted lock, held until it is released, lost or expired. Not re-entrant and not bound to a thread; safe for use by
 * several.
 *
 * <p>What is left is judged by this JVM's monotonic clock, counted from before the request was sent (clause L6), so
 * {@link #mayBeHeld()} turns false no later than the store lets another in. A process can be paused between that check
 * and its next write: only the {@link #fencingToken() token}, checked by what is written to, closes that gap.
 */
public final class Lease implements AutoCloseable {

    private final LeaseState state;
    private final Watchdog watchdog;

    /** Here and not in the state: an action may hold on to this handle, and must not keep it from being collected. */
    private final List<RenewalAction> renewalActions = new CopyOnWriteArrayList<>();

    Lease(LeaseState state, Watchdog watchdog) {
        this.state = state;
        this.watchdog = watchdog;
    }

    /** The lock's name. */
    public LockName name() {
        return state.name();
    }

    /** The id under which the store knows this lease, and no other. */
    public String owner() {
        return state.owner();
    }

    /** Whether this lease has a fencing token: whether the backend offers them. */
    public boolean hasFencingToken() {
        return state.grant().token().isPresent();
    }

    /**
     * The fencing token of this lease: greater than those of all earlier leases of this name.
     *
     * @throws FencingUnsupportedException if the backend offers none
     */
    public long fencingToken() {
        return state.grant()
                .token()
                .orElseThrow(() -> new FencingUnsupportedException(state.store().backendName()));
    }

    /** What is left of the lease, at least; zero when it may have ended. Never blocks. */
    public Duration timeLeft() {
        return state.timeLeft();
    }

    /** Whether the lease may still be held: false once it was released, was found lost, or may have expired. */
    public boolean mayBeHeld() {
        return state.mayBeHeld();
    }

    /**
     * Whether the lease ended, or may have, before it was given back: then another may have held the lock meanwhile.
     * Never blocks.
     */
    public boolean isLost() {
        return state.isLost();
    }

    /**
     * Has a watchdog renew the lease from now on, at a third of its time to live, until it is released or lost. A
     * renewal that fails is tried again as long as the lease lasts. A handle that was forgotten, and collected as
     * garbage, is renewed no more.
     *
     * @return this
     */
    public Lease renewAutomatically() {
        state.watch(watchdog).renewFor(this);
        return this;
    }

    /**
     * Has the watchdog renew the lease no more, so that it ends by itself: for a holder who can neither go on nor give
     * it back. A renewal that is under way may still succeed. Never blocks; does nothing when nobody renews it.
     */
    public void letExpire() {
        state.letExpire();
    }

    /**
     * Runs the action after each renewal that the watchdog made, on a thread of the client's; {@link #timeLeft()} then
     * tells from when the lease counts. The action may block, and delays neither a renewal nor the news of a loss: it
     * runs once at a time, and once for all renewals that were made meanwhile. It may run a last time when the lease
     * has ended already. What it throws is logged.
     *
     * @return this
     */
    public Lease onRenewal(Runnable action) {
        renewalActions.add(new RenewalAction(action, watchdog));
        return this;
    }

    /** The watchdog renewed it; never blocks. */
    void renewed() {
        renewalActions.forEach(RenewalAction::renewed);
    }

    /**
     * Runs the action once when the lease is lost, or may be, before it is given back (clause L8): when a renewal finds
     * it ended, or when its time is over by this JVM's clock, a hundredth of the time to live early. It runs on a
     * thread of the client's; at once if the lease was lost before; never after the lease was given back.
     *
     * @param action should not block for long: a few threads serve all leases of the client
     * @return this
     */
    public Lease onLoss(Runnable action) {
        state.onLoss(() -> watchdog.act(action));
        state.watch(watchdog).begin();
        return this;
    }

    /**
     * Interrupts the calling thread when the lease is lost, as {@link #onLoss} says when; never after the lease was
     * given back.
     *
     * @return this
     */
    public Lease interruptOnLoss() {
        state.interruptOnLoss(Thread.currentThread());
        state.watch(watchdog).begin();
        return this;
    }

    /**
     * Makes the lease last for its time to live from now; asks the store once.
     *
     * @return false when the lease has ended: it stays so
     * @throws LockStoreException if the store refused or could not be reached: the lease goes on as it was
     * @throws UnknownOutcomeException if the store did not answer: what is left is counted as if it had not renewed
     */
    public boolean renew() {
        return state.renew(state.store().requestTimeout());
    }

    /**
     * Gives the lock back; asks the store once, and not at all when the lease was given back or the store said that it
     * had ended. Waits for a renewal that is under way.
     *
     * @return true if this call freed the lock; false when the lease had ended before, and another may have held the lock
     *     meanwhile, and for every call after the first, also after one that threw: that is not sent again
     * @throws LockStoreException if the store refused or could not be reached: the time to live will free the lock
     * @throws UnknownOutcomeException if the store did not answer: the time to live is the backstop
     */
    public boolean release() {
        return state.release();
    }

    /**
     * Gives the lock back, for try-with-resources: as {@link #release()}, but a store that does not answer is logged
     * rather than thrown, since the work under the lock is done and the time to live frees it.
     */
    @Override
    public void close() {
        state.close();
    }

    @Override
    public String toString() {
        return "Lease[%s on %s, owner %s, %s left]"
                .formatted(name(), state.store().backendName(), owner(), timeLeft());
    }
}
