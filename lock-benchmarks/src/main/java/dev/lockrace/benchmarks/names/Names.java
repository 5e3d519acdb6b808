package dev.lockrace.benchmarks.names;

import dev.lockrace.lock.Lease;
import dev.lockrace.lock.LockClient;
import java.time.Duration;
import java.util.Optional;
import java.util.concurrent.atomic.AtomicLong;

/** Lock names that are used once: acquired and released, and every hundredth left to expire. Safe for many threads. */
final class Names {

    /** One in so many is not released. */
    static final int LEFT_TO_EXPIRE = 100;

    private static final Duration TIME_TO_LIVE = Duration.ofMinutes(1);
    private static final Duration SHORT_TIME_TO_LIVE = Duration.ofSeconds(1);

    private final LockClient locks;
    private final AtomicLong used = new AtomicLong();

    Names(LockClient locks) {
        this.locks = locks;
    }

    long used() {
        return used.get();
    }

    /** Uses the next name; fails when it was not granted, or not given back. */
    void useNext() {
        long number = used.getAndIncrement();
        boolean expires = number % LEFT_TO_EXPIRE == LEFT_TO_EXPIRE - 1;
        String name = "used-once:" + number;
        Optional<Lease> lease = locks.tryAcquire(name, expires ? SHORT_TIME_TO_LIVE : TIME_TO_LIVE);
        if (lease.isEmpty() || (!expires && !lease.get().release())) {
            throw new IllegalStateException(
                    "Lock %s that nobody else wants was not granted, or not given back".formatted(name));
        }
    }
}
