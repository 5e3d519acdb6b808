package dev.lockrace.fault.lock;

import dev.lockrace.lock.Grant;
import dev.lockrace.lock.Guarantees;
import dev.lockrace.lock.LockBackend;
import dev.lockrace.lock.LockName;
import java.time.Duration;
import java.util.Optional;
import java.util.OptionalLong;

/** A backend that delegates to a correct one. Subclasses override what is broken. */
class BrokenBackend implements LockBackend {

    private final LockBackend delegate;

    BrokenBackend(LockBackend delegate) {
        this.delegate = delegate;
    }

    @Override
    public final String name() {
        return delegate.name();
    }

    @Override
    public final Guarantees guarantees() {
        return delegate.guarantees();
    }

    @Override
    public Optional<Grant> tryAcquire(LockName name, String owner, Duration timeToLive, Duration timeout) {
        return delegate.tryAcquire(name, owner, timeToLive, timeout);
    }

    @Override
    public boolean revoke(LockName name, String owner, Duration timeout) {
        return delegate.revoke(name, owner, timeout);
    }

    @Override
    public final Subscription subscribe(LockName name, Duration maxDuration, Duration timeout, Runnable freed) {
        return delegate.subscribe(name, maxDuration, timeout, freed);
    }

    @Override
    public void close() {
        delegate.close();
    }

    /** A grant that delegates to a correct one. */
    static class BrokenGrant implements Grant {

        private final Grant delegate;

        BrokenGrant(Grant delegate) {
            this.delegate = delegate;
        }

        @Override
        public final OptionalLong token() {
            return delegate.token();
        }

        @Override
        public boolean renew(Duration timeToLive, Duration timeout) {
            return delegate.renew(timeToLive, timeout);
        }

        @Override
        public final boolean release(Duration timeout) {
            return delegate.release(timeout);
        }
    }
}
