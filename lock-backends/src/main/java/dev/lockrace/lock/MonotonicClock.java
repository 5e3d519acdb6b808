package dev.lockrace.lock;

import java.time.Duration;

/** Elapsed time and waiting, as a parameter, so that tests own the clock (clause L6 wants a monotonic one). */
public interface MonotonicClock {

    /** This JVM's clock: {@link System#nanoTime()} and {@link Thread#sleep(long, int)}. */
    MonotonicClock SYSTEM = new MonotonicClock() {
        @Override
        public long nanoTime() {
            return System.nanoTime();
        }

        @Override
        public void sleep(Duration duration) throws InterruptedException {
            Thread.sleep(duration.toMillis(), duration.toNanosPart() % 1_000_000);
        }
    };

    /** Nanoseconds since an arbitrary moment; never goes back; only differences mean anything. */
    long nanoTime();

    /**
     * Blocks for that long.
     *
     * @throws InterruptedException if the thread is or gets interrupted
     */
    void sleep(Duration duration) throws InterruptedException;
}
