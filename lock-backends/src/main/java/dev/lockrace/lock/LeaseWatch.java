package dev.lockrace.lock;

import java.lang.System.Logger.Level;
import java.lang.ref.WeakReference;
import java.time.Duration;
import java.util.concurrent.Future;
import org.jspecify.annotations.Nullable;

/**
 * Follows one lease until it ends: tells its holder when it may have been lost (clause L8), and renews it for who asked
 * for that (clause L7).
 *
 * <p>It looks at the lease when there is something to do, and not in between. The first renewal is due at a third of the
 * time to live, so that two more fit in after one that failed; after a failure the next comes at a third of what is then
 * left. The loss is told a hundredth of the time to live early, which is what clocks may drift apart, and leaves time to
 * tell it before another can hold the lock.
 */
final class LeaseWatch {

    private static final System.Logger log = System.getLogger(Lease.class.getName());

    private static final int RENEWALS_IN_TIME_TO_LIVE = 3;
    private static final int DRIFT_ALLOWANCE = 100;
    private static final Duration MIN_PAUSE = Duration.ofMillis(5);

    private final LeaseState lease;
    private final Watchdog watchdog;

    private @Nullable WeakReference<Lease> renewedFor;
    private Duration timeLeftAtRenewal = Duration.ZERO;
    private boolean renewing;
    private @Nullable Future<?> nextLook;

    LeaseWatch(LeaseState lease, Watchdog watchdog) {
        this.lease = lease;
        this.watchdog = watchdog;
    }

    /** Begins to follow the lease. */
    synchronized void begin() {
        if (nextLook == null) {
            lookAgain();
        }
    }

    /** Has the lease renewed for as long as that handle is in use. */
    synchronized void renewFor(Lease handle) {
        if (renewedFor == null) {
            renewedFor = new WeakReference<>(handle);
            planRenewal();
            lookAgain();
        }
    }

    /** Follows the lease on, to its end. */
    synchronized void renewNoMore() {
        renewedFor = null;
    }

    /** Looks no more, once the lease is not held. */
    synchronized void end() {
        if (nextLook != null) {
            nextLook.cancel(false);
        }
    }

    /** On the timer's thread: never blocks. */
    private void look() {
        if (lease.isHeld() && timeToLoss().isZero()) {
            log.log(
                    Level.WARNING,
                    "Lock {0} on backend {1}: its lease may have ended, and was not renewed",
                    lease.name(),
                    lease.store().backendName());
            lease.lose();
            return;
        }
        synchronized (this) {
            if (renewalIsDue()) {
                renewing = true;
                watchdog.request(this::renew);
            }
            lookAgain();
        }
    }

    private boolean renewalIsDue() {
        return handle() != null && !renewing && lease.timeLeft().compareTo(timeLeftAtRenewal) <= 0;
    }

    /** For whom the lease is renewed; null when for nobody, or nobody any more. */
    private synchronized @Nullable Lease handle() {
        return renewedFor == null ? null : renewedFor.get();
    }

    /** On one of the watchdog's threads: blocks for a request. */
    private void renew() {
        try {
            if (lease.renew(min(lease.store().requestTimeout(), lease.timeLeft().dividedBy(2)))) {
                tellRenewed();
            }
        } catch (LockException e) {
            log.log(
                    Level.WARNING,
                    "Lock {0}: a renewal failed, {1} left: {2}",
                    lease.name(),
                    lease.timeLeft(),
                    e.getMessage());
        } catch (RuntimeException e) {
            log.log(Level.ERROR, "Lock " + lease.name() + ": a renewal failed", e); // a defect, but the lease goes on
        } finally {
            synchronized (this) {
                renewing = false;
                planRenewal();
                lookAgain();
            }
        }
    }

    private void tellRenewed() {
        Lease handle = handle();
        if (handle != null) {
            handle.renewed();
        }
    }

    private void planRenewal() {
        Duration left = lease.timeLeft();
        timeLeftAtRenewal = left.minus(left.dividedBy(RENEWALS_IN_TIME_TO_LIVE));
    }

    private void lookAgain() {
        if (!lease.isHeld()) {
            return;
        }
        if (nextLook != null) {
            nextLook.cancel(false);
        }
        Duration pause = timeToLoss();
        if (handle() != null && !renewing) {
            pause = min(pause, max(lease.timeLeft().minus(timeLeftAtRenewal), MIN_PAUSE));
        }
        nextLook = watchdog.schedule(this::look, pause);
    }

    private Duration timeToLoss() {
        return max(lease.timeLeft().minus(lease.timeToLive().dividedBy(DRIFT_ALLOWANCE)), Duration.ZERO);
    }

    private static Duration min(Duration a, Duration b) {
        return a.compareTo(b) < 0 ? a : b;
    }

    private static Duration max(Duration a, Duration b) {
        return a.compareTo(b) > 0 ? a : b;
    }
}
