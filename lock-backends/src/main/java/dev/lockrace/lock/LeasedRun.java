package dev.lockrace.lock;

import java.util.List;
import java.util.stream.Collectors;

/** A run of work under leases, which are renewed during the work and released afterwards. */
final class LeasedRun {

    private LeasedRun() {}

    /**
     * Runs the work and releases the leases, the last one first.
     *
     * @throws LeaseLostException if a lease ended, or may have ended, before the work did. If the work threw, this
     *     exception is added to the work's as suppressed
     */
    static <T, X extends Exception> T run(List<Lease> leases, Work<T, X> work) throws X {
        T value;
        try {
            leases.forEach(Lease::renewAutomatically);
            value = work.run();
        } catch (Throwable e) {
            closeAfter(e, leases);
            throw e;
        }
        close(leases);
        if (isAnyLost(leases)) {
            throw lost(leases);
        }
        return value;
    }

    /** Releases the leases, the last one first. Store failures are logged. */
    private static void close(List<Lease> leases) {
        for (int i = leases.size() - 1; i >= 0; i--) {
            leases.get(i).close();
        }
    }

    private static void closeAfter(Throwable failure, List<Lease> leases) {
        try {
            close(leases);
        } catch (Throwable e) {
            failure.addSuppressed(e);
        }
        if (isAnyLost(leases)) {
            failure.addSuppressed(lost(leases));
        }
    }

    private static boolean isAnyLost(List<Lease> leases) {
        return leases.stream().anyMatch(Lease::isLost);
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
