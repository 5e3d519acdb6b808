package dev.lockrace.benchmarks.subject;

import dev.lockrace.lock.Lease;
import dev.lockrace.lock.LockBackend;
import dev.lockrace.lock.LockClient;
import dev.lockrace.lock.LockRequest;
import java.util.Optional;

/** lockrace: one client for all threads. */
final class LockraceLocks implements Subject, Subject.Caller {

    private final LockClient locks;

    LockraceLocks(LockBackend backend) {
        this.locks = LockClient.owning(backend);
    }

    @Override
    public Caller caller() {
        return this;
    }

    @Override
    public boolean tryAcquire(String name) {
        return locks.tryAcquire(LockRequest.of(name).timeToLive(TIME_TO_LIVE)).isPresent();
    }

    @Override
    public boolean acquireAndRelease(String name) {
        Optional<Lease> lease = locks.tryAcquire(LockRequest.of(name).timeToLive(TIME_TO_LIVE));
        return lease.isPresent() && lease.get().release();
    }

    @Override
    public void close() {
        locks.close();
    }
}
