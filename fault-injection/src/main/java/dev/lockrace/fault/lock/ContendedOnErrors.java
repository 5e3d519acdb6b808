package dev.lockrace.fault.lock;

import dev.lockrace.lock.Grant;
import dev.lockrace.lock.LockBackend;
import dev.lockrace.lock.LockName;
import dev.lockrace.lock.LockStoreException;
import dev.lockrace.lock.UnknownOutcomeException;
import java.time.Duration;
import java.util.Optional;

/** A store that did not answer looks like a lock that is held, as in many a recipe. */
final class ContendedOnErrors extends BrokenBackend {

    ContendedOnErrors(LockBackend whole) {
        super(whole);
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
