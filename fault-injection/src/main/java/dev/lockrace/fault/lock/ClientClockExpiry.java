package dev.lockrace.fault.lock;

import dev.lockrace.lock.Grant;
import dev.lockrace.lock.LockBackend;
import dev.lockrace.lock.LockName;
import java.time.Duration;
import java.util.Optional;

/**
 * The store is told the moment at which a lease ends, and that moment comes from the client's wall clock; so a lease
 * lasts as much too long or too short as that clock is wrong.
 */
final class ClientClockExpiry extends BrokenBackend {

    /** The clock counts as right when this is made. */
    private final long rightMillis = wallAheadOfMonotonic();

    ClientClockExpiry(LockBackend whole) {
        super(whole);
    }

    @Override
    public Optional<Grant> tryAcquire(LockName name, String owner, Duration timeToLive, Duration timeout) {
        return super.tryAcquire(name, owner, asTheStoreSeesIt(timeToLive), timeout)
                .map(WronglyTimedGrant::new);
    }

    /** Until the moment that the client names; one that has passed is as good as now. */
    private Duration asTheStoreSeesIt(Duration timeToLive) {
        Duration until = timeToLive.plusMillis(wallAheadOfMonotonic() - rightMillis);
        Duration least = guarantees().minTimeToLive();
        return until.compareTo(least) < 0 ? least : until;
    }

    private static long wallAheadOfMonotonic() {
        return System.currentTimeMillis() - Duration.ofNanos(System.nanoTime()).toMillis();
    }

    private final class WronglyTimedGrant extends BrokenGrant {

        private WronglyTimedGrant(Grant whole) {
            super(whole);
        }

        @Override
        public boolean renew(Duration timeToLive, Duration timeout) {
            return super.renew(asTheStoreSeesIt(timeToLive), timeout);
        }
    }
}
