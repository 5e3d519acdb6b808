package dev.lockrace.lock;

import java.lang.System.Logger.Level;
import java.time.Duration;
import java.util.List;
import java.util.concurrent.locks.ReentrantLock;
import org.jspecify.annotations.Nullable;

/**
 * What a lease knows and does; {@link Lease} is the holder's handle on it. The watchdog keeps this, and the handle only
 * weakly: so a lease that its holder has forgotten is not renewed for ever.
 */
final class LeaseState {

    private enum Phase {
        HELD,
        RELEASED,
        /** It ended, or may have, and its holder was told. */
        LOST
    }

    private static final System.Logger log = System.getLogger(Lease.class.getName());

    private final StoreAccess store;
    private final LockName name;
    private final String owner;
    private final Grant grant;
    private final Duration timeToLive;
    private final long grantedAt;

    /** One request at a time; what is left can be read meanwhile. */
    private final ReentrantLock requests = new ReentrantLock();

    /** Guarded by this, as is each change of the phase: nobody is interrupted for a lease that he gave back. */
    private final LossListeners listeners = new LossListeners();

    private volatile Phase phase = Phase.HELD;
    private volatile long requestedAt;
    private volatile boolean releaseAsked;
    private volatile boolean foundEnded;
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
        return phase == Phase.HELD;
    }

    Duration timeLeft() {
        return isHeld() ? timeLeftInStore() : Duration.ZERO;
    }

    boolean mayBeHeld() {
        return !timeLeft().isZero();
    }

    boolean isLost() {
        return switch (phase) {
            case HELD -> timeLeftInStore().isZero();
            case RELEASED -> foundEnded;
            case LOST -> true;
        };
    }

    private Duration timeLeftInStore() {
        Duration left = timeToLive.minus(store.since(requestedAt));
        return left.isNegative() ? Duration.ZERO : left;
    }

    /** Asks the store once, and waits that long at most; false when the lease has ended. */
    boolean renew(Duration timeout) {
        requests.lock();
        try {
            return mayBeHeld() && renewOnce(timeout);
        } finally {
            requests.unlock();
        }
    }

    private boolean renewOnce(Duration timeout) {
        long sentAt = store.clock().nanoTime();
        boolean renewed = false;
        try {
            renewed = StoreAccess.uninterrupted(timeout, limit -> grant.renew(timeToLive, limit));
        } finally {
            store.observer().renewalEnded(store.backendName(), renewed);
        }
        if (!renewed) {
            releaseAsked = true; // nothing is left to release
            lose();
            return false;
        }
        requestedAt = sentAt;
        if (!isHeld()) {
            close(); // its holder was told of its loss meanwhile: nobody has what this prolonged
        }
        return isHeld();
    }

    /** Asks the store once, and not at all when there is nothing to give back; false when the lease had ended. */
    boolean release() {
        requests.lock();
        try {
            boolean wasHeld = end();
            return !releaseAsked && askToRelease() && wasHeld;
        } finally {
            requests.unlock();
        }
    }

    private boolean end() {
        synchronized (this) {
            if (phase != Phase.HELD) {
                return false;
            }
            foundEnded = timeLeftInStore().isZero(); // until the store says better
            phase = Phase.RELEASED;
        }
        endWatch();
        store.observer().released(store.backendName(), store.since(grantedAt));
        return true;
    }

    private boolean askToRelease() {
        releaseAsked = true;
        boolean released = store.send(grant::release);
        foundEnded = !released;
        if (foundEnded && phase == Phase.RELEASED) {
            store.observer().lost(store.backendName());
        }
        return released;
    }

    /** As {@link #release()}, but a store that does not answer is logged rather than thrown. */
    void close() {
        try {
            release();
        } catch (LockStoreException | UnknownOutcomeException e) {
            log.log(Level.WARNING, "Lock left to its time to live: " + e.getMessage(), e);
        }
    }

    /** Tells the holder that the lease has ended or may have, unless it was given back or he was told before. */
    void lose() {
        List<Runnable> actions;
        synchronized (this) {
            if (phase != Phase.HELD) {
                return;
            }
            phase = Phase.LOST;
            listeners.interruptAll();
            actions = listeners.actions();
        }
        endWatch();
        store.observer().lost(store.backendName());
        actions.forEach(Runnable::run);
    }

    /** Runs the action, which must not block, when the lease is lost; at once when it was. */
    void onLoss(Runnable action) {
        if (tellLaterOrNow(() -> listeners.run(action))) {
            action.run();
        }
    }

    /** Interrupts the thread when the lease is lost; at once when it was. */
    void interruptOnLoss(Thread thread) {
        if (tellLaterOrNow(() -> listeners.interrupt(thread))) {
            thread.interrupt();
        }
    }

    private synchronized boolean tellLaterOrNow(Runnable registration) {
        if (phase == Phase.HELD) {
            registration.run();
        }
        return phase == Phase.LOST;
    }

    /** The watch over this lease, made by the first who asks; it ends with the lease. */
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

    void letExpire() {
        LeaseWatch current = watch;
        if (current != null) {
            current.renewNoMore();
        }
    }

    private void endWatch() {
        LeaseWatch current = watch;
        if (current != null) {
            current.end();
        }
    }
}
