package dev.lockrace.lock;

import java.time.Duration;
import java.util.function.Function;

/**
 * What a client and its leases share to reach the store.
 *
 * @param requestTimeout how long one request may wait for its answer
 */
record StoreAccess(LockBackend backend, LockObserver observer, MonotonicClock clock, Duration requestTimeout) {

    String backendName() {
        return backend.name();
    }

    /**
     * Sends one request with the thread's interrupt status put aside: an interrupt must not break a request in the
     * middle, nor keep an interrupted thread from releasing what it holds.
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

    <T> T send(Function<Duration, T> request) {
        return uninterrupted(requestTimeout, request);
    }

    Duration since(long nanoTime) {
        return Duration.ofNanos(clock.nanoTime() - nanoTime);
    }
}
