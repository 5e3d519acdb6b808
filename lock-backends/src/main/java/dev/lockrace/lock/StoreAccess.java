package dev.lockrace.lock;

import java.time.Duration;
import java.util.function.Function;

/**
 * Access to the store, shared by a client and its leases.
 *
 * @param requestTimeout maximum time to wait for the answer to one request
 */
record StoreAccess(
        LockBackend backend,
        SafeObserver observer,
        MonotonicClock clock,
        Duration requestTimeout,
        OrphanedGrants orphanedGrants,
        Waiters waiters) {

    String backendName() {
        return backend.name();
    }

    /**
     * @throws IllegalLockRequestException if the time to live is outside the backend's limits
     */
    void checkTimeToLive(LockName name, Duration timeToLive) {
        Guarantees limits = backend.guarantees();
        if (timeToLive.compareTo(limits.minTimeToLive()) < 0 || timeToLive.compareTo(limits.maxTimeToLive()) > 0) {
            throw new IllegalLockRequestException(
                    "Lock '%s': the time to live on backend '%s' must be %s to %s, was: %s"
                            .formatted(
                                    name, backendName(), limits.minTimeToLive(), limits.maxTimeToLive(), timeToLive));
        }
    }

    /**
     * Sends one request with the thread's interrupt status cleared, and restores it afterwards. An interrupt must
     * neither abort a request half-way nor keep an interrupted thread from releasing its lock.
     */
    static <T> T uninterrupted(Duration timeout, Function<Duration, T> request) {
        boolean interrupted = Thread.interrupted();
        try {
            return request.apply(timeout);
        } finally {
            if (interrupted) {
                Thread.currentThread().interrupt();
            }
        }
    }

    Duration since(long nanoTime) {
        return Duration.ofNanos(clock.nanoTime() - nanoTime);
    }
}
