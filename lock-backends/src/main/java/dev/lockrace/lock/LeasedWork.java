package dev.lockrace.lock;

/**
 * Work that runs while a lease is held.
 *
 * @param <X> the exception that the work may throw
 */
@FunctionalInterface
public interface LeasedWork<X extends Exception> {

    /**
     * Runs the work.
     *
     * @param lease released after this method returns or throws
     */
    void run(Lease lease) throws X;
}
