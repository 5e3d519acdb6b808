package dev.lockrace.benchmarks.names;

import dev.lockrace.lock.Lease;
import dev.lockrace.lock.LockClient;
import dev.lockrace.lock.LockRequest;
import java.time.Duration;
import java.util.Optional;
import java.util.concurrent.atomic.AtomicLong;

/** Lock names that are used once: acquired and released, except that every hundredth expires. Thread-safe. */
final class SingleUseNames {

    /** One in this many leases is left to expire. */
    static final int LEFT_TO_EXPIRE = 100;

    private static final Duration TIME_TO_LIVE = Duration.ofMinutes(1);
    private static final Duration SHORT_TIME_TO_LIVE = Duration.ofSeconds(1);

    private final LockClient locks;
    private final AtomicLong used = new AtomicLong();

    SingleUseNames(LockClient locks) {
        this.locks = locks;
    }

    long used() {
        return used.get();
    }

    /**
     * Uses the next name.
     *
     * @throws IllegalStateException if the lock is not granted or not released
     */
    void useNext() {
        long number = used.getAndIncrement();
        boolean expires = number % LEFT_TO_EXPIRE == LEFT_TO_EXPIRE - 1;
        String name = "used-once:" + number;
        Optional<Lease> lease =
                locks.tryAcquire(LockRequest.of(name).timeToLive(expires ? SHORT_TIME_TO_LIVE : TIME_TO_LIVE));
        if (lease.isEmpty() || (!expires && !lease.get().release())) {
            throw new IllegalStateException("The uncontended lock %s was not granted or not released".formatted(name));
        }
    }
}
