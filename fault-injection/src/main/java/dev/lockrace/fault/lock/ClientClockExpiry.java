package dev.lockrace.fault.lock;

import dev.lockrace.lock.Grant;
import dev.lockrace.lock.LockBackend;
import dev.lockrace.lock.LockName;
import java.time.Duration;
import java.util.Optional;

/**
 * A broken lock that sends the store an expiry time taken from the client's wall clock. A lease lasts too long or too
 * short by the error of that clock.
 */
final class ClientClockExpiry extends BrokenBackend {

    /** The offset at creation, when the wall clock is assumed to be right. */
    private final long initialOffsetMillis = wallClockOffsetMillis();

    ClientClockExpiry(LockBackend delegate) {
        super(delegate);
    }

    @Override
    public Optional<Grant> tryAcquire(LockName name, String owner, Duration timeToLive, Duration timeout) {
        return super.tryAcquire(name, owner, effectiveTimeToLive(timeToLive), timeout)
                .map(ClientClockGrant::new);
    }

    /** Returns the time to live in the store. An expiry time in the past results in the minimum. */
    private Duration effectiveTimeToLive(Duration timeToLive) {
        Duration effective = timeToLive.plusMillis(wallClockOffsetMillis() - initialOffsetMillis);
        Duration min = guarantees().minTimeToLive();
        return effective.compareTo(min) < 0 ? min : effective;
    }

    private static long wallClockOffsetMillis() {
        return System.currentTimeMillis() - Duration.ofNanos(System.nanoTime()).toMillis();
    }

    private final class ClientClockGrant extends BrokenGrant {

        private ClientClockGrant(Grant delegate) {
            super(delegate);
        }

        @Override
        public boolean renew(Duration timeToLive, Duration timeout) {
            return super.renew(effectiveTimeToLive(timeToLive), timeout);
        }
    }
}
