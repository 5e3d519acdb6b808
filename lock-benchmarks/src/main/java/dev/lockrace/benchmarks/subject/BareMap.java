package dev.lockrace.benchmarks.subject;

import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.atomic.AtomicLong;

/** A concurrent map, the minimal lock between threads. It has no time to live. */
final class BareMap implements Subject, Subject.Caller {

    private final ConcurrentHashMap<String, Long> holders = new ConcurrentHashMap<>();
    private final AtomicLong calls = new AtomicLong();

    @Override
    public Caller caller() {
        return this;
    }

    @Override
    public boolean tryAcquire(String name) {
        return holders.putIfAbsent(name, calls.incrementAndGet()) == null;
    }

    @Override
    public boolean acquireAndRelease(String name) {
        Long owner = calls.incrementAndGet();
        return holders.putIfAbsent(name, owner) == null && holders.remove(name, owner);
    }

    @Override
    public void close() {
        holders.clear();
    }
}
