package dev.lockrace.lock.spring.annotation;

import dev.lockrace.lock.LockObserver;
import java.time.Duration;
import java.util.concurrent.atomic.AtomicInteger;

/** Counts how often the clients of an application were granted a lock or found it contended. */
final class Outcomes implements LockObserver {

    private final AtomicInteger acquired = new AtomicInteger();
    private final AtomicInteger contended = new AtomicInteger();

    @Override
    public void acquireCompleted(String backend, Outcome outcome, Duration took) {
        if (outcome == Outcome.ACQUIRED) {
            acquired.incrementAndGet();
        } else if (outcome == Outcome.CONTENDED) {
            contended.incrementAndGet();
        }
    }

    int acquired() {
        return acquired.get();
    }

    int contended() {
        return contended.get();
    }
}
