package dev.lockrace.lock;

import java.lang.System.Logger.Level;
import java.time.Duration;
import java.util.List;
import java.util.concurrent.locks.ReentrantLock;
import java.util.function.Function;
import org.jspecify.annotations.Nullable;

/**
 * The state and operations of a lease, behind the {@link Lease} handle. The watchdog refers to this state strongly and
 * to the handle weakly, so that an abandoned lease is not renewed forever.
 */
final class LeaseState {

    private enum Status {
        HELD,
        RELEASED,
        /** The lease ended, or may have, and the holder was notified. */
        LOST
    }

    private static final SafeLogger log = new SafeLogger(Lease.class);

    /** An automatic renewal that would extend the lease by less is not sent. */
    private static final Duration MIN_EXTENSION = Duration.ofMillis(1);

    private final StoreAccess store;
    private final LockRequest request;
    private final String owner;
    private final Grant grant;
    private final long firstRequestedAt;
    private final long grantedAt;

    /** Serializes requests; the time left can be read during one. */
    private final ReentrantLock requests = new ReentrantLock();

    /** Guarded by this, like every status change, so that no thread is interrupted for a lease it has released. */
    private @Nullable LossListeners listeners;

    private volatile Status status = Status.HELD;
    private volatile Term term;

    /** How long the lock stays contended after its grant. */
    private volatile Duration minHold;

    /** Whether the store answered a release, or reported that the lease had ended: no release is sent any more. */
    private volatile boolean releaseDone;

    /** Whether the release failed, and is repeated in the background. */
    private volatile boolean releasedInBackground;

    /** Whether the holder was given an exception instead of the result of its release. */
    private boolean resultPending;

    /** Whether the store may have executed a release although it did not answer. */
    private volatile boolean mayHaveBeenReleased;

    private volatile boolean endedBeforeRelease;
    private volatile @Nullable LeaseWatch watch;

    LeaseState(
            StoreAccess store, LockRequest request, String owner, Grant grant, long requestedAt, long requestedAtWall) {
        this.store = store;
        this.request = request;
        this.owner = owner;
        this.grant = grant;
        this.term = new Term(request.timeToLive(), requestedAt, requestedAtWall);
        this.minHold = request.minHold();
        this.firstRequestedAt = requestedAt;
        this.grantedAt = store.clock().nanoTime();
    }

    LockName name() {
        return request.name();
    }

    String owner() {
        return owner;
    }

    Grant grant() {
        return grant;
    }

    StoreAccess store() {
        return store;
    }

    /** Returns the time to live of the latest grant or renewal. */
    Duration timeToLive() {
        return term.timeToLive();
    }

    boolean isHeld() {
        return status == Status.HELD;
    }

    Duration timeLeft() {
        return isHeld() ? minTimeLeft() : Duration.ZERO;
    }

    boolean mayBeHeld() {
        return !timeLeft().isZero();
    }

    boolean isLost() {
        return switch (status) {
            case HELD -> monotonicTimeLeft().isZero();
            case RELEASED -> endedBeforeRelease;
            case LOST -> true;
        };
    }

    /**
     * Returns whether the lease ended if the machine was suspended, which stops the monotonic clock, but not if the wall
     * clock was stepped. A renewal finds out which.
     */
    boolean isInDoubt() {
        return isHeld() && minTimeLeft().isZero() && !monotonicTimeLeft().isZero();
    }

    Duration monotonicTimeLeft() {
        return monotonicTimeLeft(term);
    }

    private Duration monotonicTimeLeft(Term current) {
        return zeroIfNegative(current.timeToLive().minus(store.since(current.requestedAt())));
    }

    /** Returns the time left by the clock that has advanced further, as far as milliseconds of wall time can tell. */
    private Duration minTimeLeft() {
        Term current = term;
        long monotonic = store.clock().nanoTime() - current.requestedAt();
        long wallMillis = store.clock().wallMillis() - current.requestedAtWall() - 1;
        boolean wallIsAhead = wallMillis > monotonic / 1_000_000;
        return zeroIfNegative(
                wallIsAhead
                        ? current.timeToLive().minusMillis(wallMillis)
                        : current.timeToLive().minusNanos(monotonic));
    }

    /** Returns whether an automatic renewal would not extend the lease, since its maximum hold ends with it. */
    boolean isRenewedUntilMaxHold() {
        Term current = term;
        return request.maxHold()
                .map(maxHold -> maxHold.minusNanos(current.requestedAt() - firstRequestedAt)
                        .minus(current.timeToLive()))
                .filter(extension -> extension.compareTo(MIN_EXTENSION) <= 0)
                .isPresent();
    }

