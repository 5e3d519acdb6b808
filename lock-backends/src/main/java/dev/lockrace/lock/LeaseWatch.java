package dev.lockrace.lock;

import java.lang.System.Logger.Level;
import java.lang.ref.WeakReference;
import java.time.Duration;
import java.util.List;
import java.util.concurrent.Future;
import org.jspecify.annotations.Nullable;

/**
 * The watch over one lease: notifies the holder when the lease may be lost (clause L8), and renews it on request
 * (clause L7).
 *
 * <p>It checks the lease when something is due, and every second, since a suspended machine delays the timer. A lease
 * that may have ended during a suspension is confirmed by a renewal, or else reported lost. The first renewal is due at a third of the time to live, so that
 * two more fit in after a failed one. After a failure, the next renewal is due at a third of the time left. The loss is
 * reported a hundredth of the time to live early. This covers clock drift, and leaves time to notify the holder before
 * another client can hold the lock.
 */
final class LeaseWatch {

    private static final SafeLogger log = new SafeLogger(Lease.class);

    private static final int RENEWALS_PER_TIME_TO_LIVE = 3;
    private static final int DRIFT_ALLOWANCE_DIVISOR = 100;
    private static final Duration MIN_DELAY = Duration.ofMillis(5);
    private static final Duration MAX_DELAY = Duration.ofSeconds(1);

    private final LeaseState lease;
    private final Watchdog watchdog;

    private @Nullable WeakReference<Lease> renewedHandle;

    /** Kept reachable while renewal is off, so at most for one time to live, although they may refer to the handle. */
    @SuppressWarnings("UnusedVariable") // the state refers to them weakly
    private @Nullable List<Runnable> lossActions;

    private Duration timeLeftAtRenewal = Duration.ZERO;
    private boolean renewing;
    private boolean leftToExpire;
    private boolean maxHoldIsOver;
    private @Nullable Future<?> nextCheck;

    LeaseWatch(LeaseState lease, Watchdog watchdog) {
        this.lease = lease;
        this.watchdog = watchdog;
    }

    /**
     * Starts to watch the lease, unless started before.
     *
     * @param lossActions run on loss, as long as the handle is reachable or the lease is not renewed
     */
    synchronized void start(List<Runnable> lossActions) {
        if (renewedHandle == null) {
            this.lossActions = lossActions;
        }
        if (nextCheck == null) {
            scheduleCheck();
        }
    }

    /** Renews the lease as long as the handle is reachable. */
    synchronized void renewFor(Lease handle) {
        if (renewedHandle == null) {
            renewedHandle = new WeakReference<>(handle);
            lossActions = null;
            planRenewal();
            scheduleCheck();
        }
    }

    /** Stops renewals, but still watches for the loss. */
    synchronized void stopRenewing(List<Runnable> lossActions) {
        renewedHandle = null;
        leftToExpire = true;
        this.lossActions = lossActions;
    }

    /** Checks the lease again as soon as something is due. Called when its end has moved to an earlier time. */
    synchronized void checkEarlier() {
        if (nextCheck != null) {
            scheduleCheck();
        }
    }

    /** Cancels the next check. Called when the lease is no longer held. */
    synchronized void stop() {
        if (nextCheck != null) {
            nextCheck.cancel(false);
        }
    }

    /** Runs on the timer thread; never blocks. */
    private void check() {
        try {
            if (lease.isHeld() && (timeToLoss().isZero() || isLeftInDoubt())) {
                reportLoss();
            } else {
                renewIfDue();
            }
        } catch (Throwable e) { // a defect, or an OutOfMemoryError; the watch goes on
            watchdog.executeReport(() -> log.log(Level.ERROR, "Lock '" + lease.name() + "': a check failed", e));
        } finally {
            scheduleCheck();
        }
    }

