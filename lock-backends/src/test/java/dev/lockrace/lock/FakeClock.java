package dev.lockrace.lock;

import java.time.Duration;
import java.util.List;
import java.util.concurrent.CopyOnWriteArrayList;
import java.util.concurrent.Semaphore;
import java.util.concurrent.atomic.AtomicLong;

/** A clock that only a test or a sleep advances; a sleep returns immediately. */
public final class FakeClock implements MonotonicClock {

    private final AtomicLong nanos = new AtomicLong(Long.MAX_VALUE - 1_000); // a monotonic clock may wrap
    private final AtomicLong wallNanos = new AtomicLong();
    private final List<Duration> sleeps = new CopyOnWriteArrayList<>();

    @Override
    public long nanoTime() {
        return nanos.get();
    }

    @Override
    public long wallMillis() {
        return wallNanos.get() / 1_000_000;
    }

    @Override
    public void sleep(Duration duration, Semaphore wakeUp) throws InterruptedException {
        if (Thread.interrupted()) {
            throw new InterruptedException("Interrupted in a fake sleep");
        }
        if (wakeUp.drainPermits() > 0) {
            return;
        }
        sleeps.add(duration);
        advance(duration);
    }

    public void advance(Duration duration) {
        nanos.addAndGet(duration.toNanos());
        wallNanos.addAndGet(duration.toNanos());
    }

    /** Advances the wall clock only, as a suspended machine or a step of the clock does. */
    public void stepWallClock(Duration step) {
        wallNanos.addAndGet(step.toNanos());
    }

    /** Returns the durations of all sleeps, in order. */
    public List<Duration> sleeps() {
        return sleeps;
    }
}
