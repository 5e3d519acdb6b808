package dev.lockrace.lock;

/**
 * What is done under a lease.
 *
 * @param <X> what it may throw
 */
@FunctionalInterface
public interface LeasedWork<X extends Exception> {

    /**
     * Does the work.
     *
     * @param lease held until this returns or throws; gives the fencing token, the time left, and tells of its loss
     */
    void run(Lease lease) throws X;
}
