package dev.lockrace.benchmarks.subject;

import java.time.Duration;
import java.util.Optional;
import net.javacrumbs.shedlock.core.ClockProvider;
import net.javacrumbs.shedlock.core.LockConfiguration;
import net.javacrumbs.shedlock.core.LockProvider;
import net.javacrumbs.shedlock.core.SimpleLock;

/** ShedLock: one provider for all threads. */
final class ShedLocks implements Subject, Subject.Caller {

    private final LockProvider provider;
    private final Runnable onClose;

    ShedLocks(LockProvider provider, Runnable onClose) {
        this.provider = provider;
        this.onClose = onClose;
    }

    @Override
    public Caller caller() {
        return this;
    }

    @Override
    public boolean tryAcquire(String name) {
        return lock(name).isPresent();
    }

    @Override
    public boolean acquireAndRelease(String name) {
        Optional<SimpleLock> lock = lock(name);
        lock.ifPresent(SimpleLock::unlock);
        return lock.isPresent();
    }

    /** Uses ShedLock's clock of whole milliseconds. With a finer clock, a lock is not yet free right after its release. */
    private Optional<SimpleLock> lock(String name) {
        return provider.lock(new LockConfiguration(ClockProvider.now(), name, TIME_TO_LIVE, Duration.ZERO));
    }

    @Override
    public void close() {
        onClose.run();
    }
}
