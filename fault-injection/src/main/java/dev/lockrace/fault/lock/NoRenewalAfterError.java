package dev.lockrace.fault.lock;

import dev.lockrace.lock.Grant;
import dev.lockrace.lock.LockBackend;
import dev.lockrace.lock.LockException;
import dev.lockrace.lock.LockName;
import dev.lockrace.lock.LockStoreException;
import java.time.Duration;
import java.util.Optional;

/** A broken lock that sends no renewal after one has failed, like a watchdog that its first error terminates. */
final class NoRenewalAfterError extends BrokenBackend {

    NoRenewalAfterError(LockBackend delegate) {
        super(delegate);
    }

    @Override
    public Optional<Grant> tryAcquire(LockName name, String owner, Duration timeToLive, Duration timeout) {
        return super.tryAcquire(name, owner, timeToLive, timeout).map(RenewedUntilError::new);
    }

    private static final class RenewedUntilError extends BrokenGrant {

        private volatile boolean failed;

        private RenewedUntilError(Grant delegate) {
            super(delegate);
        }

        @Override
        public boolean renew(Duration timeToLive, Duration timeout) {
            if (failed) {
                throw new LockStoreException("The lock is not renewed after a failed renewal", null);
            }
            try {
                return super.renew(timeToLive, timeout);
            } catch (LockException e) {
                failed = true;
                throw e;
            }
        }
    }
}