    /** Returns the time to live to request now, which ends with the maximum hold. */
    private Duration nextTimeToLive() {
        Duration timeToLive = request.timeToLive();
        return request.maxHold()
                .map(maxHold -> maxHold.minus(store.since(firstRequestedAt)))
                .filter(left -> left.compareTo(timeToLive) < 0)
                .orElse(timeToLive);
    }

    private static Duration zeroIfNegative(Duration duration) {
        return duration.isNegative() ? Duration.ZERO : duration;
    }

    /** Renews the lease with one request; returns false if the lease has ended. */
    boolean renew() {
        return renew(request.timeToLive());
    }

    /** Renews the lease until the given time from now, or until the end of its minimum hold if that is later. */
    boolean renew(Duration timeToLive) {
        return renew(max(timeToLive, minHoldLeft()), store.requestTimeout());
    }

    /** Renews the lease within its maximum hold, with one request of at most {@code timeout}. */
    boolean renewWithinMaxHold(Duration timeout) {
        requests.lock(); // a renewal in flight may set a later end, which this one must not shorten
        try {
            Duration unshortened = max(nextTimeToLive(), monotonicTimeLeft());
            return renew(max(unshortened, store.backend().guarantees().minTimeToLive()), timeout);
        } finally {
            requests.unlock();
        }
    }

    private static Duration max(Duration a, Duration b) {
        return a.compareTo(b) > 0 ? a : b;
    }

    private boolean renew(Duration timeToLive, Duration timeout) {
        requests.lock();
        try {
            return isHeld() && !monotonicTimeLeft().isZero() && sendRenewal(timeToLive, timeout);
        } finally {
            requests.unlock();
        }
    }

    private boolean sendRenewal(Duration timeToLive, Duration timeout) {
        Term next = new Term(timeToLive, store.clock().nanoTime(), store.clock().wallMillis());
        Term previous = term;
        boolean shortens = timeToLive.compareTo(monotonicTimeLeft(previous)) < 0;
        if (shortens) {
            setTerm(next); // the store may end the lease earlier as soon as it has the request
        }
        boolean renewed;
        try {
            renewed = StoreAccess.uninterrupted(timeout, limit -> grant.renew(timeToLive, limit));
        } catch (Throwable e) {
            if (shortens && e instanceof LockStoreException) {
                setTerm(previous);
            }
            store.observer().renewalCompleted(store.backendName(), false);
            throw e;
        }
        if (renewed) {
            term = next;
        }
        boolean lost = !renewed && lose();
        if (!renewed) {
            releaseDone = true;
        }
        store.observer().renewalCompleted(store.backendName(), renewed);
        if (lost) {
            store.observer().lost(store.backendName());
        }
        if (renewed && !isHeld()) {
            close(); // the holder was notified of the loss during the request, and no longer uses the renewed lease
        }
        return isHeld();
    }

    /** Sets the end of the lease, which the watch has to check at another time. */
    private void setTerm(Term current) {
        term = current;
        LeaseWatch watching = watch;
        if (watching != null) {
            watching.checkEarlier();
        }
    }

    /** Returns how long the lock must stay contended from now, counted from the grant's return. */
    private Duration minHoldLeft() {
        return zeroIfNegative(minHold.minus(store.since(grantedAt)));
    }

    /** Releases the lock with at most one request; returns false if the lease had ended. */
    boolean release() {
        return release(store.requestTimeout());
    }

    private boolean release(Duration timeout) {
        requests.lock();
        try {
            boolean returnsResult = markReleased() || resultPending;
            resultPending = returnsResult; // until the store has answered
            if (!releaseDone) {
                sendRelease(timeout);
            }
            resultPending = false;
            return returnsResult && !endedBeforeRelease;
        } finally {
            requests.unlock();
        }
    }

    private boolean markReleased() {
        synchronized (this) {
            if (status != Status.HELD) {
                return false;
            }
            endedBeforeRelease = minTimeLeft().isZero(); // an estimate until the store answers
            status = Status.RELEASED;
        }
        stopWatch();
        store.observer().released(store.backendName(), store.since(grantedAt));
        return true;
    }

    private void sendRelease(Duration timeout) {
        boolean released;
        try {
            mayHaveBeenReleased |= releasedInBackground; // by the request that the background sends meanwhile
            released = StoreAccess.uninterrupted(timeout, limit -> end(limit, grant::release));
        } catch (Throwable e) {
            mayHaveBeenReleased |= !(e instanceof LockStoreException);
            releaseInBackground();
            throw e;
        }
        releaseAnswered(released);
    }

