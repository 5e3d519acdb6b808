package dev.lockrace.lock;

import java.util.List;
import java.util.stream.Collectors;

/** A run of work under leases, which are renewed during the work and released afterwards. */
final class LeasedRun implements ReleaseTiming.HeldLocks {

    private final List<Lease> leases;

    private LeasedRun(List<Lease> leases) {
        this.leases = leases;
    }

    /**
     * Runs the work and releases the leases, the last one first, at the time that {@code timing} selects.
     *
     * @throws LeaseLostException if a lease ended, or may have ended, before the work did. If the work threw, this
     *     exception is added to the work's as suppressed
     */
    static <T, X extends Exception> T run(List<Lease> leases, ReleaseTiming timing, Work<T, X> work) throws X {
        LeasedRun run = new LeasedRun(leases);
        T value;
        try {
            leases.forEach(Lease::renewAutomatically);
            value = work.run();
        } catch (Throwable e) {
            run.endAfter(e, timing);
            throw e;
        }
        run.end(timing);
        return value;
    }

    /** Releases the leases, unless {@code timing} takes over their release. */
    private void end(ReleaseTiming timing) {
        boolean deferred = false;
        try {
            deferred = timing.defer(this);
        } finally {
            if (!deferred) {
                close();
            }
        }
        check();
    }

    private void endAfter(Throwable failure, ReleaseTiming timing) {
        try {
            end(timing);
        } catch (Throwable e) {
            failure.addSuppressed(e);
        }
    }

    /** Releases the leases, the last one first. Store failures are logged. */
    private void close() {
        for (int i = leases.size() - 1; i >= 0; i--) {
            leases.get(i).close();
        }
    }

    @Override
    public void release() {
        close();
        check();
    }

    @Override
    public void check() {
        if (leases.stream().anyMatch(Lease::isLost)) {
            throw lost(leases);
        }
    }

    private static LeaseLostException lost(List<Lease> leases) {
        String names = leases.stream()
                .filter(Lease::isLost)
                .map(lease -> "'" + lease.name() + "'")
                .collect(Collectors.joining(", "));
        return new LeaseLostException(
                ("Lock %s on backend '%s': the lease was lost before the work ended, and another client may have held"
                                + " the lock. Check what the work wrote, and have the resource check a fencing token.")
                        .formatted(names, leases.get(0).backend()),
                null);
    }

    /** Work that returns a value. */
    interface Work<T, X extends Exception> {
        T run() throws X;
    }
}
