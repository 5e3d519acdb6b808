package dev.lockrace.lock;

import java.util.List;

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

    /**
     * Work that runs while several leases are held.
     *
     * @param <X> the exception that the work may throw
     */
    @FunctionalInterface
    interface OfAll<X extends Exception> {

        /**
         * Runs the work.
         *
         * @param leases one for each request, in the order of the requests; released after this method returns or throws
         */
        void run(List<Lease> leases) throws X;
    }
}