    private void releaseInBackground() {
        if (!releasedInBackground) {
            releasedInBackground = true;
            Function<Duration, Boolean> revoke = limit -> store.backend().revoke(name(), owner, limit);
            store.orphanedGrants().release(name(), timeToLive(), limit -> end(limit, revoke), this::releaseAnswered);
        }
    }

    /**
     * Ends the lease with one request: now, or when its minimum hold is over. In that case the store keeps the owner id,
     * so the request can be repeated.
     *
     * @param now ends the lease now
     */
    private boolean end(Duration timeout, Function<Duration, Boolean> now) {
        Duration left = minHoldLeft();
        if (left.isZero()) {
            return now.apply(timeout);
        }
        return grant.renew(max(left, store.backend().guarantees().minTimeToLive()), timeout);
    }

    /** Records the store's answer to a release, possibly on a background thread. */
    private void releaseAnswered(boolean released) {
        boolean lost;
        synchronized (this) {
            boolean first = !releaseDone;
            releaseDone = true;
            if (released) {
                endedBeforeRelease = false;
            } else if (first && !mayHaveBeenReleased) {
                endedBeforeRelease = true;
            }
            lost = first && endedBeforeRelease && status == Status.RELEASED;
        }
        if (released && minHoldLeft().isZero()) {
            store.waiters().released(name());
        }
        if (lost) {
            store.observer().lost(store.backendName());
        }
    }

    /** Releases the lock without its minimum hold, for a holder that has done no work. */
    void drop(Duration timeout) {
        minHold = Duration.ZERO;
        close(timeout);
    }

    /** Releases the lock like {@link #release()}, but logs a store failure instead of throwing. */
    void close() {
        close(store.requestTimeout());
    }

    /** Releases the lock with one request of at most {@code timeout}, and in the background if that fails. */
    private void close(Duration timeout) {
        try {
            release(timeout);
        } catch (LockStoreException | UnknownOutcomeException e) {
            log.log(
                    Level.WARNING,
                    "Releasing a lock failed; the release is repeated in the background: " + e.getMessage(),
                    e);
        }
    }

    /**
     * Marks the lease as lost and notifies the holder, unless it was released or reported lost before. Never throws.
     *
     * @return whether the holder was notified, so that the loss must be observed
     */
    boolean lose() {
        List<Runnable> actions;
        synchronized (this) {
            if (status != Status.HELD) {
                return false;
            }
            status = Status.LOST;
            LossListeners current = listeners;
            if (current != null) {
                current.interruptAll();
            }
            actions = current == null ? List.of() : current.actions();
        }
        actions.forEach(Runnable::run);
        stopWatch();
        return true;
    }

    /**
     * Runs the action, which must not block, when the lease is lost; immediately if it already is.
     *
     * @param owned the list to which the action is added; this state refers to it weakly
     */
    void onLoss(List<Runnable> owned, Runnable action) {
        boolean lost = lostBeforeRegistering(() -> {
            owned.add(action);
            listeners().run(owned);
        });
        if (lost) {
            action.run();
        }
    }

    /** Interrupts the thread when the lease is lost; immediately if it already is. */
    void interruptOnLoss(Thread thread) {
        if (lostBeforeRegistering(() -> listeners().interrupt(thread))) {
            thread.interrupt();
        }
    }

    private LossListeners listeners() {
        LossListeners current = listeners;
        if (current == null) {
            current = new LossListeners();
            listeners = current;
        }
        return current;
    }

    /** Runs the registration if the lease is held; returns whether the lease is already lost. */
    private synchronized boolean lostBeforeRegistering(Runnable registration) {
        if (status == Status.HELD) {
            registration.run();
        }
        return status == Status.LOST;
    }

    /** Returns the watch over this lease, created on the first call. It stops when the lease is no longer held. */
    LeaseWatch watch(Watchdog watchdog) {
        synchronized (this) {
            LeaseWatch current = watch;
            if (current == null) {
                current = new LeaseWatch(this, watchdog);
                watch = current;
            }
            return current;
        }
    }

    /**
     * @param lossActions kept reachable until the lease has ended
     */
    void letExpire(List<Runnable> lossActions) {
        LeaseWatch current = watch;
        if (current != null) {
            current.stopRenewing(lossActions);
        }
    }

    private void stopWatch() {
        LeaseWatch current = watch;
        if (current != null) {
            current.stop();
        }
    }

    /**
     * The time for which the store holds the lease.
     *
     * @param requestedAt when the request was sent that the store granted
     * @param requestedAtWall the same by the wall clock
     */
    private record Term(Duration timeToLive, long requestedAt, long requestedAtWall) {}
}
