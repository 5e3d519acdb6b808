package dev.lockrace.lock;

/**
 * Work that runs while a lease is held, and returns a value.
 *
 * @param <T> the value
 * @param <X> the exception that the work may throw
 */
@FunctionalInterface
public interface LeasedCall<T, X extends Exception> {

    /**
     * Runs the work.
     *
     * @param lease released after this method returns or throws
     * @return the value, never null
     */
    T call(Lease lease) throws X;
}
