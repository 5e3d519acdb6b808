package dev.lockrace.lock;

import java.time.Duration;
import java.util.concurrent.Semaphore;
import java.util.concurrent.TimeUnit;

/** A source of elapsed time and sleep, injected so that tests control the clock. Clause L6 requires a monotonic one. */
public interface MonotonicClock {

    /** The clock of this JVM, {@link System#nanoTime()}. */
    MonotonicClock SYSTEM = new MonotonicClock() {
        @Override
        public long nanoTime() {
            return System.nanoTime();
        }

        @Override
        public long wallMillis() {
            return System.currentTimeMillis();
        }

        @Override
        public void sleep(Duration duration, Semaphore wakeUp) throws InterruptedException {
            if (wakeUp.tryAcquire(duration.toNanos(), TimeUnit.NANOSECONDS)) {
                wakeUp.drainPermits();
            }
        }
    };

    /** Returns nanoseconds since an arbitrary origin; never decreases. Only differences are meaningful. */
    long nanoTime();

    /**
     * Returns the wall-clock time in milliseconds since an arbitrary origin. Unlike {@link #nanoTime()}, it advances
     * while the machine is suspended. By default the same as elapsed time, so that no suspension is noticed.
     */
    default long wallMillis() {
        return nanoTime() / 1_000_000;
    }

    /**
     * Sleeps for the duration, or until the semaphore has a permit, and drains the semaphore.
     *
     * @throws InterruptedException if the thread is interrupted before or during the sleep
     */
    void sleep(Duration duration, Semaphore wakeUp) throws InterruptedException;
}
