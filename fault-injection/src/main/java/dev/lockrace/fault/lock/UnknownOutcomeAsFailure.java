package dev.lockrace.fault.lock;

import dev.lockrace.lock.Grant;
import dev.lockrace.lock.LockBackend;
import dev.lockrace.lock.LockName;
import dev.lockrace.lock.LockStoreException;
import dev.lockrace.lock.UnknownOutcomeException;
import java.time.Duration;
import java.util.Optional;

/** A broken lock that reports an acquisition of unknown outcome as failed, so an orphaned grant is not revoked. */
final class UnknownOutcomeAsFailure extends BrokenBackend {

    UnknownOutcomeAsFailure(LockBackend delegate) {
        super(delegate);
    }

    @Override
    public Optional<Grant> tryAcquire(LockName name, String owner, Duration timeToLive, Duration timeout) {
        try {
            return super.tryAcquire(name, owner, timeToLive, timeout);
        } catch (UnknownOutcomeException e) {
            throw new LockStoreException("The lock was not granted", e);
        }
    }
}
