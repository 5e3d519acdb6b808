package dev.lockrace.fault.lock;

import dev.lockrace.lock.Grant;
import dev.lockrace.lock.LockBackend;
import dev.lockrace.lock.LockException;
import dev.lockrace.lock.LockName;
import dev.lockrace.lock.LockStoreException;
import java.time.Duration;
import java.util.Optional;

/** One renewal that failed is the last one sent: so looks a watchdog, from the store, that died of its first error. */
final class NoRenewalAfterError extends BrokenBackend {

    NoRenewalAfterError(LockBackend whole) {
        super(whole);
    }

    @Override
    public Optional<Grant> tryAcquire(LockName name, String owner, Duration timeToLive, Duration timeout) {
        return super.tryAcquire(name, owner, timeToLive, timeout).map(RenewedUntilAnError::new);
    }

    private static final class RenewedUntilAnError extends BrokenGrant {

        private volatile boolean failed;

        private RenewedUntilAnError(Grant whole) {
            super(whole);
        }

        @Override
        public boolean renew(Duration timeToLive, Duration timeout) {
            if (failed) {
                throw new LockStoreException("The lock is renewed no more", null);
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
