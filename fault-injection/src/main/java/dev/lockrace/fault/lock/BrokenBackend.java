package dev.lockrace.fault.lock;

import dev.lockrace.lock.Grant;
import dev.lockrace.lock.Guarantees;
import dev.lockrace.lock.LockBackend;
import dev.lockrace.lock.LockName;
import java.time.Duration;
import java.util.Optional;
import java.util.OptionalLong;

/** A right backend, each of whose answers can be broken. */
class BrokenBackend implements LockBackend {

    private final LockBackend whole;

    BrokenBackend(LockBackend whole) {
        this.whole = whole;
    }

    @Override
    public final String name() {
        return whole.name();
    }

    @Override
    public final Guarantees guarantees() {
        return whole.guarantees();
    }

    @Override
    public Optional<Grant> tryAcquire(LockName name, String owner, Duration timeToLive, Duration timeout) {
        return whole.tryAcquire(name, owner, timeToLive, timeout);
    }

    @Override
    public boolean revoke(LockName name, String owner, Duration timeout) {
        return whole.revoke(name, owner, timeout);
    }

    @Override
    public final Subscription subscribe(LockName name, Duration longest, Duration timeout, Runnable freed) {
        return whole.subscribe(name, longest, timeout, freed);
    }

    @Override
    public void close() {
        whole.close();
    }

    /** A right grant, as above. */
    static class BrokenGrant implements Grant {

        private final Grant whole;

        BrokenGrant(Grant whole) {
            this.whole = whole;
        }

        @Override
        public final OptionalLong token() {
            return whole.token();
        }

        @Override
        public boolean renew(Duration timeToLive, Duration timeout) {
            return whole.renew(timeToLive, timeout);
        }

        @Override
        public final boolean release(Duration timeout) {
            return whole.release(timeout);
        }
    }
}
