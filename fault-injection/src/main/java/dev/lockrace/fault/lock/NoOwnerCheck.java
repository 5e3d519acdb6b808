package dev.lockrace.fault.lock;

import dev.lockrace.lock.Grant;
import dev.lockrace.lock.LockBackend;
import dev.lockrace.lock.LockName;
import java.time.Duration;
import java.util.Optional;

/** Everybody is the same owner to the store, so its check of the owner lets everybody through. */
final class NoOwnerCheck extends BrokenBackend {

    private static final String ALL = "all";

    NoOwnerCheck(LockBackend whole) {
        super(whole);
    }

    @Override
    public Optional<Grant> tryAcquire(LockName name, String owner, Duration timeToLive, Duration timeout) {
        return super.tryAcquire(name, ALL, timeToLive, timeout);
    }

    @Override
    public boolean revoke(LockName name, String owner, Duration timeout) {
        return super.revoke(name, ALL, timeout);
    }
}
