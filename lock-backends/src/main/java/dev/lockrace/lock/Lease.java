package dev.lockrace.lock;

import java.time.Duration;
import java.util.List;
import java.util.concurrent.CopyOnWriteArrayList;

/**
 * A lease on a named lock, held until it is released, lost or expired. It is not re-entrant and not bound to a thread.
 * It is renewed only on request: by {@link LockClient#tryRun}, {@link #renewAutomatically()} or {@link #renew()}. Safe
 * for use by multiple threads.
 *
 * <p>The time left is measured with this JVM's monotonic clock, from before the request was sent (clause L6).
 * Therefore {@link #mayBeHeld()} turns false no later than the store grants the lock to another client. That clock
 * stops while the machine is suspended. So if the wall clock has advanced further, it counts until a renewal confirms
 * the lease; a step of the wall clock costs one renewal. A process can
 * be paused between that check and its next write. Only the {@linkplain #fencingToken() fencing token}, checked by the
 * protected resource, closes that gap.
 */
public final class Lease implements AutoCloseable {

    private final LeaseState state;
    private final Watchdog watchdog;

    /** Kept here, not in the state: an action may refer to this handle and must not keep it reachable. */
    private final List<RenewalAction> renewalActions = new CopyOnWriteArrayList<>();

    private final List<Runnable> lossActions = new CopyOnWriteArrayList<>();

    Lease(LeaseState state, Watchdog watchdog) {
        this.state = state;
        this.watchdog = watchdog;
    }

    /** Returns the name of the lock. */
    public LockName name() {
        return state.name();
    }

    /** Returns the name of the backend. */
    String backend() {
        return state.store().backendName();
    }

    /** Returns the owner id, which identifies this lease in the store and is never reused. */
    public String owner() {
        return state.owner();
    }

    /** Returns whether this lease has a fencing token, that is, whether the backend offers fencing. */
    public boolean hasFencingToken() {
        return state.grant().token().isPresent();
    }

    /**
     * Returns the fencing token, which is greater than the tokens of all earlier leases on this lock name.
     *
     * @throws FencingUnsupportedException if the backend offers no fencing token
     */
    public long fencingToken() {
        return state.grant().token().orElseThrow(() -> new FencingUnsupportedException(backend()));
    }

    /** Returns the minimum time left on the lease, or zero if it may have ended. Never blocks. */
    public Duration timeLeft() {
        return state.timeLeft();
    }

    /**
     * Returns false if the lease was released, was reported lost, or may have expired. Never blocks. True again if a
     * renewal confirms a lease that may have expired while the machine was suspended.
     */
    public boolean mayBeHeld() {
        return state.mayBeHeld();
    }

    /**
     * Returns whether the lease ended, or may have ended, before it was released. Another client may then have held the
     * lock in the meantime. Never blocks.
     */
    public boolean isLost() {
        return state.isLost();
    }

    /**
     * Starts automatic renewal: a watchdog renews the lease at a third of its time to live until it is released or
     * lost, or until the {@linkplain LockRequest#maxHold(Duration) maximum hold} is over. A failed renewal is retried
     * while the lease lasts. Renewal stops when this handle is garbage-collected.
     *
     * @return this lease
     */
    public Lease renewAutomatically() {
        state.watch(watchdog).renewFor(this);
        return this;
    }

    /**
     * Stops automatic renewal, so that the lease expires: for a holder that can neither continue nor release it. A
     * renewal in flight may still succeed. Does nothing if the lease is not renewed automatically. Never blocks.
     */
    public void letExpire() {
        state.letExpire(lossActions);
    }

    /**
     * Registers an action that runs after each successful automatic renewal, on a thread of the client. The action can
     * read the extended {@link #timeLeft()}. It may block: this delays neither renewals nor loss notifications. Runs do
     * not overlap, and renewals made during one run are combined into the next. The action may run once more after the
     * lease has ended. Its exceptions are logged.
     *
     * @return this lease
     */
    public Lease onRenewal(Runnable action) {
        renewalActions.add(new RenewalAction(name(), action, watchdog));
        return this;
    }

