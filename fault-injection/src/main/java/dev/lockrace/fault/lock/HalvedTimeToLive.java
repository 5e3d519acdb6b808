package dev.lockrace.fault.lock;

import dev.lockrace.lock.Grant;
import dev.lockrace.lock.LockBackend;
import dev.lockrace.lock.LockName;
import java.time.Duration;
import java.util.Optional;

/** The store is asked for half of the time to live: enough as long as it is renewed. */
final class HalvedTimeToLive extends BrokenBackend {

    HalvedTimeToLive(LockBackend whole) {
        super(whole);
    }

    @Override
    public Optional<Grant> tryAcquire(LockName name, String owner, Duration timeToLive, Duration timeout) {
        return super.tryAcquire(name, owner, timeToLive.dividedBy(2), timeout).map(HalfGrant::new);
    }

    private static final class HalfGrant extends BrokenGrant {

        private HalfGrant(Grant whole) {
            super(whole);
        }

        @Override
        public boolean renew(Duration timeToLive, Duration timeout) {
            return super.renew(timeToLive.dividedBy(2), timeout);
        }
    }
}
