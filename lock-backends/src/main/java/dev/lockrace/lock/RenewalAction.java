package dev.lockrace.lock;

import java.lang.System.Logger.Level;
import java.util.concurrent.atomic.AtomicInteger;

/** What a holder wants done after renewals: one run at a time, and one for all renewals that came meanwhile. */
final class RenewalAction {

    private static final System.Logger log = System.getLogger(Lease.class.getName());

    private final Runnable action;
    private final Watchdog watchdog;
    private final AtomicInteger untold = new AtomicInteger();

    RenewalAction(Runnable action, Watchdog watchdog) {
        this.action = action;
        this.watchdog = watchdog;
    }

    /** Never blocks. */
    void renewed() {
        if (untold.getAndIncrement() == 0) {
            watchdog.actOnRenewal(this::tell);
        }
    }

    private void tell() {
        int told = untold.get();
        try {
            action.run();
        } catch (RuntimeException e) {
            log.log(
                    Level.ERROR,
                    "What a holder wanted done after a renewal failed",
                    e); // a defect, but the lease goes on
        } finally {
            if (untold.addAndGet(-told) > 0) {
                watchdog.actOnRenewal(this::tell);
            }
        }
    }
}
