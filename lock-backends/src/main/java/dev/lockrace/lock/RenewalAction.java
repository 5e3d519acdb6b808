package dev.lockrace.lock;

import java.lang.System.Logger.Level;
import java.lang.ref.WeakReference;
import java.util.concurrent.atomic.AtomicInteger;

/**
 * A holder's action after renewals. Runs do not overlap, and renewals made during a run are combined into the next. A
 * run that waits for a thread refers to the action weakly, since the action may refer to the handle of the lease.
 */
final class RenewalAction {

    private static final SafeLogger log = new SafeLogger(Lease.class);

    private final LockName lockName;
    private final Runnable action;
    private final Watchdog watchdog;
    private final AtomicInteger pendingRenewals = new AtomicInteger();

    RenewalAction(LockName lockName, Runnable action, Watchdog watchdog) {
        this.lockName = lockName;
        this.action = action;
        this.watchdog = watchdog;
    }

    /** Schedules a run for one more renewal. Never blocks. */
    void schedule() {
        if (pendingRenewals.getAndIncrement() == 0) {
            execute();
        }
    }

    private void execute() {
        WeakReference<RenewalAction> self = new WeakReference<>(this);
        watchdog.executeRenewalAction(() -> {
            RenewalAction reachable = self.get();
            if (reachable != null) {
                reachable.run();
            }
        });
    }

    private void run() {
        int handled = pendingRenewals.get();
        try {
            action.run();
        } catch (Throwable e) { // a defect of the action, which does not affect the lease
            log.log(Level.ERROR, "Lock '" + lockName + "': an action registered with Lease.onRenewal failed", e);
        } finally {
            if (pendingRenewals.addAndGet(-handled) > 0) {
                execute();
            }
        }
    }
}
