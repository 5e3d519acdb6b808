package dev.lockrace.lock;

import java.time.Duration;
import java.util.concurrent.Semaphore;
import java.util.concurrent.TimeUnit;

/** Elapsed time and waiting, as a parameter, so that tests own the clock (clause L6 wants a monotonic one). */
public interface MonotonicClock {

    /** This JVM's clock: {@link System#nanoTime()} and the waiting that goes by it. */
    MonotonicClock SYSTEM = new MonotonicClock() {
        @Override
        public long nanoTime() {
            return System.nanoTime();
        }

        @Override
        public void sleep(Duration duration, Semaphore wakeUp) throws InterruptedException {
            if (wakeUp.tryAcquire(duration.toNanos(), TimeUnit.NANOSECONDS)) {
                wakeUp.drainPermits();
            }
        }
    };

    /** Nanoseconds since an arbitrary moment; never goes back; only differences mean anything. */
    long nanoTime();

    /**
     * Blocks for that long, or until the semaphore has a permit; takes all that it has.
     *
     * @throws InterruptedException if the thread is or gets interrupted
     */
    void sleep(Duration duration, Semaphore wakeUp) throws InterruptedException;
}