    /** Returns the loss actions, which may refer to this handle. */
    List<Runnable> lossActions() {
        return lossActions;
    }

    /** Schedules the renewal actions; called by the watchdog after a renewal. Never blocks. */
    void scheduleRenewalActions() {
        renewalActions.forEach(RenewalAction::schedule);
    }

    /**
     * Registers an action that runs once if the lease is lost, or may be lost, before its release (clause L8). A loss
     * is detected by a renewal, or by this JVM's clock a hundredth of the time to live before the lease expires. The
     * action runs on a thread of the client, immediately if the lease is already lost, and never after the release.
     * While the lease is renewed automatically, the action is dropped with this handle: keep the handle reachable.
     *
     * @param action should not block for long, because a few threads serve all leases of the client
     * @return this lease
     */
    public Lease onLoss(Runnable action) {
        state.onLoss(lossActions, () -> watchdog.executeLossAction(action));
        state.watch(watchdog).start(lossActions);
        return this;
    }

    /**
     * Interrupts the calling thread if the lease is lost, under the same conditions as {@link #onLoss}; never after the
     * release.
     *
     * @return this lease
     */
    public Lease interruptOnLoss() {
        state.interruptOnLoss(Thread.currentThread());
        state.watch(watchdog).start(lossActions);
        return this;
    }

    /**
     * Renews the lease for its time to live from now, with one request to the store.
     *
     * @return false if the lease has ended; it is not revived
     * @throws LockStoreException if the store rejected the request or could not be reached; the time left is unchanged
     * @throws UnknownOutcomeException if the store did not answer; the time left is counted as if it had not renewed
     */
    @CheckReturnValue
    public boolean renew() {
        return state.renew();
    }

    /**
     * Renews the lease for the given time from now, with one request to the store. The lease then ends later or earlier
     * than before, but never before its {@linkplain LockRequest#minHold(Duration) minimum hold} is over. Automatic
     * renewals extend it again: they never shorten it.
     *
     * @return false if the lease has ended; it is not revived
     * @throws IllegalLockRequestException if the time to live is outside the backend's limits
     * @throws LockStoreException if the store rejected the request or could not be reached; the time left is unchanged
     * @throws UnknownOutcomeException if the store did not answer; the time left is counted as if it had not renewed, or
     *     as if it had, whichever ends earlier
     */
    @CheckReturnValue
    public boolean renew(Duration timeToLive) {
        state.store().checkTimeToLive(name(), timeToLive);
        return state.renew(timeToLive);
    }

    /**
     * Releases the lock with at most one request to the store. Sends none if the lease was released before or the store
     * reported that it had ended. Waits for a renewal in flight. If the call throws, the release is repeated in the
     * background until the store answers or the time to live is over, and this method can be called again.
     *
     * <p>Before the end of a {@linkplain LockRequest#minHold(Duration) minimum hold}, the lease ends for its holder, but
     * other clients are not granted the lock until the minimum hold is over.
     *
     * @return true if the lock was released by this call, or after an earlier call that threw. False if the lease had
     *     already ended, so that another client may have held the lock. False after a call that returned
     * @throws LockStoreException if the store rejected the request or could not be reached
     * @throws UnknownOutcomeException if the store did not answer
     */
    public boolean release() {
        return state.release();
    }

    /**
     * Releases the lock, for try-with-resources. Unlike {@link #release()}, it logs a store failure instead of
     * throwing. The work under the lock is done, and the release is repeated in the background.
     */
    @Override
    public void close() {
        state.close();
    }

    /**
     * Releases the lock without its minimum hold, for a holder that has done no work. Sends one request of at most {@code
     * timeout}, and repeats it in the background if that fails.
     */
    void drop(Duration timeout) {
        state.drop(timeout);
    }

    @Override
    public String toString() {
        return "Lease[%s on %s, owner %s, %s left]".formatted(name(), backend(), owner(), timeLeft());
    }
}
