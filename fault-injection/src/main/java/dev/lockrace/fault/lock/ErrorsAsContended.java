package dev.lockrace.fault.lock;

import dev.lockrace.lock.Grant;
import dev.lockrace.lock.LockBackend;
import dev.lockrace.lock.LockName;
import dev.lockrace.lock.LockStoreException;
import dev.lockrace.lock.UnknownOutcomeException;
import java.time.Duration;
import java.util.Optional;

/**
 * A broken lock that reports a request that the store did not answer as contended, as many published lock recipes do.
 */
final class ErrorsAsContended extends BrokenBackend {

    ErrorsAsContended(LockBackend delegate) {
        super(delegate);
    }

    @Override
    public Optional<Grant> tryAcquire(LockName name, String owner, Duration timeToLive, Duration timeout) {
        try {
            return super.tryAcquire(name, owner, timeToLive, timeout);
        } catch (LockStoreException | UnknownOutcomeException e) {
            return Optional.empty();
        }
    }
}
