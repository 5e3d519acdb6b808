package dev.lockrace.fault.lock;

import dev.lockrace.lock.Grant;
import dev.lockrace.lock.LockBackend;
import dev.lockrace.lock.LockName;
import java.time.Duration;
import java.util.Optional;
import java.util.concurrent.Future;
import java.util.concurrent.ScheduledThreadPoolExecutor;
import java.util.concurrent.TimeUnit;

/**
 * A broken lock that stores leases without an expiry. A timer in the holder's process ends them, if it is still
 * running.
 */
final class HolderTimerExpiry extends BrokenBackend {

    private static final Duration UNLIMITED = Duration.ofDays(365);

    private final ScheduledThreadPoolExecutor timer = new ScheduledThreadPoolExecutor(1, task -> {
        Thread thread = new Thread(task, "broken-lock-timer");
        thread.setDaemon(true);
        return thread;
    });

    HolderTimerExpiry(LockBackend delegate) {
        super(delegate);
    }

    @Override
    public Optional<Grant> tryAcquire(LockName name, String owner, Duration timeToLive, Duration timeout) {
        return super.tryAcquire(name, owner, UNLIMITED, timeout).map(grant -> {
            Runnable revocation = () -> revoke(name, owner, timeout);
            return new TimedGrant(grant, revocation, schedule(revocation, timeToLive));
        });
    }

    private Future<?> schedule(Runnable revocation, Duration timeToLive) {
        return timer.schedule(revocation, timeToLive.toNanos(), TimeUnit.NANOSECONDS);
    }

    @Override
    public void close() {
        timer.shutdownNow();
        super.close();
    }

    private final class TimedGrant extends BrokenGrant {

        private final Runnable revocation;
        private Future<?> scheduled;

        private TimedGrant(Grant delegate, Runnable revocation, Future<?> scheduled) {
            super(delegate);
            this.revocation = revocation;
            this.scheduled = scheduled;
        }

        @Override
        public synchronized boolean renew(Duration timeToLive, Duration timeout) {
            boolean renewed = super.renew(UNLIMITED, timeout);
            if (renewed) {
                scheduled.cancel(false);
                scheduled = schedule(revocation, timeToLive);
            }
            return renewed;
        }
    }
}
