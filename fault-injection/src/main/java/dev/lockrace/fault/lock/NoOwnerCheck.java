package dev.lockrace.fault.lock;

import dev.lockrace.lock.Grant;
import dev.lockrace.lock.LockBackend;
import dev.lockrace.lock.LockName;
import java.time.Duration;
import java.util.Optional;

/** A broken lock that uses the same owner id for all clients, which defeats the owner check of the store. */
final class NoOwnerCheck extends BrokenBackend {

    private static final String COMMON_OWNER = "all";

    NoOwnerCheck(LockBackend delegate) {
        super(delegate);
    }

    @Override
    public Optional<Grant> tryAcquire(LockName name, String owner, Duration timeToLive, Duration timeout) {
        return super.tryAcquire(name, COMMON_OWNER, timeToLive, timeout);
    }

    @Override
    public boolean revoke(LockName name, String owner, Duration timeout) {
        return super.revoke(name, COMMON_OWNER, timeout);
    }
}
