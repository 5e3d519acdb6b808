package dev.lockrace.lock;

import java.lang.System.Logger.Level;
import java.time.Duration;
import java.util.List;
import java.util.concurrent.locks.ReentrantLock;
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

    private static final System.Logger log = System.getLogger(Lease.class.getName());

    private final StoreAccess store;
    private final LockName name;
    private final String owner;
    private final Grant grant;
    private final Duration timeToLive;
    private final long grantedAt;

    /** Serializes requests; the time left can be read during one. */
    private final ReentrantLock requests = new ReentrantLock();

    /** Guarded by this, like every status change, so that no thread is interrupted for a lease it has released. */
    private @Nullable LossListeners listeners;

    private volatile Status status = Status.HELD;
    private volatile long requestedAt;

    /** Whether a release was sent, or the store reported that the lease had ended: no release is sent any more. */
    private volatile boolean releaseDone;

    private volatile boolean endedBeforeRelease;
    private volatile @Nullable LeaseWatch watch;

    LeaseState(StoreAccess store, LockName name, String owner, Grant grant, Duration timeToLive, long requestedAt) {
        this.store = store;
        this.name = name;
        this.owner = owner;
        this.grant = grant;
        this.timeToLive = timeToLive;
        this.requestedAt = requestedAt;
        this.grantedAt = store.clock().nanoTime();
    }

    LockName name() {
        return name;
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

    Duration timeToLive() {
        return timeToLive;
    }

    boolean isHeld() {
        return status == Status.HELD;
    }

    Duration timeLeft() {
        return isHeld() ? timeLeftInStore() : Duration.ZERO;
    }

    boolean mayBeHeld() {
        return !timeLeft().isZero();
    }

    boolean isLost() {
        return switch (status) {
            case HELD -> timeLeftInStore().isZero();
            case RELEASED -> endedBeforeRelease;
            case LOST -> true;
        };
    }

    private Duration timeLeftInStore() {
        Duration left = timeToLive.minus(store.since(requestedAt));
        return left.isNegative() ? Duration.ZERO : left;
    }

    /** Renews the lease with one request of at most {@code timeout}; returns false if the lease has ended. */
    boolean renew(Duration timeout) {
        requests.lock();
        try {
            return mayBeHeld() && sendRenewal(timeout);
        } finally {
            requests.unlock();
        }
    }

    private boolean sendRenewal(Duration timeout) {
        long sentAt = store.clock().nanoTime();
        boolean renewed = false;
        try {
            renewed = StoreAccess.uninterrupted(timeout, limit -> grant.renew(timeToLive, limit));
        } finally {
            store.observer().renewalCompleted(store.backendName(), renewed);
        }
        if (!renewed) {
            releaseDone = true;
            lose();
            return false;
        }
        requestedAt = sentAt;
        if (!isHeld()) {
            close(); // the holder was notified of the loss during the request, and no longer uses the renewed lease
        }
        return isHeld();
    }

    /** Releases the lock with at most one request; returns false if the lease had ended. */
    boolean release() {
        requests.lock();
        try {
            boolean wasHeld = markReleased();
            return !releaseDone && sendRelease() && wasHeld;
        } finally {
            requests.unlock();
        }
    }

    private boolean markReleased() {
        synchronized (this) {
            if (status != Status.HELD) {
                return false;
            }
            endedBeforeRelease = timeLeftInStore().isZero(); // an estimate until the store answers
            status = Status.RELEASED;
        }
        stopWatch();
        store.observer().released(store.backendName(), store.since(grantedAt));
        return true;
    }

    private boolean sendRelease() {
        releaseDone = true;
        boolean released = store.send(grant::release);
        endedBeforeRelease = !released;
        if (endedBeforeRelease && status == Status.RELEASED) {
            store.observer().lost(store.backendName());
        }
        return released;
    }

    /** Releases the lock like {@link #release()}, but logs a store failure instead of throwing. */
    void close() {
        try {
            release();
        } catch (LockStoreException | UnknownOutcomeException e) {
            log.log(
                    Level.WARNING,
                    "Releasing a lock failed; its lease expires after its time to live: " + e.getMessage(),
                    e);
        }
    }

    /** Marks the lease as lost and notifies the holder, unless it was released or reported lost before. */
    void lose() {
        List<Runnable> actions;
        synchronized (this) {
            if (status != Status.HELD) {
                return;
            }
            status = Status.LOST;
            LossListeners current = listeners;
            if (current != null) {
                current.interruptAll();
            }
            actions = current == null ? List.of() : current.actions();
        }
        stopWatch();
        store.observer().lost(store.backendName());
        actions.forEach(Runnable::run);
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
}
