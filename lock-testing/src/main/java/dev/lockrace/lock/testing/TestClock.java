package dev.lockrace.lock.testing;

import dev.lockrace.lock.MonotonicClock;
import java.time.Duration;
import java.util.concurrent.Semaphore;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicLong;

/** A clock that advances with real time, and further on demand. Safe for use by multiple threads. */
public final class TestClock implements MonotonicClock {

    /** How soon a sleep notices that the clock was advanced. */
    private static final long MAX_SLEEP_NANOS = TimeUnit.MILLISECONDS.toNanos(5);

    private final AtomicLong advancedNanos = new AtomicLong();
    private final AtomicLong suspendedNanos = new AtomicLong();

    /** Creates a clock that shows real time. */
    public TestClock() {}

    /**
     * Advances the clock. Leases end as if that time had passed, and waits too. A client checks the leases that it watches
     * or renews once per second of real time, or earlier if they are about to end, so {@code onLoss} actions follow within
     * about a second.
     *
     * @throws IllegalArgumentException if the duration is negative
     */
    public void advance(Duration duration) {
        advancedNanos.addAndGet(notNegative(duration).toNanos());
    }

    /**
     * Advances the wall clock only, as a machine does that is suspended and resumed. A lease that may have ended
     * meanwhile counts as lost until a renewal confirms it.
     *
     * @throws IllegalArgumentException if the duration is negative
     */
    public void suspend(Duration duration) {
        suspendedNanos.addAndGet(notNegative(duration).toNanos());
    }

    private static Duration notNegative(Duration duration) {
        if (duration.isNegative()) {
            throw new IllegalArgumentException("The clock cannot go back, was asked to advance by: " + duration);
        }
        return duration;
    }

    @Override
    public long nanoTime() {
        return System.nanoTime() + advancedNanos.get();
    }

    @Override
    public long wallMillis() {
        return TimeUnit.NANOSECONDS.toMillis(nanoTime() + suspendedNanos.get());
    }

    @Override
    public void sleep(Duration duration, Semaphore wakeUp) throws InterruptedException {
        long endsAt = nanoTime() + duration.toNanos();
        for (long left = duration.toNanos(); left > 0; left = endsAt - nanoTime()) {
            if (wakeUp.tryAcquire(Math.min(left, MAX_SLEEP_NANOS), TimeUnit.NANOSECONDS)) {
                wakeUp.drainPermits();
                return;
            }
        }
    }
}
