package dev.lockrace.fault.lock;

import dev.lockrace.lock.Grant;
import dev.lockrace.lock.LockBackend;
import dev.lockrace.lock.LockName;
import java.time.Duration;
import java.util.Optional;
import java.util.concurrent.Future;
import java.util.concurrent.ScheduledThreadPoolExecutor;
import java.util.concurrent.TimeUnit;

/** In the store a lease is for ever; a timer in the holder's process ends it in time, as long as that runs. */
final class HolderTimerExpiry extends BrokenBackend {

    private static final Duration FOR_EVER = Duration.ofDays(365);

    private final ScheduledThreadPoolExecutor timer = new ScheduledThreadPoolExecutor(1, task -> {
        Thread thread = new Thread(task, "broken-lock-timer");
        thread.setDaemon(true);
        return thread;
    });

    HolderTimerExpiry(LockBackend whole) {
        super(whole);
    }

    @Override
    public Optional<Grant> tryAcquire(LockName name, String owner, Duration timeToLive, Duration timeout) {
        return super.tryAcquire(name, owner, FOR_EVER, timeout).map(grant -> {
            Runnable end = () -> revoke(name, owner, timeout);
            return new TimedGrant(grant, end, after(timeToLive, end));
        });
    }

    private Future<?> after(Duration timeToLive, Runnable end) {
        return timer.schedule(end, timeToLive.toNanos(), TimeUnit.NANOSECONDS);
    }

    @Override
    public void close() {
        timer.shutdownNow();
        super.close();
    }

    private final class TimedGrant extends BrokenGrant {

        private final Runnable end;
        private Future<?> ending;

        private TimedGrant(Grant whole, Runnable end, Future<?> ending) {
            super(whole);
            this.end = end;
            this.ending = ending;
        }

        @Override
        public synchronized boolean renew(Duration timeToLive, Duration timeout) {
            boolean renewed = super.renew(FOR_EVER, timeout);
            if (renewed) {
                ending.cancel(false);
                ending = after(timeToLive, end);
            }
            return renewed;
        }
    }
}
