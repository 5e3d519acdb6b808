package dev.lockrace.fault.lock;

import dev.lockrace.lock.Grant;
import dev.lockrace.lock.LockBackend;
import dev.lockrace.lock.LockName;
import java.time.Duration;
import java.util.Optional;

/** A broken lock that requests half the time to live from the store. This is enough while the lease is renewed. */
final class HalvedTimeToLive extends BrokenBackend {

    HalvedTimeToLive(LockBackend delegate) {
        super(delegate);
    }

    @Override
    public Optional<Grant> tryAcquire(LockName name, String owner, Duration timeToLive, Duration timeout) {
        return super.tryAcquire(name, owner, timeToLive.dividedBy(2), timeout).map(HalvedGrant::new);
    }

    private static final class HalvedGrant extends BrokenGrant {

        private HalvedGrant(Grant delegate) {
            super(delegate);
        }

        @Override
        public boolean renew(Duration timeToLive, Duration timeout) {
            return super.renew(timeToLive.dividedBy(2), timeout);
        }
    }
}