    /** Notifies the holder first: the observer and the log may block. */
    private void reportLoss() {
        String cause = maxHoldIsOver()
                ? "its maximum hold is over, so the lease was no longer renewed. If the work does not hang, allow it more"
                        + " time"
                : "the lease was not renewed in time and may have expired";
        if (lease.lose()) {
            watchdog.executeReport(() -> {
                lease.store().observer().lost(lease.store().backendName());
                log.log(
                        Level.WARNING,
                        "Lock ''{0}'' on backend ''{1}'': {2}",
                        lease.name(),
                        lease.store().backendName(),
                        cause);
            });
        }
    }

    private synchronized boolean maxHoldIsOver() {
        return maxHoldIsOver;
    }

    /** Returns whether the lease is in doubt and its holder wants no renewal that would confirm it. */
    private synchronized boolean isLeftInDoubt() {
        return leftToExpire && lease.isInDoubt();
    }

    private synchronized void renewIfDue() {
        Lease handle = handle();
        if (handle != null && !renewing && renewalIsDue() && lease.isRenewedUntilMaxHold()) {
            maxHoldIsOver = true;
            stopRenewing(handle.lossActions());
        }
        if (!renewing && (renewalIsDue() || lease.isInDoubt())) {
            renewing = true;
            watchdog.executeRenewal(this::renew);
        }
    }

    private boolean renewalIsDue() {
        return handle() != null && lease.timeLeft().compareTo(timeLeftAtRenewal) <= 0;
    }

    /** Returns the handle for which the lease is renewed, or null if renewal is off or the handle was collected. */
    private synchronized @Nullable Lease handle() {
        return renewedHandle == null ? null : renewedHandle.get();
    }

    /** Runs on a renewal thread; blocks for one request. */
    private void renew() {
        boolean inDoubt = lease.isInDoubt();
        try {
            Duration limit = lease.monotonicTimeLeft().dividedBy(2);
            if (lease.renewWithinMaxHold(min(lease.store().requestTimeout(), limit))) {
                scheduleRenewalActions();
            }
        } catch (Throwable e) { // the lease may still be renewed, even after a defect or an OutOfMemoryError
            if (inDoubt) {
                reportLoss();
            }
            watchdog.executeReport(() -> logFailedRenewal(e));
        } finally {
            synchronized (this) {
                renewing = false;
                planRenewal();
                scheduleCheck();
            }
        }
    }

    private void logFailedRenewal(Throwable e) {
        if (e instanceof LockException) {
            log.log(
                    Level.WARNING,
                    "Lock ''{0}'': a renewal failed, {1} left on the lease: {2}",
                    lease.name(),
                    lease.timeLeft(),
                    String.valueOf(e.getMessage()));
        } else {
            log.log(Level.ERROR, "Lock '" + lease.name() + "': a renewal failed unexpectedly", e);
        }
    }

    private void scheduleRenewalActions() {
        Lease handle = handle();
        if (handle != null) {
            handle.scheduleRenewalActions();
        }
    }

    private void planRenewal() {
        Duration left = lease.timeLeft();
        timeLeftAtRenewal = left.minus(left.dividedBy(RENEWALS_PER_TIME_TO_LIVE));
    }

    private synchronized void scheduleCheck() {
        if (!lease.isHeld()) {
            return;
        }
        if (nextCheck != null) {
            nextCheck.cancel(false);
        }
        Duration delay = min(timeToLoss(), MAX_DELAY);
        if (!renewing) {
            Duration due = handle() == null ? Duration.ZERO : timeLeftAtRenewal;
            delay = min(delay, max(lease.timeLeft().minus(due), MIN_DELAY));
        }
        nextCheck = watchdog.schedule(this::check, delay);
    }

    private Duration timeToLoss() {
        return max(
                lease.monotonicTimeLeft().minus(lease.timeToLive().dividedBy(DRIFT_ALLOWANCE_DIVISOR)), Duration.ZERO);
    }

    private static Duration min(Duration a, Duration b) {
        return a.compareTo(b) < 0 ? a : b;
    }

    private static Duration max(Duration a, Duration b) {
        return a.compareTo(b) > 0 ? a : b;
    }
}
